"""Input parameters: consumed and exposed, declared at any of their levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from .. import regex
from ..diagnostics.rules import formats, inputs
from ..diagnostics.rules import shape as rules
from ..model import ConsumedParameter, DataTemplate, ExposedParameter, Place, QueryStyle, ValueType
from ..model.jsonpath import parse, path_advice
from .context import Context
from .node import Named, Node
from .placeholder_names import Where
from .rest_places import WITHOUT_BODY, Places
from .templates import Reader
from .values import place, value_type
from .wire_names import report_unusable

_PATH: Final = regex.late(r"\$(?:\Z|\.|\[)")
"""How a path into a document begins; `$5` is text."""
_Key: TypeAlias = tuple[Place | None, str]


# --- consumed ----------------------------------------------------------------------------------


_STYLES: Final = {
    "spaceDelimited": QueryStyle.SPACES,
    "pipeDelimited": QueryStyle.PIPES,
    "json": QueryStyle.JSON,
}
_DELIMITED: Final = ("spaceDelimited", "pipeDelimited")


def consumed_parameters(
    levels: Iterable[Node], context: Context, method: str, variables: frozenset[str]
) -> tuple[ConsumedParameter, ...]:
    """The parameters of an API, a resource and an operation; later ones replace earlier ones.

    `variables` are the names in the operation's path: they tell the place of a parameter that
    has no `in`.
    """
    found: dict[_Key, ConsumedParameter] = {}
    for level in levels:
        here: set[_Key] = set()
        for item in (*_old_headers(level), *level.named("inputParameters")):
            parameter = _consumed(item, context, method, variables)
            if parameter is None:
                continue
            key = _key(parameter.place, parameter.name)
            if key in here:
                _duplicate(item.node, parameter.name, context)
            here.add(key)
            found[key] = parameter
    return tuple(found.values())


def _old_headers(level: Node) -> list[Named]:
    """`headers` of an API, as they were written before v0.4."""
    headers = level.get("headers")
    if headers is None:
        return []
    headers.note(rules.OLD_NAME, at_key=True, old="headers", new="inputParameters")
    if headers.is_mapping:
        return [
            Named(name, Node({"in": "header", "value": child.value}, child.origin, child.findings))
            for name, child in headers.children()
            if not isinstance(child.value, dict)
        ]
    return [
        Named(
            item.name, Node({"in": "header", **item.node.value}, item.node.origin, level.findings)
        )
        for item in headers.as_named()
    ]


def _consumed(
    item: Named, context: Context, method: str, variables: frozenset[str]
) -> ConsumedParameter | None:
    node = item.node
    name = item.name
    if name is None:
        _report_nameless(node)
        return None
    where = _consumed_place(node, name, method, variables)
    if report_unusable(node, name, where):
        return None
    is_described = node.has("properties") or (where is Place.BODY and node.has("items"))
    return ConsumedParameter(
        name=name,
        place=where,
        type=value_type(node),
        required=node.boolean("required") or False,
        description=node.text("description"),
        value=_fixed(node, Reader(context)),
        origin=node.origin,
        example=_plain(node, "example"),
        style=_style(node, name, where),
        pattern=node.text("pattern"),
        schema=field_schema(node) if is_described else None,
    )


def _report_nameless(node: Node) -> None:
    node.note_absent("name", rules.PARAMETER_WITHOUT_NAME)
    # What refers to it by its name is no mistake of its own.
    node.findings.note_misspelt(node.origin, "name")


def _style(node: Node, name: str, where: Place) -> QueryStyle | None:
    """`style` and `explode` as OpenAPI has them; `json` is its `content: application/json`."""
    if where is not Place.QUERY:
        said = next(
            ((key, found) for key in ("style", "explode") if (found := node.get(key))), None
        )
        if said is not None:
            key, at = said
            at.note(inputs.STYLE_OUTSIDE_QUERY, at_key=True, key=key, name=name, place=where.value)
        return None
    style, explode = node.text("style"), node.boolean("explode")
    if style in _DELIMITED and explode is True:  # Each value is a pair of its own.
        return QueryStyle.FIELDS
    if style in _STYLES:
        return _STYLES[style]
    if explode is False and style in (None, "form"):
        return QueryStyle.COMMAS
    return QueryStyle.FIELDS if style == "form" else None


def field_schema(node: Node) -> dict[str, Any]:
    """The JSON Schema of a documented field: its type, its description, and those of its own fields."""
    schema: dict[str, Any] = {}
    found = value_type(node)
    if found is not ValueType.ANY:
        schema["type"] = found.value
    description = node.text("description")
    if description:
        schema["description"] = description.strip()
    choices = _enum(node)
    if choices is not None:
        schema["enum"] = list(choices)
    fields = node.named("properties") if node.has("properties") else []
    if fields:
        schema["type"] = "object"
        named = [(item.name, item.node) for item in fields if item.name]
        schema["properties"] = {name: field_schema(each) for name, each in named}
        required = [name for name, each in named if each.boolean("required")]
        if required:
            schema["required"] = required
    items = node.mapping("items") if node.has("items") else None
    if items is not None:
        schema["items"] = field_schema(items)
    if node.boolean("nullable") and "type" in schema:
        schema["type"] = [schema["type"], "null"]
        if choices is not None and None not in choices:
            schema["enum"].append(None)
    return schema


def _consumed_place(node: Node, name: str, method: str, variables: frozenset[str]) -> Place:
    found = place(node)
    if found is not None:
        return found
    if name in variables:
        inferred = Place.PATH
    else:
        inferred = Place.QUERY if method in WITHOUT_BODY else Place.BODY
    node.note(rules.PLACE_MISSING, name=name, place=f"as `in: {inferred.value}`")
    return inferred


def _fixed(node: Node, reader: Reader) -> DataTemplate | None:
    """`value`, or one of the names that it had."""
    for key in ("value", "template", "const"):
        child = node.get(key)
        if child is not None:
            if key != "value":
                child.note(rules.OLD_NAME, at_key=True, old=key, new="value")
            return reader.data(child)
    return None


def _key(where: Place | None, name: str) -> _Key:
    return (where, name.lower() if where is Place.HEADER else name)


def _duplicate(node: Node, name: str, context: Context) -> None:
    if context.published:
        node.report(rules.DUPLICATE_PARAMETER, name=name)
    else:
        node.fault(rules.DUPLICATE_NAME, what="parameter", name=name)


# --- exposed -----------------------------------------------------------------------------------


def exposed_parameters(
    levels: Iterable[Node], context: Context, adapter: str, places: Places
) -> tuple[ExposedParameter, ...]:
    """The inputs that are declared for a unit, at any level.

    One of a later level replaces those of its name, wherever they are: a reference names no place.
    """
    found: dict[_Key, ExposedParameter] = {}
    for level in levels:
        here: set[_Key] = set()
        earlier = set(found)
        for item in level.named("inputParameters"):
            parameter = exposed_parameter(item, context, adapter, places)
            if parameter is None:
                continue
            key = _key(parameter.place, parameter.name)
            if key in here:
                _duplicate(item.node, parameter.name, context)
            here.add(key)
            for other in earlier - {key}:
                if other[1] == key[1]:
                    found.pop(other, None)
            found[key] = parameter
    return tuple(found.values())


def exposed_parameter(
    item: Named, context: Context, adapter: str, places: Places
) -> ExposedParameter | None:
    """One declared input, or one argument of a prompt."""
    node = item.node
    name = item.name
    if name is None:
        _report_nameless(node)
        return None
    where = places(node, name)
    path = _body_path(node)
    if path is not None and where is not Place.BODY:
        path.report(inputs.PATH_OUTSIDE_BODY, path=path.value, name=name)
    return ExposedParameter(
        name=name,
        place=where,
        type=value_type(node),
        required=node.boolean("required"),
        description=node.text("description"),
        pattern=node.text("pattern"),
        enum=_enum(node),
        default=_plain(node, "default"),
        value=_fixed(node, Reader(context, Where.VALUE, adapter)) if path is None else None,
        origin=node.origin,
        body_path=path.value.strip() if path is not None and where is Place.BODY else None,
    )


def _body_path(node: Node) -> Node | None:
    """The `value` of an input that is a path into the JSON body; one that is no path is reported."""
    child = node.get("value") or node.get("template")
    if child is None or not isinstance(child.value, str) or not _PATH.match(child.value.strip()):
        return None
    if parse(child.value) is None:
        child.note(formats.NO_PATH, path=child.value, advice=path_advice(child.value))
    return child


def _enum(node: Node) -> tuple[Any, ...] | None:
    child = node.get("enum")
    if child is None:
        return None
    if not isinstance(child.value, list):
        child.wrong("a list of values")
        return None
    return tuple(child.value)


def _plain(node: Node, key: str) -> Any:
    return node.value.get(key) if isinstance(node.value, dict) else None


# --- places on REST ----------------------------------------------------------------------------
