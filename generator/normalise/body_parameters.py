"""What becomes of parameters that are `in: body` (docs/language.md, "Consumed APIs").

Where no body is written they are the body; beside a written one they are fields of it. None is
asked of a caller and then dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..diagnostics.rules import bodies as rules
from ..model import (
    BinaryBody,
    ConsumedParameter,
    DataTemplate,
    FormBody,
    FreeBody,
    JsonBody,
    MultipartBody,
    ObjectTemplate,
    Part,
    Place,
    Placeholder,
    RawJsonBody,
    RequestBody,
    Scope,
    Template,
    TextBody,
    TextKind,
    data_names,
)
from ..origin import Origin
from .context import Context
from .json_text import parsed
from .node import Node

DOCUMENT: Final = "body"
"""A parameter of this name that stands alone is the body itself, and no field of it."""


def json_of_parameters(fields: Sequence[ConsumedParameter], operation: Node) -> RequestBody:
    """The JSON body of an operation that writes none: the document, or an object of the fields."""
    only = document(fields)
    if only is None:
        named = ", ".join(f"`{each.name}`" for each in fields)
        operation.report(rules.BODY_OF_PARAMETERS, names=named)
        entries = tuple((each.name, _value(each)) for each in fields)
        return JsonBody(ObjectTemplate(entries, operation.origin), operation.origin)
    if only.value is not None:
        return JsonBody(only.value, only.origin)
    return FreeBody(only.origin, only)


def document(fields: Sequence[ConsumedParameter]) -> ConsumedParameter | None:
    """The parameter that is the whole body: the only one, named `body`."""
    return fields[0] if len(fields) == 1 and fields[0].name == DOCUMENT else None


def typed_of_parameters(
    kind: str, media_type: str | None, fields: Sequence[ConsumedParameter], origin: Origin
) -> RequestBody | None:
    """The body of a `type` without `data`, made of parameters; None where they cannot make it."""
    only = document(fields)
    pairs = tuple((each.name, _value(each)) for each in fields)
    match kind:
        case "formUrlEncoded" if only is not None and only.value is None:
            return FormBody(_of_caller(only), origin)
        case "formUrlEncoded":
            return FormBody(pairs, origin)
        case "multipartForm":
            return MultipartBody(tuple(_part(each) for each in fields), origin)
    value = pairs[0][1] if len(pairs) == 1 else None
    if not isinstance(value, Template):
        return None
    if media_type is not None:
        return BinaryBody(value, media_type, origin)
    return TextBody(TextKind(kind), value, origin)


def with_unused(
    body: RequestBody | None,
    fields: Sequence[ConsumedParameter],
    elsewhere: frozenset[str],
    context: Context,
) -> tuple[RequestBody | None, frozenset[str]]:
    """The body with the parameters that it does not mention, and the names of those it cannot take.

    `elsewhere` are names that the path or another parameter mentions: these do arrive.
    """
    used = names_of(body) | elsewhere
    unsent: set[str] = set()
    for each in fields:
        if each.name in used:
            continue
        grown = _grown(body, each) if context.published else None
        if grown is None:
            unsent.add(each.name)
            rule = rules.BODY_PARAMETER_UNUSED
        else:
            body = grown
            rule = rules.BODY_PARAMETER_ADDED
        reference = f"tools.{each.name}" if context.published else each.name
        context.findings.report(rule, each.origin, name=each.name, reference=reference)
    return body, frozenset(unsent)


def _grown(body: RequestBody | None, field: ConsumedParameter) -> RequestBody | None:
    """The body with one more field; None for a body that has none."""
    entry = (field.name, _value(field))
    match body:
        case JsonBody(ObjectTemplate()) | JsonBody(Template(sole=Placeholder())):
            return replace(body, added=(*body.added, entry))
        case RawJsonBody(text, origin) if text.constant is not None:
            data = parsed(body)
            is_object = isinstance(data, ObjectTemplate)
            return JsonBody(data, origin, (entry,)) if is_object else None
        case FormBody(tuple() as fields):
            kept = tuple(each for each in fields if each[0] != field.name)
            return replace(body, fields=(*kept, entry))
        case FormBody(Template(sole=Placeholder())):
            return replace(body, added=(*body.added, entry))
        case MultipartBody(parts):
            kept_parts = tuple(each for each in parts if each.name != field.name)
            return replace(body, parts=(*kept_parts, _part(field)))
    return None


def _part(field: ConsumedParameter) -> Part:
    return Part(field.name, _value(field), None, None, field.origin)


def _value(field: ConsumedParameter) -> DataTemplate:
    return _of_caller(field) if field.value is None else field.value


def _of_caller(parameter: ConsumedParameter) -> Template:
    placeholder = Placeholder(parameter.name, Scope.INPUT, parameter.origin, Place.BODY)
    return Template((placeholder,), parameter.origin)


def names_of(body: RequestBody | None) -> frozenset[str]:
    """The names of all placeholders in a body."""
    match body:
        case JsonBody(data):
            return data_names(data)
        case (
            FormBody(Template() as text)
            | TextBody(_, text)
            | BinaryBody(Template() as text)
            | RawJsonBody(text)
        ):
            return data_names(text)
        case FormBody(tuple() as fields):
            return frozenset(name for _, value in fields for name in data_names(value))
        case MultipartBody(parts):
            return frozenset(name for part in parts for name in _names_of_part(part))
        case _:
            return frozenset()


def _names_of_part(part: Part) -> frozenset[str]:
    named = data_names(part.value)
    return named if part.filename is None else named | data_names(part.filename)
