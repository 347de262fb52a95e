"""Request bodies as calls of the runtime."""

from __future__ import annotations

from ..model import TextKind
from ..naming import Identifier
from ..plan import (
    Atom,
    BodyPlan,
    Expression,
    FormFields,
    FormObject,
    FreeJson,
    FromName,
    Joined,
    JsonTemplate,
    JsonText,
    MultipartField,
    MultipartFields,
    NoBody,
    PlainText,
    RawBytes,
    SectionOf,
)
from .expressions import Lookup, lowered, lowered_atom, pair
from .python import CallOf, Literal, Python
from .wire_functions import wire

_MEDIA_TYPES = {
    TextKind.TEXT: "text/plain; charset=utf-8",
    TextKind.XML: "application/xml",
    TextKind.SPARQL: "application/sparql-query",
    TextKind.YAML: "application/yaml",
    TextKind.FORM: "application/x-www-form-urlencoded",
    TextKind.WORDS: "application/json",
}
_SPLICED: dict[TextKind | str, str] = {
    TextKind.FORM: "form_joined",
    TextKind.XML: "xml_joined",
}
"""What puts values into a text so that they change nothing of its structure."""


def lowered_body(body: BodyPlan, look_up: Lookup) -> Python:
    """The call that makes a body."""
    match body:
        case FreeJson(argument, ()):
            return _call("json_body", look_up(FromName(argument)))
        case FreeJson(argument, added):
            fields = tuple(pair(name, lowered(value, look_up)) for name, value in added)
            return _call("json_with_fields", look_up(FromName(argument)), *fields)
        case JsonTemplate(value, added):
            fields = tuple(pair(name, lowered(item, look_up)) for name, item in added)
            return _call("json_template", lowered(value, look_up), *fields)
        case JsonText(parts) if any(isinstance(part, SectionOf) for part in parts):
            return _spliced("json_of_text", parts, look_up)
        case JsonText(parts):
            text = _spliced("json_joined", parts, look_up)
            return _call("text_body", text, Literal("application/json"))
        case FormFields(fields):
            pairs = tuple(pair(name, lowered(value, look_up)) for name, value in fields)
            return _call("form_body", *pairs)
        case FormObject(argument, added):
            fields = tuple(pair(name, lowered(value, look_up)) for name, value in added)
            return _call("form_of", pair(argument, look_up(FromName(argument))), *fields)
        case MultipartFields(parts):
            return _call("multipart_body", *(_part(part, look_up) for part in parts))
        case PlainText(kind, value):
            media_type = kind if isinstance(kind, str) else _MEDIA_TYPES[kind]
            text = _text(kind, value, look_up)
            return _call("text_body", text, Literal(media_type), *_named(value))
        case RawBytes(argument, media_type):
            value = FromName(argument)
            return _call("raw_body", look_up(value), Literal(media_type), *_named(value))
        case NoBody():
            return Literal(None)


def _call(function: str, *arguments: Python) -> Python:
    return CallOf(wire(function), arguments)


def _named(value: Expression) -> tuple[Literal, ...]:
    """The name of the argument that is a whole body, where it is not the usual one."""
    name = value.name if isinstance(value, FromName) else "body"
    return () if name == "body" else (Literal(name),)


def _text(kind: TextKind | str, value: Expression, look_up: Lookup) -> Python:
    """A text; what callers give keeps to its place where the syntax around it is known."""
    function = _SPLICED.get(kind)
    if function is not None and isinstance(value, Joined):
        return _spliced(function, value.parts, look_up)
    if isinstance(value, Joined) and any(isinstance(part, SectionOf) for part in value.parts):
        return _spliced("text_joined", value.parts, look_up)
    return lowered(value, look_up)


def _spliced(function: str, parts: tuple[Atom, ...], look_up: Lookup) -> Python:
    """Constants as they are, values as pairs with their names, so that they are encoded."""
    return CallOf(wire(function), tuple(lowered_atom(part, look_up) for part in parts))


def _part(part: MultipartField, look_up: Lookup) -> Python:
    keywords: list[tuple[Identifier, Python]] = []
    if part.filename is not None:
        keywords.append((Identifier("filename"), lowered(part.filename, look_up)))
    if part.content_type is not None:
        keywords.append((Identifier("content_type"), Literal(part.content_type)))
    arguments = (Literal(part.name), lowered(part.value, look_up))
    return CallOf(wire("Part"), arguments, tuple(keywords))


def expressions_of(body: BodyPlan) -> tuple[Expression, ...]:
    """Every expression in a body, to look for names in it."""
    match body:
        case PlainText(_, value):
            return (value,)
        case JsonTemplate(value, added):
            return (value, *(item for _, item in added))
        case FreeJson(_, added) | FormObject(_, added):
            return tuple(value for _, value in added)
        case JsonText(parts):
            return parts
        case FormFields(fields):
            return tuple(value for _, value in fields)
        case MultipartFields(parts):
            names = tuple(part.filename for part in parts if part.filename is not None)
            return (*(part.value for part in parts), *names)
        case _:
            return ()
