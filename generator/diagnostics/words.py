"""Kinds of values in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .spelling import listed

_EXPECTED: Final = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
}


AS_AN_ITEM = "begin its first key with `- `, and indent the others like it"
"""What to do about a mapping where a list is meant."""


def kind(value: Any) -> str:
    """What a value is."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the boolean `{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"the number `{value}`"
    if isinstance(value, str):
        return f"the text `{value}`" if len(value) <= 40 else "text"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "a date or a time"


def expected(types: str | Sequence[str]) -> str:
    """What a `type` of JSON Schema asks for."""
    names = [types] if isinstance(types, str) else list(types)
    words = [_EXPECTED[name] for name in names if name != "null"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def advice(value: Any, types: str | Sequence[str]) -> str:
    """How to put a value of the wrong type right."""
    names = {types} if isinstance(types, str) else set(types)
    if value is None:
        return "give the key a value, or remove it"
    if "string" in names and isinstance(value, bool | int | float):
        return f"put it in quotes: '{str(value).lower() if isinstance(value, bool) else value}'"
    if isinstance(value, str):
        return _advice_for_text(value, names)
    if "array" in names and isinstance(value, dict):
        return "write a list: each item begins with `- `"
    if "object" in names and isinstance(value, list):
        return "write a mapping: keys with values, without `- ` before them"
    return f"write {expected(types)}"


def _advice_for_text(value: str, names: set[str]) -> str:
    if names & {"integer", "number"} and value.strip().isdigit():
        return f"remove the quotes: {value.strip()}"
    if "boolean" in names:
        word = value.strip().lower()
        meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(word, word)
        return f"write {meant}" if meant in ("true", "false") else "write true or false"
    return f"write {expected(sorted(names))}"


def choice(values: Sequence[Any]) -> str:
    """The advice to use one of these."""
    return f"use {listed(values)}"
