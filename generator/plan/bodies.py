"""How the body of a request is made."""

from __future__ import annotations

from typing import TypeAlias

from ..model import TextKind
from ..records import dataclass
from .expressions import Atom, Expression


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
    """JSON written as text: constant, or with sections that decide what is there."""

    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class FormFields:
    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class FormObject:
    """A form whose fields are those of one argument, an object; with fields beside them."""

    argument: str
    added: tuple[tuple[str, Expression], ...] = ()


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
    | FormObject
    | MultipartFields
    | PlainText
    | RawBytes
)
