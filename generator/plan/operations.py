"""Consumed operations: requests to be built from arguments, and the APIs that take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from ..letters import letters
from ..model import (
    Authentication,
    ConsumedApi,
    ConsumedOperation,
    Place,
    QueryStyle,
    ResponseFormat,
    ValueType,
    route_text,
)
from ..origin import Origin
from ..records import dataclass
from .bodies import BodyPlan, FreeJson
from .expressions import Atom, Expression
from .shapes import OPEN, Shape


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a consumed operation needs from whoever calls it."""

    name: str
    """Unique in the operation; the wire name, but where two places share one."""
    wire: str
    place: Place
    type: ValueType
    required: bool
    description: str | None
    declared: bool
    """Declared in the spec, or implied by a path variable or a placeholder."""
    origin: Origin
    placeholder: bool = False
    """Named by a placeholder `{{tools.x}}` of the body."""
    added: bool = False
    """Added because a unit's `with` feeds a name that the operation does not have."""
    whole_body: bool = False
    """The request body as such: free JSON, or raw bytes."""
    other_name: str | None = None
    """How the path spells it, where that is another way."""
    example: object = None
    schema: Mapping[str, Any] | None = None
    """What is said of the fields of a document (JSON Schema)."""
    pattern: str | None = None
    """What its texts must contain; one that can be matched in linear time."""

    @property
    def takes_null(self) -> bool:
        """Whether null is a value of it: only inside of a body, where it is not required or has no type."""
        return self.type is ValueType.ANY or (self.place is Place.BODY and not self.required)

    @property
    def is_bytes(self) -> bool:
        """The body itself, as bytes; a body that is not is JSON."""
        return self.whole_body and self.type is ValueType.STRING

    @property
    def must_be_given(self) -> bool:
        """Bytes are sent if there are any (docs/language.md, "Choices")."""
        return self.required and not self.is_bytes


@dataclass(frozen=True, slots=True)
class PathSegment:
    """What stands between two slashes."""

    parts: tuple[Atom, ...]
    slash: str = "/"
    """Before it: none where a path begins with a section, which has its own."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A query parameter, header or cookie. A value of None is a query name without `=`."""

    name: str
    value: Expression | None
    style: QueryStyle | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    api: str
    name: str
    """Unique in the API: a second operation of one name gets a number."""
    declaration: ConsumedOperation
    method: str
    path: tuple[PathSegment, ...]
    """One for each slash; an empty tuple is the base URI itself."""
    query: tuple[Pair, ...]
    headers: tuple[Pair, ...]
    cookies: tuple[Pair, ...]
    body: BodyPlan
    arguments: tuple[Argument, ...]
    response_format: ResponseFormat
    result: Shape = OPEN
    """What the spec says of the document that upstream answers."""

    def argument(self, name: str) -> Argument | None:
        """The argument of a name, else the one that the path spells so."""
        exact = next((a for a in self.arguments if a.name == name), None)
        return exact or next((a for a in self.arguments if a.other_name == name), None)

    @property
    def takes_free_body(self) -> bool:
        return isinstance(self.body, FreeJson)


AuthenticationPlan: TypeAlias = Authentication[Expression]


@dataclass(frozen=True)
class Api:
    namespace: str
    prefix: str
    """Of its environment variables: `QUAY`."""
    declaration: ConsumedApi
    base_uri: tuple[Atom, ...]
    """Empty where the spec gives none that can be used: the environment must."""
    authentication: AuthenticationPlan | None
    operations: tuple[Operation, ...]

    @property
    def path_arguments(self) -> frozenset[str]:
        """The names of what stands in the paths of its operations."""
        return frozenset(
            argument.name
            for operation in self.operations
            for argument in operation.arguments
            if argument.place is Place.PATH
        )

    # Without slots, so that what every call looks up is found in one step.

    @cached_property
    def named(self) -> Mapping[str, tuple[Operation, ...]]:
        """Its operations by the name that the spec gives them; several may have one."""
        return _grouped(self.operations, lambda each: each.declaration.name)

    @cached_property
    def spelled(self) -> Mapping[str, tuple[Operation, ...]]:
        """The same by the letters and digits of the name alone."""
        return _grouped(self.operations, lambda each: letters(each.declaration.name))


def _grouped(
    operations: Iterable[Operation], key: Callable[[Operation], str]
) -> Mapping[str, tuple[Operation, ...]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(key(operation), []).append(operation)
    return {name: tuple(group) for name, group in groups.items()}


def description_of(own: str | None, operation: Operation) -> str:
    """Its own description, else the operation's, else `METHOD path`."""
    declaration = operation.declaration
    for text in (own, declaration.description, declaration.display):
        if text and text.strip():
            return text.strip()
    return f"{declaration.method} {route_text(declaration.path) or '/'}"
