"""A whole file: what it says of itself, what it consumes, exposes and defines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ..dialect import Dialect
from ..origin import Origin
from ..records import dataclass
from .actions import Action, ExposedParameter
from .consumed import ConsumedApi
from .exposed import Adapter, Hints
from .values import OutputMapping


@dataclass(frozen=True, slots=True)
class Info:
    """What the file says of itself."""

    display: str | None
    description: str | None
    tags: tuple[str, ...]
    version: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Bind:
    """Variables read from the environment, or from a file where it does not have them."""

    namespace: str
    location: str | None
    """The path of a file, without its scheme."""
    keys: Mapping[str, str]
    """Variable → its name in the environment: the source key, in a form that shells can export."""
    origin: Origin
    sources: Mapping[str, str] = field(default_factory=dict)
    """Name in the environment → source key."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A named piece of work that tools and operations share by reference."""

    name: str
    description: str | None
    parameters: tuple[ExposedParameter, ...]
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin
    hints: Hints = field(default_factory=Hints)
    """From its `semantics`; tools that refer to the flow inherit them."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Flows under one namespace."""

    namespace: str
    display: str | None
    flows: tuple[Flow, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Capability:
    """A whole file. `implied_inputs` is a reading, not a version: see docs/language.md, "Choices"."""

    dialect: Dialect
    version: str | None
    info: Info
    consumes: tuple[ConsumedApi, ...]
    exposes: tuple[Adapter, ...]
    binds: tuple[Bind, ...]
    aggregates: tuple[Aggregate, ...]
    implied_inputs: bool
    """Inputs that nobody declares are part of the contract; upper-case names are environment."""
    origin: Origin
    overlays: tuple[str, ...] = ()
    """The names of the files that changed it, without their folders, in their order."""
    notes: tuple[str, ...] = field(default=())
