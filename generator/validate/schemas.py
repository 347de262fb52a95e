"""Our JSON Schemas (draft 2020-12), one for each dialect, and the validators made from them.

The schemas use five words of our own, which other validators overlook: `x-closed` (keys that
`properties` does not name are warnings), `x-wants` (groups of keys of which one is wanted: an
unknown key that is like one of them is an error), `x-style` (a pattern whose breach is a warning),
`x-expects` (a pattern in words) and `x-anycase` (an `enum` that takes its words in any case).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..model import Dialect

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

CLOSED: Final = "x-closed"
WANTS: Final = "x-wants"
STYLE: Final = "x-style"
EXPECTS: Final = "x-expects"
ANYCASE: Final = "x-anycase"
KNOWN: Final = "x-known"
_STANDARD_NOTES: Final = ("$schema", "$id", "$comment", "$defs", "title", "then", "else")
NOTES: Final = frozenset((*_STANDARD_NOTES, WANTS, EXPECTS, ANYCASE, KNOWN))
"""Keywords that ask for nothing by themselves."""


@functools.cache
def schema(dialect: Dialect) -> dict[str, Any]:
    """The schema of a dialect, as data."""
    text = Path(__file__).with_name("schemas").joinpath(f"{dialect.value}.schema.json")
    data: dict[str, Any] = json.loads(text.read_bytes())
    return data


@functools.cache
def validator(dialect: Dialect) -> Validator:
    """The validator of a dialect, made once per process."""
    # Imported here because it takes longer than a whole run of `explain` or `--help`.
    from jsonschema import Draft202012Validator, validators

    own = {
        CLOSED: _closed,
        STYLE: _style,
        "pattern": _pattern,
        "required": _required,
        "enum": functools.partial(_enum, Draft202012Validator.VALIDATORS["enum"]),
    }
    extend: Any = validators.extend
    made: Validator = extend(Draft202012Validator, own)(schema(dialect))
    return made


@functools.cache
def known_keys(dialect: Dialect) -> frozenset[str]:
    """Every key that the schema names anywhere."""
    return frozenset(_keys(schema(dialect)))


def _keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        properties = part.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for value in part.values():
            yield from _keys(value)
    elif isinstance(part, list):
        for value in part:
            yield from _keys(value)


def _error(message: str) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(message)


def _required(
    _: Validator, keys: list[str], instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """As in the standard; the message is the missing key, so that nobody has to parse it."""
    if isinstance(instance, dict):
        yield from (_error(key) for key in keys if key not in instance)


def _closed(
    _: Validator, closed: bool, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """One error for each unknown key, which is its message."""
    if closed and isinstance(instance, dict):
        known = schema["properties"]
        yield from (
            _error(key) for key in instance if key not in known and not key.startswith("x-")
        )


def _enum(
    standard: Any, validator: Validator, values: list[Any], instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """As in the standard, for `x-anycase` with texts in any case."""
    if schema.get(ANYCASE) and isinstance(instance, str) and is_in_any_case(instance, values):
        return
    yield from standard(validator, values, instance, schema)


def _pattern(
    _: Validator, pattern: str, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compiled(pattern).search(instance):
        yield _error(instance)


def _style(
    _: Validator, pattern: str, instance: Any, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """As `pattern`."""
    text = style_breach(pattern, instance)
    if text is not None:
        yield _error(text)


def style_breach(pattern: str, value: Any) -> str | None:
    """The text that breaks a style; a number is held against it as written (`naftiko: 9.9`)."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = str(value) if is_number else value
    return text if isinstance(text, str) and not compiled(pattern).search(text) else None


def is_in_any_case(value: str, words: list[Any]) -> bool:
    """Whether a text is one of the words, but for its case."""
    return value.lower() in [str(each).lower() for each in words]


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern in which `$` means the end, as in ECMA-262, and not a place before a last newline."""
    return re.compile(re.sub(r"(?<!\\)\$(?=\)|\||$)", r"\\Z", pattern))
