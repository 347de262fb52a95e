"""The consumed side: APIs, their operations, parameters, bodies and authentication."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ..origin import Origin
from ..records import dataclass
from .authentication import Authentication
from .templates import DataTemplate, Place, Template
from .values import OutputMapping, ValueType


class QueryStyle(enum.Enum):
    """How a list or an object is written in a query, where it is not as usual (OpenAPI 3.1, "Style Values")."""

    COMMAS = "commas"
    SPACES = "spaces"
    PIPES = "pipes"
    FIELDS = "fields"
    JSON = "as_json"


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
    is_sent: bool = True
    """False for a body parameter that no body has room for: it is no input."""
    other_name: str | None = None
    """How the path spells it, where that is another way: `{labelID}` of a parameter `labelId`."""
    example: object = None
    style: QueryStyle | None = None
    """How the query has it; None: lists repeat the name, objects are `name[key]=value`."""
    pattern: str | None = None
    """What its texts must contain (JSON Schema 2020-12, 6.3.3)."""
    schema: Mapping[str, Any] | None = None
    """JSON Schema of what its `properties` say of a value that is a document: for callers to read."""


class TextKind(enum.Enum):
    TEXT = "text"
    XML = "xml"
    SPARQL = "sparql"
    YAML = "yaml"
    FORM = "form"
    WORDS = "words"
    """Text that is no JSON where JSON is said: it goes out as it is."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    data: DataTemplate
    origin: Origin
    added: tuple[tuple[str, DataTemplate], ...] = ()
    """Fields of parameters that the data do not mention; one that is left out leaves the data's."""


@dataclass(frozen=True, slots=True)
class RawJsonBody:
    """A body written as text that is JSON as it stands, or once it is known which of its sections are written."""

    text: Template
    origin: Origin


@dataclass(frozen=True, slots=True)
class FormBody:
    """`application/x-www-form-urlencoded`: fields, or one text.

    A text that is one placeholder stands for an object: the fields.
    """

    fields: tuple[tuple[str, DataTemplate], ...] | Template
    origin: Origin
    added: tuple[tuple[str, DataTemplate], ...] = ()
    """Fields beside those of the placeholder."""


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
    """Any JSON, at the caller's choice, or none (docs/language.md, "Choices"; published dialect only)."""

    origin: Origin
    parameter: ConsumedParameter | None = None
    """The parameter that declares it, where one does."""


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


ROWS: Final = (ResponseFormat.CSV, ResponseFormat.TSV, ResponseFormat.PSV)
"""Formats of rows and columns."""
TEXTUAL: Final = (*ROWS, ResponseFormat.XML, ResponseFormat.HTML)
"""Formats that know nothing but text."""


@dataclass(frozen=True, slots=True)
class ProtobufSchema:
    """A `.proto` file, compiled."""

    message: str
    """The full name of the message that a body is."""
    descriptors: str
    """A `FileDescriptorSet` in base64."""


ResponseSchema: TypeAlias = str | ProtobufSchema
"""What a format is read with: a CSS selector (HTML), the beginning of headings (Markdown), JSON (Avro)."""


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
    response_schema: ResponseSchema | None = None
    """`outputSchema`: what it says, or what the file holds that it names."""


@dataclass(frozen=True, slots=True)
class ConsumedApi:
    namespace: str
    description: str | None
    base_uri: Template
    """Without a trailing slash."""
    authentication: Authentication[Template] | None
    operations: tuple[ConsumedOperation, ...]
    origin: Origin
    parameters: tuple[ConsumedParameter, ...] = ()
    """Those that every operation has too; whole requests that are handed on have no others."""
    empty: tuple[Origin, ...] = ()
    """`resources` and `operations` that are there, and in which nothing is."""
