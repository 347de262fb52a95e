"""Whether a document keeps to its schema, by the few keywords that our own schemas use.

Most files are right, and for those no library has to be imported: that of JSON Schema takes longer
to import than a file takes to check. It remains the judge: it finds what is wrong wherever this
says that something is, or does not know a keyword (decision 0059). All validity here is exact, since
`not`, `if` and `anyOf` turn it round; our own words count as errors, as they do for the library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from .schemas import ANYCASE, CLOSED, NOTES, STYLE, compiled, is_in_any_case, style_breach

Schema: TypeAlias = Any
"""A schema: an object, true or false."""
_Check: TypeAlias = Callable[["_Reading", Any, Any, dict[str, Any]], bool]


class _UnknownError(Exception):
    """A keyword or a value whose meaning this module does not know."""


def is_plainly_valid(schema: dict[str, Any], data: Any) -> bool:
    """Whether the library would find nothing; False also where only it can tell.

    Args:
        schema: one of our own, with `$ref`s into its `$defs` only.
        data: the document, of JSON's types.
    """
    try:
        return _Reading(schema).holds(schema, data)
    except _UnknownError:
        return False


class _Reading:
    """One schema, whose definitions its parts refer to."""

    def __init__(self, root: dict[str, Any]) -> None:
        self._definitions: dict[str, Any] = {
            f"#/$defs/{name}": part for name, part in root.get("$defs", {}).items()
        }

    def holds(self, schema: Schema, value: Any) -> bool:
        """Whether a value is valid. Raises `_UnknownError`."""
        if isinstance(schema, bool):
            return schema
        for keyword, wanted in schema.items():
            check = _CHECKS.get(keyword)
            if check is None:
                if keyword not in NOTES:
                    raise _UnknownError
            elif not check(self, wanted, value, schema):
                return False
        return True

    def definition(self, reference: str) -> Schema:
        """What a `$ref` refers to. Raises `_UnknownError`."""
        try:
            return self._definitions[reference]
        except KeyError:
            raise _UnknownError from None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": _is_number,
    "integer": _is_integer,
}


def _type(_: _Reading, wanted: Any, value: Any, __: dict[str, Any]) -> bool:
    return any(_TYPES[name](value) for name in ([wanted] if isinstance(wanted, str) else wanted))


def _enum(_: _Reading, wanted: Any, value: Any, schema: dict[str, Any]) -> bool:
    if isinstance(value, str):
        anycase = schema.get(ANYCASE) and is_in_any_case(value, wanted)
        return bool(anycase) or any(isinstance(each, str) and each == value for each in wanted)
    if isinstance(value, bool) or value is None:
        return any(each is value for each in wanted)
    if _is_number(value):
        return any(_is_number(each) and each == value for each in wanted)
    raise _UnknownError  # Lists and objects are compared by the library's rules.


def _reference(reading: _Reading, wanted: Any, value: Any, _: dict[str, Any]) -> bool:
    return reading.holds(reading.definition(wanted), value)


def _properties(reading: _Reading, wanted: Any, value: Any, _: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(
        reading.holds(wanted[key], part) for key, part in value.items() if key in wanted
    )


def _additional(reading: _Reading, wanted: Any, value: Any, schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    return not isinstance(value, dict) or all(
        reading.holds(wanted, part) for key, part in value.items() if key not in known
    )


def _names(reading: _Reading, wanted: Any, value: Any, _: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(reading.holds(wanted, key) for key in value)


def _required(_: _Reading, wanted: Any, value: Any, __: dict[str, Any]) -> bool:
    return not isinstance(value, dict) or all(key in value for key in wanted)


def _closed(_: _Reading, wanted: Any, value: Any, schema: dict[str, Any]) -> bool:
    return (
        not wanted
        or not isinstance(value, dict)
        or all(key in schema["properties"] or key.startswith("x-") for key in value)
    )


def _items(reading: _Reading, wanted: Any, value: Any, _: dict[str, Any]) -> bool:
    return not isinstance(value, list) or all(reading.holds(wanted, each) for each in value)


def _if(reading: _Reading, wanted: Any, value: Any, schema: dict[str, Any]) -> bool:
    chosen = "then" if reading.holds(wanted, value) else "else"
    return reading.holds(schema.get(chosen, True), value)


_CHECKS: Final[dict[str, _Check]] = {
    "$ref": _reference,
    "type": _type,
    "enum": _enum,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "required": _required,
    CLOSED: _closed,
    "items": _items,
    "minItems": lambda _, wanted, value, __: not isinstance(value, list) or len(value) >= wanted,
    "minimum": lambda _, wanted, value, __: not _is_number(value) or value >= wanted,
    "maximum": lambda _, wanted, value, __: not _is_number(value) or value <= wanted,
    "pattern": lambda _, wanted, value, __: (
        not isinstance(value, str) or compiled(wanted).search(value) is not None
    ),
    STYLE: lambda _, wanted, value, __: style_breach(wanted, value) is None,
    "not": lambda reading, wanted, value, _: not reading.holds(wanted, value),
    "allOf": lambda reading, wanted, value, _: all(reading.holds(each, value) for each in wanted),
    "anyOf": lambda reading, wanted, value, _: any(reading.holds(each, value) for each in wanted),
    "if": _if,
}
