"""The capability as understood: one model for every version and dialect of the language.

Stage 3 (`normalise`) builds it and is the last to know how a file was spelled. Every node keeps
its origin, so that a later stage can point at the line that it speaks of. All of it is frozen;
alternatives are closed unions, matched with `match`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.origin import Origin

# --- templates ---------------------------------------------------------------------------------


class Scope(enum.Enum):
    """Which names a placeholder may mean (language 5, point 3)."""

    INPUT = "input"
    """An input of the exposed unit: `rest.x`, `tools.x`, `<expose namespace>.x`."""
    BIND = "bind"
    """A variable of a bind named in full: `{{env.TOKEN}}` with a bind `env`."""
    BODY = "body"
    """The whole JSON request body (`rest.body` under another key)."""
    ANY = "any"
    """A bare `{{x}}` or `{x}`: resolved by the order of language 5."""


class Place(enum.Enum):
    """Where a request carries a value."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name inside a template, to be replaced by a value."""

    name: str
    scope: Scope
    origin: Origin
    place: Place | None = None
    """Set where the reference says it: `rest.query.x`."""


@dataclass(frozen=True, slots=True)
class Template:
    """Text with placeholders. One placeholder and nothing else keeps the type of its value."""

    parts: tuple[str | Placeholder, ...]
    origin: Origin

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(part for part in self.parts if isinstance(part, Placeholder))

    @property
    def sole(self) -> Placeholder | None:
        """The placeholder, if the template is exactly one."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Placeholder):
            return self.parts[0]
        return None

    @property
    def constant(self) -> str | None:
        """The text, if there is no placeholder in it."""
        if self.placeholders:
            return None
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a boolean, null, or text without placeholders."""

    value: str | int | float | bool | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class ObjectTemplate:
    entries: tuple[tuple[str, DataTemplate], ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ArrayTemplate:
    items: tuple[DataTemplate, ...]
    origin: Origin


DataTemplate: TypeAlias = Template | Constant | ObjectTemplate | ArrayTemplate

# --- documents ---------------------------------------------------------------------------------


class Dialect(enum.Enum):
    PUBLISHED = "published"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Info:
    display: str | None
    description: str | None
    tags: tuple[str, ...]
    version: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Bind:
    """Variables read from the environment (or from a file: kept in the model, not supported yet)."""

    namespace: str
    location: str | None
    keys: Mapping[str, str]
    """Variable → source key: the name in the environment."""
    origin: Origin


# --- the consumed side -------------------------------------------------------------------------


class ValueType(enum.Enum):
    """The types of the language; ANY where a file says nothing."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class ConsumedParameter:
    name: str
    place: Place
    type: ValueType
    required: bool
    description: str | None
    value: DataTemplate | None
    """A fixed or templated value; None where the caller gives it."""
    origin: Origin


class TextKind(enum.Enum):
    TEXT = "text"
    XML = "xml"
    SPARQL = "sparql"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class JsonBody:
    data: DataTemplate
    origin: Origin


@dataclass(frozen=True, slots=True)
class RawJsonBody:
    """A body written as text that is JSON once its placeholders are filled in (as JSON values)."""

    text: Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class FormBody:
    """`application/x-www-form-urlencoded`: fields, or one ready text."""

    fields: tuple[tuple[str, DataTemplate], ...] | Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    value: DataTemplate
    filename: Template | None
    content_type: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class MultipartBody:
    parts: tuple[Part, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class TextBody:
    kind: TextKind
    text: Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class BinaryBody:
    """Raw bytes. Without data the caller gives them as the argument `body` (base64 in a tool)."""

    data: Template | None
    media_type: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class FreeBody:
    """Any JSON, at the caller's choice, or none (design 4; published dialect only)."""

    origin: Origin


RequestBody: TypeAlias = (
    JsonBody | RawJsonBody | FormBody | MultipartBody | TextBody | BinaryBody | FreeBody
)


class ResponseFormat(enum.Enum):
    """How the upstream's answer is read. AUTO: JSON if it parses, else text."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"
    XML = "xml"
    YAML = "yaml"
    CSV = "csv"
    TSV = "tsv"
    PSV = "psv"
    HTML = "html"
    MARKDOWN = "markdown"
    AVRO = "avro"
    PROTOBUF = "protobuf"


@dataclass(frozen=True, slots=True)
class ConsumedOperation:
    name: str
    display: str | None
    description: str | None
    method: str
    path: Template
    """Resource path and operation path, joined; begins with `/` or is empty; no query."""
    query: tuple[tuple[str, Template | None], ...]
    """The constant query of the path; None for a name without `=`."""
    parameters: tuple[ConsumedParameter, ...]
    """Of the API, of the resource and of the operation; later ones replace earlier ones."""
    body: RequestBody | None
    response_format: ResponseFormat
    response_media_type: str | None
    max_binary_size: int | None
    """Bytes."""
    outputs: tuple[OutputMapping, ...]
    """Consumed `outputParameters`: for steps only."""
    origin: Origin
    response_schema: str | None = None
    """`outputSchema`: a file name, a CSS selector or a heading, as the format demands."""


@dataclass(frozen=True, slots=True)
class BearerAuth:
    token: Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class BasicAuth:
    username: Template
    password: Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class ApiKey:
    name: str
    value: Template
    place: Place
    """HEADER, QUERY, COOKIE, BODY or PATH."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class ApiKeyAuth:
    keys: tuple[ApiKey, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class UnsupportedAuth:
    """Digest, oauth1, oauth2, hmac, …: generated as a hook that the team fills."""

    kind: str
    variables: tuple[str, ...]
    origin: Origin


Authentication: TypeAlias = BearerAuth | BasicAuth | ApiKeyAuth | UnsupportedAuth


@dataclass(frozen=True, slots=True)
class ConsumedApi:
    namespace: str
    description: str | None
    base_uri: Template
    """Without a trailing slash."""
    authentication: Authentication | None
    operations: tuple[ConsumedOperation, ...]
    origin: Origin


# --- what an exposed unit does -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WithEntry:
    name: str
    """The consumed name (or, of a flow, the flow's input)."""
    value: DataTemplate
    origin: Origin


@dataclass(frozen=True, slots=True)
class Call:
    namespace: str
    operation: str
    arguments: tuple[WithEntry, ...] | None
    """None: no `with` at all, so that everything passes by name."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class CallStep:
    name: str
    call: Call
    origin: Origin


@dataclass(frozen=True, slots=True)
class LookupStep:
    name: str
    index: str
    match: str
    value: Template
    fields: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ScriptStep:
    name: str
    language: str | None
    file: str
    arguments: tuple[WithEntry, ...]
    origin: Origin
    location: str | None = None
    dependencies: tuple[str, ...] = ()


Step: TypeAlias = CallStep | LookupStep | ScriptStep


@dataclass(frozen=True, slots=True)
class StepMapping:
    target: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Orchestration:
    steps: tuple[Step, ...]
    mappings: tuple[StepMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reference:
    """`ref: <aggregate namespace>.<flow>`."""

    namespace: str
    flow: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Forward:
    target: str
    trusted_headers: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Mock:
    """No call and no steps: the answer is built from the outputs' fixed values."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class BrokenAction:
    """What the unit does could not be read; the finding has been reported."""

    origin: Origin


Action: TypeAlias = Call | Orchestration | Reference | Forward | Mock | BrokenAction


@dataclass(frozen=True, slots=True)
class OutputMapping:
    """An output of an exposed unit (or a property or item of one), language 2.9."""

    name: str | None
    type: ValueType
    mapping: str | None
    """A JSONPath as written."""
    value: DataTemplate | None
    properties: tuple[tuple[str, OutputMapping], ...]
    items: OutputMapping | None
    values: OutputMapping | None
    max_length: int | None
    description: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class ExposedParameter:
    name: str
    place: Place | None
    """None for a tool's argument."""
    type: ValueType
    required: bool | None
    """None where the file is silent and the target decides."""
    description: str | None
    pattern: str | None
    enum: tuple[Any, ...] | None
    default: Any
    value: DataTemplate | None
    origin: Origin


# --- the exposed side --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExposedOperation:
    name: str
    display: str | None
    description: str | None
    method: str
    path: Template
    """Begins with `/`; placeholders are the route's variables; a trailing slash is kept."""
    conditions: tuple[tuple[str, str | None], ...]
    """Query pairs that a request must carry (a query string in the exposed path)."""
    parameters: tuple[ExposedParameter, ...]
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Hints:
    read_only: bool | None = None
    destructive: bool | None = None
    idempotent: bool | None = None
    open_world: bool | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    display: str | None
    description: str | None
    parameters: tuple[ExposedParameter, ...]
    hints: Hints
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    uri: str
    display: str | None
    description: str | None
    mime_type: str | None
    action: Action
    location: str | None
    outputs: tuple[OutputMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    display: str | None
    description: str | None
    arguments: tuple[ExposedParameter, ...]
    messages: tuple[tuple[str, str], ...]
    location: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class RestAdapter:
    namespace: str
    description: str | None
    port: int | None
    address: str | None
    authentication: Authentication | None
    operations: tuple[ExposedOperation, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class McpAdapter:
    namespace: str
    description: str | None
    transport: str
    port: int | None
    address: str | None
    authentication: Authentication | None
    tools: tuple[Tool, ...]
    resources: tuple[Resource, ...]
    prompts: tuple[Prompt, ...]
    ttl_ms: int
    cache_scope: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class SkillTool:
    name: str
    description: str | None
    source_namespace: str | None
    action: str | None
    instruction: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    display: str | None
    description: str | None
    location: str | None
    metadata: Mapping[str, str]
    allowed_tools: str | None
    tools: tuple[SkillTool, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class SkillAdapter:
    namespace: str
    description: str | None
    port: int | None
    address: str | None
    skills: tuple[Skill, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ControlAdapter:
    port: int | None
    address: str | None
    origin: Origin


Adapter: TypeAlias = RestAdapter | McpAdapter | SkillAdapter | ControlAdapter


@dataclass(frozen=True, slots=True)
class Flow:
    name: str
    description: str | None
    parameters: tuple[ExposedParameter, ...]
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin
    hints: Hints = Hints()
    """From its `semantics`; tools that refer to the flow inherit them."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    namespace: str
    display: str | None
    flows: tuple[Flow, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Capability:
    """A whole file. `implied_inputs` is a reading, not a version: see design 4."""

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
    notes: tuple[str, ...] = field(default=())
