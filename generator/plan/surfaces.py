"""Where callers put the inputs of units: routes and tools."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from ..model import (
    ControlAdapter,
    ExposedOperation,
    Hints,
    McpAdapter,
    Prompt,
    Resource,
    ResourceFolder,
    RestAdapter,
    SkillAdapter,
    Tool,
    ValueType,
)
from ..model.jsonpath import Steps
from ..origin import Origin
from ..records import dataclass
from .expressions import Expression
from .operations import AuthenticationPlan, Pair


class InputPlace(enum.StrEnum):
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
    place: InputPlace
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
    document: bool = False
    """The body itself, whatever JSON it is."""
    is_needed: bool = False
    """Of such a body: the request cannot be made without it, whatever this surface asks for."""
    schema: Mapping[str, Any] | None = None
    """What is said of the fields of such a body (JSON Schema)."""
    listed: bool = True
    """Whether it stands in the contract; one that does not is taken where a caller gives it."""
    path: Steps | None = None
    """Of a field that stands deeper in the JSON body: the way to it."""
    written: str | None = None
    """Of a tool's property that had to get another name: the name in the file."""


@dataclass(frozen=True, slots=True)
class Route:
    declaration: ExposedOperation
    method: str
    path: str
    """`/repository/{repository}/tag/`"""
    conditions: tuple[tuple[str, str | None], ...]
    unit: str
    inputs: tuple[ExposedInput, ...]

    @property
    def takes_rest(self) -> bool:
        """Whether the last variable takes all that follows, slashes included."""
        return self.declaration.takes_rest


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """A resource whose requests go on to an API as they are, where no operation takes them."""

    declaration: ExposedOperation
    path: str
    """What comes before the rest."""
    api: str
    takes_rest: bool
    """What follows the path goes on, below the API's base URI."""
    trusted: tuple[str, ...]
    """Headers of callers that go on, in lower case."""
    query: tuple[Pair, ...]
    headers: tuple[Pair, ...]
    owned: tuple[str, ...]
    """Names in the query that authentication fills."""


@dataclass(frozen=True, slots=True)
class RestSurface:
    namespace: str
    prefix: str
    declaration: RestAdapter
    authentication: AuthenticationPlan | None
    routes: tuple[Route, ...]
    forwards: tuple[ForwardPlan, ...] = ()


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
    closed: bool = True
    """Whether an argument that it does not declare is refused."""


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    """A document that is read by a URI; its inputs are the variables of that."""

    declaration: Resource
    description: str
    unit: str
    inputs: tuple[ExposedInput, ...]
    binary: bool


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """A flow as a method of its aggregate's class."""

    name: str
    description: str
    unit: str
    required: frozenset[str]
    """Inputs of the unit that the flow declares as required."""
    feeds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For people: where each input of the unit goes."""


@dataclass(frozen=True, slots=True)
class AggregateSurface:
    namespace: str
    display: str | None
    flows: tuple[FlowPlan, ...]


@dataclass(frozen=True, slots=True)
class McpSurface:
    namespace: str
    prefix: str
    declaration: McpAdapter
    authentication: AuthenticationPlan | None
    tools: tuple[ToolPlan, ...]
    resources: tuple[ResourcePlan | ResourceFolder, ...] = ()
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillSurface:
    """A catalogue of skills."""

    namespace: str
    prefix: str
    declaration: SkillAdapter
    authentication: AuthenticationPlan | None
    modes: tuple[tuple[str, str], ...]
    """Namespace of an adapter that tools refer to → `rest` or `mcp`."""


@dataclass(frozen=True, slots=True)
class ControlSurface:
    """The control port."""

    prefix: str
    declaration: ControlAdapter
    authentication: AuthenticationPlan | None
    endpoint: Expression | None = None
    """Of an OTLP collector."""
