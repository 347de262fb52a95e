"""What is read of an OpenAPI document, in one form for 2.0 to 3.2. Plain text from a document is untrusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a query has a list or an object, where it is not as usual: the keys of a consumed parameter."""

    style: str = ""
    explode: bool | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    """`path`, `query`, `header` or `cookie`."""
    type: str
    """A type of the capability language: `string`, `array`, …"""
    required: bool = False
    description: str = ""
    enum: tuple[object, ...] = ()
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body that is an object."""

    name: str
    type: str
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class ObjectBody:
    """JSON or a form whose fields are known."""

    kind: str
    """`json`, `formUrlEncoded` or `multipartForm`, as the language names bodies."""
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class WholeBody:
    """Any other body: one value."""

    kind: str
    """`json`, `text` or `xml`."""
    type: str
    required: bool
    description: str = ""
    media_type: str = ""


Body: TypeAlias = ObjectBody | WholeBody


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    """With single braces, as OpenAPI writes it."""
    identifier: str
    """`operationId`; empty where there is none."""
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    binary: bool = False
    """Whether the answer is nothing but bytes."""
    security: str = ""
    """The scheme that it is called with; empty: none."""
    base_uri: str = ""
    """Of its own server, or of its path's; empty: that of the document."""
    has_route: bool = True
    """Whether the REST adapter has a path for it: of two that differ in names of variables only, one has."""


@dataclass(frozen=True, slots=True)
class Bearer:
    pass


@dataclass(frozen=True, slots=True)
class Basic:
    digest: bool = False


@dataclass(frozen=True, slots=True)
class ApiKey:
    key: str
    place: str
    """`header` or `query`."""


Security: TypeAlias = Bearer | Basic | ApiKey


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the capability does not say as the document does, and where it stands there."""

    pointer: str
    text: str


@dataclass(frozen=True, slots=True)
class Api:
    title: str
    description: str
    version: str
    base_uri: str
    schemes: Mapping[str, Security]
    """Those that the language has, by name."""
    operations: tuple[Operation, ...]
    remarks: tuple[Remark, ...] = field(default=())
