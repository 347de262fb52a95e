"""Arguments that say the right thing in the wrong type, as models send them.

What is taken for what: JSON text for an object or an array, the text of a number for a number, and
`"true"`, `"1"` or `1` for a boolean. Nothing is taken that would lose something: `"007"`, `"3.5"` for an
integer, or more digits than a number keeps stay what they are, and are refused.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Final

from ..values import Json, JsonValue

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
"""RFC 8259, 6."""
_LONGEST: Final = 1000
"""Characters of a number."""
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}


def meant(kinds: Sequence[str], value: JsonValue) -> JsonValue:
    """The value in one of the types that are asked for, where it says that without loss; else itself."""
    if isinstance(value, str):
        return value if "string" in kinds else _from_text(kinds, value)
    if "boolean" in kinds and isinstance(value, (int, float)):
        counts = "integer" in kinds or "number" in kinds
        return bool(value) if not counts and value in (0, 1) else value
    return value


def _from_text(kinds: Sequence[str], text: str) -> JsonValue:
    if "integer" in kinds or "number" in kinds:
        number = _number(text, whole="number" not in kinds)
        if number is not None:
            return number
    if "boolean" in kinds:
        return _BOOLEANS.get(text.lower(), text)
    if "object" in kinds or "array" in kinds:
        return _json(text)
    return text


def _number(text: str, *, whole: bool) -> int | float | None:
    """The number that a text spells; None where it spells none, or one that would not stay the same."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    if text.lstrip("-").isdigit():
        return int(text)
    from decimal import Decimal  # Few ask for it.

    number = float(text)
    if not math.isfinite(number) or Decimal(repr(number)) != Decimal(text):
        return None
    if not whole:
        return number
    return int(number) if number.is_integer() else None


def _refuse_constant(name: str) -> Json:
    raise ValueError(name)


def _json(text: str) -> JsonValue:
    try:
        read: JsonValue = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return text
    return read if isinstance(read, (dict, list)) else text
