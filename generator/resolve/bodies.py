"""The request body of a consumed operation: how it is made from arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..diagnostics.rules import inputs as rules
from ..model import (
    BinaryBody,
    ConsumedOperation,
    ConsumedParameter,
    DataTemplate,
    FormBody,
    FreeBody,
    JsonBody,
    MultipartBody,
    ObjectTemplate,
    Part,
    Place,
    RawJsonBody,
    Template,
    TextBody,
    TextKind,
    ValueType,
)
from ..origin import Origin
from ..plan import (
    Argument,
    BodyPlan,
    Expression,
    FormFields,
    FormObject,
    FreeJson,
    FromName,
    JsonTemplate,
    JsonText,
    MultipartField,
    MultipartFields,
    NoBody,
    PlainText,
    RawBytes,
)
from .json_text import json_atoms
from .names import expression, text_expression
from .operation_names import OperationNames


def body_plan(declaration: ConsumedOperation, names: OperationNames) -> BodyPlan:
    """The plan of the body; names that only the body has become arguments."""
    match declaration.body:
        case None:
            return NoBody()
        case FreeBody(origin, parameter):
            return FreeJson(_document(parameter, names) or _whole_body(names, origin))
        case JsonBody(data, added=added):
            value = expression(_without_credentials(data, declaration, names), names)
            return JsonTemplate(value, _added(added, names))
        case RawJsonBody(text):
            return JsonText(json_atoms(text, names))
        case FormBody(Template() as text, added=added):
            return _form_of_text(text, added, names)
        case FormBody(tuple() as fields):
            return FormFields(tuple((key, expression(value, names)) for key, value in fields))
        case MultipartBody(parts):
            return MultipartFields(tuple(_multipart_field(part, names) for part in parts))
        case TextBody(kind, text):
            return PlainText(kind, text_expression(text, names))
        case BinaryBody(None, media_type, origin):
            return RawBytes(_whole_body(names, origin, ValueType.STRING), media_type)
        case BinaryBody(data, media_type) if data is not None:
            return _bytes(data, media_type, names)
        case other:
            raise AssertionError(other)


def _without_credentials(
    data: DataTemplate, declaration: ConsumedOperation, names: OperationNames
) -> DataTemplate:
    """A JSON object without the fields that `authentication` puts there itself."""
    if not isinstance(data, ObjectTemplate):
        return data
    reported = {each.name for each in declaration.parameters if each.place is Place.BODY}
    entries: list[tuple[str, DataTemplate]] = []
    for key, value in data.entries:
        if (Place.BODY, key) not in names.credentials.filled:
            entries.append((key, value))
        elif key not in reported:
            names.findings.report(rules.FILLED_BY_AUTHENTICATION, value.origin, name=key)
    return replace(data, entries=tuple(entries))


def _added(
    fields: Sequence[tuple[str, DataTemplate]], names: OperationNames
) -> tuple[tuple[str, Expression], ...]:
    """Fields beside a body, without those that `authentication` puts there itself."""
    return tuple(
        (key, expression(value, names))
        for key, value in fields
        if (Place.BODY, key) not in names.credentials.filled
    )


def _form_of_text(
    text: Template, added: Sequence[tuple[str, DataTemplate]], names: OperationNames
) -> BodyPlan:
    """One name alone is an object, whose fields are the form's; anything else is the form's text."""
    value = text_expression(text, names)
    if not isinstance(value, FromName):
        return PlainText(TextKind.FORM, value)
    argument = names.arguments[value.name]
    names.arguments[value.name] = replace(argument, type=ValueType.OBJECT)
    return FormObject(value.name, _added(added, names))


def _document(parameter: ConsumedParameter | None, names: OperationNames) -> str | None:
    """The argument of a parameter that is the body itself: whatever JSON it is, so of no type."""
    if parameter is None:
        return None
    name = names.by_place.get((parameter.name, Place.BODY))
    if name is not None:
        argument = names.arguments[name]
        names.arguments[name] = replace(argument, type=ValueType.ANY, whole_body=True)
    return name


def _bytes(data: Template, media_type: str, names: OperationNames) -> BodyPlan:
    """Bytes that an argument gives whole; what is made of several parts is text."""
    value = text_expression(data, names)
    if not isinstance(value, FromName):
        return PlainText(media_type, value)
    argument = names.arguments[value.name]
    names.arguments[value.name] = replace(argument, type=ValueType.STRING, whole_body=True)
    return RawBytes(value.name, media_type)


def _multipart_field(part: Part, names: OperationNames) -> MultipartField:
    filename = None if part.filename is None else text_expression(part.filename, names)
    return MultipartField(part.name, expression(part.value, names), filename, part.content_type)


def _whole_body(names: OperationNames, origin: Origin, type_: ValueType = ValueType.OBJECT) -> str:
    """Adds the argument that is the body itself; its name yields to a parameter's."""
    name = "body"
    while name in names.arguments:
        name = f"request_{name}"
    names.arguments[name] = Argument(
        name=name,
        wire=name,
        place=Place.BODY,
        type=type_,
        required=False,
        description=None,
        declared=False,
        origin=origin,
        whole_body=True,
    )
    return name
