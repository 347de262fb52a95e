"""What is to be generated, with every name resolved: the result of stage 4.

An operation is a request to build from arguments; a unit is a program over operations that REST and
MCP share; an exposure says where a caller puts each input of a unit. Nothing here knows Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.model import (
    Capability,
    ConsumedApi,
    ConsumedOperation,
    ExposedOperation,
    Hints,
    McpAdapter,
    OutputMapping,
    Place,
    ResponseFormat,
    RestAdapter,
    TextKind,
    Tool,
    ValueType,
)
from generator.origin import Origin
from generator.shapes import OPEN, Shape

# --- expressions: how a value of a request is made -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class FromName:
    """The value of an argument (in an operation) or of an input (in a unit)."""

    name: str


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """The value of an environment variable, known only where the package runs."""

    variable: str


@dataclass(frozen=True, slots=True)
class FromCredential:
    """The apikey that stands in the path."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Text made of several parts; absent when one of them is."""

    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class ArrayOf:
    items: tuple[Expression, ...]


Atom: TypeAlias = Fixed | FromName | FromEnvironment | FromCredential
Expression: TypeAlias = Atom | Joined | ObjectOf | ArrayOf

# --- operations ----------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class PathSegment:
    """What stands between two slashes."""

    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A query parameter, header or cookie. A value of None is a query name without `=`."""

    name: str
    value: Expression | None


@dataclass(frozen=True, slots=True)
class NoBody:
    pass


@dataclass(frozen=True, slots=True)
class FreeJson:
    """The argument `body`, any JSON, or none; with fields that units add."""

    argument: str
    added: tuple[tuple[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True)
class JsonTemplate:
    value: Expression
    added: tuple[tuple[str, Expression], ...] = ()
    """Fields that units add; one that they leave out leaves the template's."""


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON written as text with placeholders, each replaced by a JSON value."""

    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class FormFields:
    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class MultipartField:
    name: str
    value: Expression
    filename: Expression | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class MultipartFields:
    parts: tuple[MultipartField, ...]


@dataclass(frozen=True, slots=True)
class PlainText:
    kind: TextKind | str
    """The kind, or a media type."""
    value: Expression


@dataclass(frozen=True, slots=True)
class RawBytes:
    argument: str
    media_type: str


BodyPlan: TypeAlias = (
    NoBody
    | FreeJson
    | JsonTemplate
    | JsonText
    | FormFields
    | MultipartFields
    | PlainText
    | RawBytes
)


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
        return next((a for a in self.arguments if a.name == name), None)

    @property
    def takes_free_body(self) -> bool:
        return isinstance(self.body, FreeJson)


@dataclass(frozen=True, slots=True)
class BearerPlan:
    token: Expression


@dataclass(frozen=True, slots=True)
class BasicPlan:
    username: Expression
    password: Expression


@dataclass(frozen=True, slots=True)
class KeyPlan:
    name: str
    value: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class KeysPlan:
    keys: tuple[KeyPlan, ...]


@dataclass(frozen=True, slots=True)
class HookPlan:
    """An authentication that the team has to fill in."""

    kind: str


AuthenticationPlan: TypeAlias = BearerPlan | BasicPlan | KeysPlan | HookPlan


@dataclass(frozen=True, slots=True)
class Api:
    namespace: str
    prefix: str
    """Of its environment variables: `QUAY`."""
    declaration: ConsumedApi
    base_uri: tuple[Atom, ...]
    """Empty where the spec gives none that can be used: the environment must."""
    authentication: AuthenticationPlan | None
    operations: tuple[Operation, ...]


# --- units ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitInput:
    name: str
    type: ValueType
    required: bool
    description: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """An argument of an operation and what it gets."""

    argument: str
    value: Expression


@dataclass(frozen=True, slots=True)
class CallOperation:
    api: str
    operation: str
    feeds: tuple[Feed, ...]


UnitStep: TypeAlias = CallOperation


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The answer as it came."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The whole document, read from another format and given as JSON."""

    format: ResponseFormat


@dataclass(frozen=True, slots=True)
class Mapped:
    """A JSON answer made from the document: the first output that is not null, or all by name."""

    format: ResponseFormat
    outputs: tuple[OutputMapping, ...]
    by_name: bool


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes under a media type of the spec's, or no more of them than it allows."""

    media_type: str | None
    limit: int | None
    """Bytes."""


Output: TypeAlias = PassThrough | Converted | Mapped | Binary


@dataclass(frozen=True, slots=True)
class Unit:
    """What happens between a caller and the upstream."""

    name: str
    description: str | None
    inputs: tuple[UnitInput, ...]
    program: tuple[UnitStep, ...]
    output: Output


class InputPlace:
    """Where a REST caller puts an input."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    FIELD = "field"
    QUERY_OR_FIELD = "query or field"
    WHOLE_BODY = "body"
    RAW_BODY = "raw body"
    ARGUMENT = "argument"


@dataclass(frozen=True, slots=True)
class ExposedInput:
    """An input of an exposed unit, as its callers see it."""

    name: str
    """The wire name; of a tool the property name."""
    input: str
    """The unit's input; differs from the name where two places share one, or none is fed."""
    place: str
    """One of `InputPlace`."""
    type: ValueType
    required: bool
    description: str | None
    enum: tuple[Any, ...] | None
    pattern: str | None
    default: Any
    declared: bool
    feeds: tuple[str, ...]
    """For people: what it fills (`path variable repository of quay.getrepo`)."""
    origin: Origin
    base64: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    declaration: ExposedOperation
    method: str
    path: str
    """`/repository/{repository}/tag/`"""
    conditions: tuple[tuple[str, str | None], ...]
    unit: str
    inputs: tuple[ExposedInput, ...]


@dataclass(frozen=True, slots=True)
class RestSurface:
    namespace: str
    prefix: str
    declaration: RestAdapter
    authentication: AuthenticationPlan | None
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class ToolPlan:
    name: str
    """Within `[A-Za-z0-9_-]{1,64}`."""
    declaration: Tool
    description: str
    hints: Hints
    """All four are set."""
    unit: str
    inputs: tuple[ExposedInput, ...]
    binary: bool
    """The answer is bytes."""


@dataclass(frozen=True, slots=True)
class McpSurface:
    namespace: str
    prefix: str
    declaration: McpAdapter
    authentication: AuthenticationPlan | None
    tools: tuple[ToolPlan, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """A unit that `--keep-going` left out."""

    adapter: str
    unit: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Plan:
    capability: Capability
    apis: tuple[Api, ...]
    units: tuple[Unit, ...]
    rest: tuple[RestSurface, ...]
    mcp: tuple[McpSurface, ...]
    omissions: tuple[Omission, ...]

    def operation(self, api: str, name: str) -> Operation:
        return next(
            operation
            for each in self.apis
            if each.namespace == api
            for operation in each.operations
            if operation.name == name
        )

    def unit(self, name: str) -> Unit:
        return next(unit for unit in self.units if unit.name == name)
