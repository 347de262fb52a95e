"""The JSON of answers (RFC 8259): read strictly, and written on one line."""

from __future__ import annotations

import json
from math import isinf
from typing import Final

from ..values import OMIT, Json, JsonValue, Omit

ESCAPED: Final = "\\u"
"""With it a text may say half of a pair of surrogates, which no UTF-8 has."""
_WHITE_SPACE: Final = " \t\r\n"
"""RFC 8259, 2."""


def parsed(text: str, read: JsonValue | Omit = OMIT) -> tuple[JsonValue, str]:
    """JSON (RFC 8259) as data and on one line.

    `None` and `null` where the text is not JSON, or says what JSON has no text for (an infinity, a lone
    surrogate). What was read of it already is `read`.
    """
    try:
        value: JsonValue = _read(text) if isinstance(read, Omit) else read
        if ("\\" not in text or ESCAPED not in text) and "\n" not in text and "\r" not in text:
            # It is JSON, on one line, and nothing in it can be a lone surrogate: it stands as it is.
            return value, text.strip(" \t")
        written = write(value)
        written.encode()
    except (ValueError, RecursionError):
        return None, "null"
    return value, written


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(f"{digits[:40]} is beyond every number")
    return number


# What Python takes for a number and JSON does not is no JSON, and no reader of ours gets it.
DECODER: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
scan: Final = DECODER.raw_decode
_encoder: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _read(text: str) -> Json:
    if text[:1] not in _WHITE_SPACE:
        value, end = scan(text)
        if end == len(text):
            return value
    return DECODER.decode(text)


def write(value: Json) -> str:
    """A value as JSON, as short as can be. Raises `ValueError` for what JSON has no text for."""
    return _encoder.encode(value)
