"""The values of the reach: hosts, requests, credentials and files, and who can put what where."""

from __future__ import annotations

from typing import Final

from ..origin import Origin
from ..records import dataclass

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class PlacedCredential:
    """A secret and the only place that it goes to."""

    variables: tuple[str, ...]
    """Of the environment, or the entries of a bind's file; empty where a function of the team's gives it."""
    place: str
    """`header Authorization (Bearer)`."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One request that the package can make."""

    method: str
    path: str
    """Below the base URI; `{name}` is one segment, unless `segments` says more."""
    segments: tuple[tuple[str, str], ...]
    """`repository` → `2`."""
    query: tuple[str, ...]
    """`name`, or `name=value` where the specification fixes it; `$NAME` is the environment."""
    headers: tuple[str, ...]
    cookies: tuple[str, ...]
    body: str
    """What the body is; empty where there is none."""
    declared: Origin
    """Its declaration in the specification."""


@dataclass(frozen=True, slots=True)
class ReachedApi:
    base_uri: str
    """Empty where the environment has to give it."""
    setting: str
    """The variable that replaces it."""
    credentials: tuple[PlacedCredential, ...]
    whose: tuple[str, ...]
    """Whose credential the adapters may send: `team`, unless the setting says one of the others."""
    whose_setting: str
    """The variable that says it."""
    operations: dict[str, Reached]


@dataclass(frozen=True, slots=True)
class Putting:
    """Something that a caller gives, and where it goes."""

    name: str
    place: str
    goes_to: str


@dataclass(frozen=True, slots=True)
class Reaching:
    """A route or a tool: what it calls, what callers put where, what comes back."""

    calls: tuple[str, ...]
    """`quay.getrepo`, in order, each once."""
    inputs: tuple[Putting, ...]
    answer: str
    declared: Origin
    says: str = ""
    """The hints of a tool: what it claims of itself."""


@dataclass(frozen=True, slots=True)
class Surface:
    kind: str
    """`REST` or `MCP`."""
    callers: str
    """How callers authenticate unless a setting says otherwise."""
    units: dict[str, Reaching]


@dataclass(frozen=True, slots=True)
class Speaking:
    """A host that the package speaks to besides its APIs."""

    host: str
    """Empty where the environment has to give it."""
    setting: str
    """The variable that replaces it."""
    why: str
    sends: str
    """What goes there: credentials, what callers have sent, or neither."""


@dataclass(frozen=True, slots=True)
class Reach:
    title: str
    specs: tuple[str, ...]
    """The specification, and the overlays that change it."""
    apis: dict[str, ReachedApi]
    surfaces: dict[str, Surface]
    files: tuple[str, ...]
    """What is read besides the package: sources of binds."""
    scripts: tuple[str, ...]
    """Steps that a function of the team's has to do: their reach is that function's."""
    process: tuple[Speaking, ...]
    """What the process itself speaks to, for no caller in particular."""
