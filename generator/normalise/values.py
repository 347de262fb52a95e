"""Small values that many parts of a file have: types, places, sizes."""

from __future__ import annotations

from typing import Final

from .. import regex
from ..model import Place, ResponseFormat, ValueType
from .context import Context
from .node import Node

_TYPES: Final = {each.value: each for each in ValueType}
_PLACES: Final = {each.value: each for each in Place}
_SIZE: Final = regex.late(r"(\d{1,15}(?:\.\d{1,6})?)\s*(B|KiB|MiB|GiB)?\Z")
_UNITS: Final = {None: 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_FORMATS: Final = {each.value: each for each in ResponseFormat if each is not ResponseFormat.AUTO}


def value_type(node: Node, key: str = "type") -> ValueType:
    """The type that a key names; ANY where there is none or an unknown one."""
    child = node.get(key)
    if child is None:
        return ValueType.ANY
    text = child.as_text()
    if text is None:
        return ValueType.ANY
    known = _TYPES.get(text.strip().lower())
    if known is None:
        child.unknown([each.value for each in ValueType if each is not ValueType.ANY])
    return known or ValueType.ANY


def place(node: Node) -> Place | None:
    """The place that `in` names; None where there is none or an unknown one."""
    child = node.get("in")
    text = None if child is None else child.as_text()
    if child is None or text is None:
        return None
    known = _PLACES.get(text.strip().lower())
    if known is None:
        child.unknown(list(_PLACES))
    return known


def response_format(node: Node, context: Context) -> ResponseFormat:
    """How answers are read: what the file says, else JSON (published: JSON if it parses)."""
    silent = ResponseFormat.AUTO if context.published else ResponseFormat.JSON
    child = node.get("outputRawFormat")
    text = None if child is None else child.as_text()
    if child is None or text is None:
        return silent
    name = text.strip().lower()
    if name == "raw":
        return ResponseFormat.TEXT
    if name in _FORMATS:
        return _FORMATS[name]
    child.unknown(list(_FORMATS))
    return silent


def byte_size(node: Node, key: str) -> int | None:
    """A size such as `10MiB` in bytes."""
    child = node.get(key)
    text = None if child is None else child.as_text()
    if child is None or text is None:
        return None
    match = _SIZE.match(text.strip())
    if match is None:
        child.wrong("a number with a unit, such as `10MiB`")
        return None
    return int(float(match[1]) * _UNITS[match[2]])
