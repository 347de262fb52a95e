"""Parameters and bodies of the OpenAPI document: what a caller sends, where, and of which type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from .. import regex
from ..model import ValueType
from ..plan import ExposedInput, InputPlace, Route
from .openapi_paths import PathValue
from .tools import property_schema

PARAMETERS: Final = {
    InputPlace.PATH: "path",
    InputPlace.QUERY: "query",
    InputPlace.QUERY_OR_FIELD: "query",
    InputPlace.HEADER: "header",
    InputPlace.COOKIE: "cookie",
}
_VARIABLE: Final = regex.late(r"\{([^{}]*)\}")
_OR_FIELD: Final = "May come as a field of the JSON body instead."
_TAKES_REST: Final = "Takes the rest of the path, slashes included."
_NONE: Final[Mapping[str, PathValue]] = {}


def variable_names(path: str) -> dict[str, str]:
    """The variables of a path under names that programs can use: `page.number` is `page_number`.

    Such a name is never on the wire.
    """
    names: dict[str, str] = {}
    for name in dict.fromkeys(_VARIABLE.findall(path)):
        wanted = re.sub(r"[^A-Za-z0-9_-]", "_", name) or "_"
        while wanted in names.values():
            wanted += "_"
        names[name] = wanted
    return names


def renamed(path: str) -> str:
    """The path with its variables under these names."""
    names = variable_names(path)
    return _VARIABLE.sub(lambda found: "{" + names[found[1]] + "}", path)


def parameters(route: Route, spellings: Mapping[str, PathValue] = _NONE) -> list[dict[str, Any]]:
    """The parameters of an operation. A name comes once in each place, as OpenAPI 3.1 asks.

    Args:
        spellings: Of what goes into paths of upstream, by the unit's inputs (`path_values`).
    """
    conditions = dict(route.conditions)
    names = variable_names(route.path)
    found = [
        _parameter(each, names, spellings.get(each.input), _rest(route))
        for each in route.inputs
        if each.place in PARAMETERS
        and not (PARAMETERS[each.place] == "query" and each.name in conditions)
    ]
    return found + [_condition(name, value) for name, value in route.conditions]


def request_body(route: Route) -> dict[str, Any] | None:
    """The body that an operation takes."""
    for each in route.inputs:
        if each.place == InputPlace.WHOLE_BODY:
            return _body(each.required, "application/json", dict(each.schema or {}))
        if each.place == InputPlace.RAW_BODY:
            return _body(each.required, "*/*", {})
    fields = [each for each in route.inputs if each.place == InputPlace.FIELD]
    if not fields:
        return None
    schema = _body_schema(fields)
    return _body(any(each.required for each in fields), "application/json", schema)


def _body_schema(fields: Sequence[ExposedInput]) -> dict[str, Any]:
    """The JSON body that has all of these; of what a path with more than names reads, nothing is said."""
    schema: dict[str, Any] = {}
    for each in fields:
        names = (each.name,) if each.path is None else each.path
        if all(isinstance(name, str) for name in names):
            _put(schema, [str(name) for name in names], each)
    return schema


def _put(schema: dict[str, Any], names: Sequence[str], exposed: ExposedInput) -> None:
    for number, name in enumerate(names, 1):
        if schema.setdefault("type", "object") != "object":
            return  # Another input is the text or the list that this one would stand in.
        known = schema.setdefault("properties", {})
        if exposed.required and name not in schema.setdefault("required", []):
            schema["required"].append(name)
        if not schema.get("required"):
            schema.pop("required", None)
        if number == len(names):
            known[name] = {**known.get(name, {}), **property_schema(exposed)}
        schema = known.setdefault(name, {})


def _body(required: bool, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": required, "content": {media_type: {"schema": schema}}}


def _parameter(
    exposed: ExposedInput, names: dict[str, str], spelling: PathValue | None, rest: str | None
) -> dict[str, Any]:
    schema = property_schema(exposed)
    if spelling is not None and exposed.type in (ValueType.ANY, ValueType.STRING):
        schema.pop("type", None)
        schema["$ref"] = f"#/components/schemas/{spelling.name}"
    place = PARAMETERS[exposed.place]
    name = names.get(exposed.name, exposed.name) if place == "path" else exposed.name
    parameter: dict[str, Any] = {"name": name, "in": place}
    description = " ".join(_sentences(schema.pop("description", ""), exposed))
    if place == "path" and exposed.name == rest:
        description = f"{description} {_TAKES_REST}".strip()
    if description:
        parameter["description"] = description
    if exposed.required or place == "path":
        parameter["required"] = True
    if exposed.type is ValueType.OBJECT and parameter["in"] == "query":
        return {**parameter, "style": "deepObject", "explode": True, "schema": schema}
    if exposed.type is ValueType.OBJECT:
        parameter["content"] = {"application/json": {"schema": schema}}
        return parameter
    parameter["schema"] = schema
    if exposed.type is ValueType.ANY and "$ref" not in schema:
        schema["type"] = "string"  # what is not said to be anything is passed on as text
    elif exposed.type is ValueType.ARRAY:
        schema["items"] = {"type": "string"}
    return parameter


def _rest(route: Route) -> str | None:
    """The variable that takes all that follows."""
    return _VARIABLE.findall(route.path)[-1] if route.takes_rest else None


def _sentences(description: str, exposed: ExposedInput) -> Iterator[str]:
    if description:
        yield description
    if exposed.place == InputPlace.QUERY_OR_FIELD:
        yield _OR_FIELD


def _condition(name: str, value: str | None) -> dict[str, Any]:
    """A part of the query that chooses the operation; without a value, any will do."""
    schema: dict[str, Any] = {"type": "string"}
    if value is not None:
        schema["const"] = value
    return {"name": name, "in": "query", "required": True, "schema": schema}
