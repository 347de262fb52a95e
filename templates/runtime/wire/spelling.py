"""One value as text, and a document as JSON (RFC 8259): also what Python has beyond JSON's own values.

An enumeration is its value; dates and times are written as in RFC 3339, a UUID as in RFC 9562, a decimal
number in digits. Anything else (a set, for it has no order) is refused by the name of the argument.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from ..errors import InvalidArgumentError
from ..values import OMIT, Json, JsonArgument, JsonObject, RawJson

_LONGEST_IN_DIGITS: Final = 60
"""A decimal number with more digits keeps its exponent."""
_DEEPEST_SEARCH: Final = 100


def text(value: Json, name: str = "body") -> str:
    """The one spelling of a value as text: `true`, `3`, `1.5`, compact JSON for containers.

    A number that the REST adapter read out of a text has `spelling`, the text.

    `name` is the argument's, for the `InvalidArgumentError` of a value that has no such form.
    """
    if isinstance(value, str):
        # Without `str`, a member of an enumeration would be written as `Color.RED`.
        return value if type(value) is str else str.__str__(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        try:
            return _written(value) or int.__repr__(value)
        except ValueError:  # Beyond `sys.set_int_max_str_digits`.
            raise InvalidArgumentError(name, "cannot be sent: it has too many digits") from None
    if isinstance(value, float):
        if value - value != 0:  # Infinite, or no number.
            raise InvalidArgumentError(name, "cannot be sent: it is no finite number")
        return _written(value) or float.__repr__(value)
    if isinstance(value, (dict, list, tuple, RawJson)):
        return json_text(value, name)
    return _text_of_others(value, name)


def _written(value: float) -> str | None:
    return None if type(value) in (int, float) else getattr(value, "spelling", None)


def _text_of_others(value: object, name: str) -> str:
    digits = _digits(value)
    if digits is not None:
        return digits
    try:
        known = standard(value)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentError(name, f"cannot be sent: {error}") from None
    if known is None:
        raise InvalidArgumentError(name, "must not be null")
    return text(known, name)


def compact_json(value: Json) -> str:
    """Compact JSON. Raises TypeError, ValueError and RecursionError for what JSON cannot say."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=standard
    )


def json_text(value: Json, name: str = "body") -> str:
    """Compact JSON. Raises `InvalidArgumentError` for what JSON cannot say.

    Args:
        value: what is written.
        name: the argument's, for the error.
    """
    try:
        return compact_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        where = _place(value, _unsayable)
        raise InvalidArgumentError(name, f"is not JSON{where}: {error}") from None


def document(value: Json, name: str = "body") -> bytes:
    """JSON as UTF-8. Raises `InvalidArgumentError`.

    Args:
        value: what is written.
        name: the argument's, for the error.
    """
    return encoded(json_text(value, name), name, value)


def standard(value: object) -> Json:
    """What stands in JSON for a value of Python that JSON has not. Raises TypeError, ValueError."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, RawJson):
        return json.loads(value.content or b"null")
    if isinstance(value, (set, frozenset)):
        raise TypeError("a set has no order: give a list")
    if isinstance(value, Mapping):
        return dict(cast("JsonObject", value))
    known = _of_the_library(value)
    if known is None:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return known


def _of_the_library(value: object) -> Json:
    """Dates, numbers and identifiers of the standard library; None for anything else."""
    from datetime import date, time
    from decimal import Decimal
    from uuid import UUID

    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return _number(value) if isinstance(value, Decimal) else None


def _number(value: Any) -> int | float:
    """A decimal as a JSON number that says the same. Raises ValueError where there is none."""
    if value.is_finite():
        if value == value.to_integral_value() and value.adjusted() < _LONGEST_IN_DIGITS:
            return int(value)
        nearest = float(value)
        if type(value)(repr(nearest)) == value:
            return nearest
    raise ValueError(f"the decimal {value!s:.40} has no exact form as a number: send it as text")


def _digits(value: object) -> str | None:
    """A decimal as text, which no number need hold; None for anything else."""
    from decimal import Decimal

    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    digits: tuple[int, ...] = value.as_tuple().digits
    short = abs(cast("int", value.as_tuple().exponent)) + len(digits) < _LONGEST_IN_DIGITS
    return format(value, "f") if short else str(value)


def plain(value: Json) -> Json:
    """The value of a member of an enumeration of the caller's; anything else as it is."""
    return value.value if isinstance(value, enum.Enum) and value is not OMIT else value


def items(value: JsonArgument) -> tuple[Json, ...] | list[Json]:
    """The elements of a list; any other value is the only one."""
    return value if isinstance(value, (list, tuple)) else (value,)


def encoded(value: str, name: str, whole: Json = None) -> bytes:
    """UTF-8. Raises `InvalidArgumentError` for a lone surrogate, with its place in a document.

    Args:
        value: the text.
        name: the argument's, for the error.
        whole: the document that it is part of, to say where.
    """
    try:
        return value.encode()
    except UnicodeEncodeError:
        where = _place(whole, _broken)
        raise InvalidArgumentError(
            name, f"holds a lone surrogate, which is not text{where}"
        ) from None


def _unsayable(value: Json) -> bool:
    try:
        json.dumps(value, allow_nan=False, default=standard)
    except (TypeError, ValueError, RecursionError):
        return True
    return False


def _broken(value: Json) -> bool:
    return isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value)


def _place(whole: Json, wrong: Any) -> str:
    """` at /a/0` for the first leaf that is wrong; nothing for the document itself."""
    for pointer, leaf in _leaves(whole, "", 0):
        if wrong(leaf):
            return f" at {pointer[:100]}" if pointer else ""
    return ""


def _leaves(value: JsonArgument, pointer: str, depth: int) -> Iterator[tuple[str, Json]]:
    inner: Iterator[tuple[Any, Json]]
    if isinstance(value, Mapping):
        inner = iter(value.items())
    elif isinstance(value, (list, tuple)):
        inner = iter(enumerate(value))
    else:
        yield pointer, value
        return
    if depth < _DEEPEST_SEARCH:
        for key, item in inner:
            yield from _leaves(item, f"{pointer}/{text(key, 'a key')}", depth + 1)
