"""What a prediction needs to know of a file: operations, units, parameters, credentials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .bodies import Body
from .holes import Names, Text


@dataclass(frozen=True)
class Parameter:
    """A consumed or an exposed parameter; `value` is a template, or None where the caller gives it."""

    name: str
    place: str | None
    type: str | None
    required: bool | None
    value: Any = None
    style: str | None = None
    """Of a consumed one in a query: how a list or an object is written there."""


@dataclass(frozen=True)
class Credential:
    """One thing that authentication adds to a request."""

    place: str
    name: str
    value: Text
    form: str = "plain"
    """`plain`, `bearer` or `basic`."""
    second: Text = ()
    """The password of `basic`."""


@dataclass(frozen=True)
class Operation:
    namespace: str
    name: str
    method: str
    path: Text
    query: tuple[tuple[str, Text | None], ...]
    parameters: tuple[Parameter, ...]
    body: Body | None
    format: str | None
    media_type: str | None
    credentials: tuple[Credential, ...]
    unsupported: str | None
    names: Names
    silent: frozenset[str] = frozenset()
    """Parameters that authentication fills or that have no place in the body: no inputs, and nothing
    that feeds them is sent."""
    largest: str | None = None
    """The size that a binary answer may have, as it is written."""
    other_names: dict[str, str] = field(default_factory=dict)
    """Path parameter → how the path spells it, where that is another way."""

    @property
    def label(self) -> str:
        return f"{self.namespace}.{self.name}"


@dataclass(frozen=True)
class Unit:
    """An exposed REST operation or tool."""

    adapter: str
    name: str
    method: str | None
    """None for a tool."""
    route: Text
    conditions: tuple[tuple[str, str | None], ...]
    declared: tuple[Parameter, ...]
    arguments: dict[str, Any] | None
    """The templates of `with`; None where there is no `with`."""
    operation: Operation
    outputs: tuple[dict[str, Any], ...]
    binary_type: str | None = None
    """The media type that `responses` or `responseBinary` give a binary answer."""
    largest: str | None = None
    """The size that a binary answer may have behind the adapter, where its operation says none."""

    @property
    def label(self) -> str:
        return f"{self.adapter}.{self.name}"


@dataclass
class Spec:
    dialect: str
    operations: list[Operation] = field(default_factory=list)
    rest: list[Unit] = field(default_factory=list)
    tools: list[Unit] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    """Units whose `call` resolves to nothing, and units that do more than one call."""
    binds: dict[str, str] = field(default_factory=dict)
    """Variable → name in the environment."""
