"""What a REST operation of the official language takes from its caller (2.10.2): places, fixed values, and parts of a body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from .holes import MISSING
from .jsonpath import extract

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def taken(
    parameters: Mapping[str, Mapping[str, Any]],
    route: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes,
) -> dict[str, Any] | None:
    """The inputs by name; None where one does not fit its type.

    A field that is missing is absent, not the whole body (section 5), and what does not fit its declared type is refused,
    a field that is null among it (docs/parity.md). A part that is null is absent.
    """
    path, _, query = target.partition("?")
    names = re.findall(r"\{\{(\w+)\}\}", route)
    pattern = re.sub(r"\\\{\\\{\w+\\\}\\\}", "([^/]+)", re.escape(route))
    found = re.fullmatch(pattern, path)
    assert found is not None
    in_path = {name: unquote(text) for name, text in zip(names, found.groups(), strict=True)}
    in_query = dict(reversed(parse_qsl(query, keep_blank_values=True)))
    in_headers = {name.lower(): value for name, value in headers.items()}
    document = json.loads(body) if body else MISSING
    inputs: dict[str, Any] = {}
    for name, parameter in parameters.items():
        value = parameter.get("value")
        place = parameter.get("in", "body")
        if isinstance(value, str) and not value.startswith("$"):
            inputs[name] = value
            continue
        match place:
            case "path":
                given: Any = in_path.get(name, MISSING)
            case "query":
                given = in_query.get(name, MISSING)
            case "header":
                given = in_headers.get(name.lower(), MISSING)
            case _:
                given = _of_body(name, value, document)
        if given is MISSING:
            continue
        if place == "body" and not _fits(given, parameter["type"]):
            return None
        inputs[name] = given
    return inputs


def _of_body(name: str, path: str | None, document: Any) -> Any:
    """What a path finds, where null is nothing, or the field of the name."""
    if document is MISSING:
        return MISSING
    if path is None:
        return document.get(name, MISSING)
    found = extract(path, document)
    return MISSING if found is None else found


def _fits(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, TYPES[kind])
