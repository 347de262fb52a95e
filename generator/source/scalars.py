"""The core schema of YAML 1.2.2, section 10.3.2: what an unquoted text means.

Only `true` and `false` are booleans, so `on`, `yes` and `no` stay text, as do dates and `12:30`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from .. import regex

Scalar: TypeAlias = str | int | float | bool | None

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL: Final = regex.late(r"[-+]?[0-9]+")
_OCTAL: Final = regex.late(r"0o[0-7]+")
_HEXADECIMAL: Final = regex.late(r"0x[0-9a-fA-F]+")
_FLOAT: Final = regex.late(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = regex.late(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_STARTS: Final = frozenset("+-.0123456789")
_LONGEST_NUMBER: Final = 400
"""Characters; a longer run of digits is text (Python refuses to convert endless ones)."""


class NotFiniteError(ValueError):
    """The text is a number that JSON has no way to write: infinite, or not a number."""


def plain(text: str) -> Scalar:
    """The value of an unquoted text.

    Raises:
        NotFiniteError: for `.inf`, `.nan` and numbers too large for a float.
    """
    if text[:1] in _NUMBER_STARTS and text:
        return _number(text)
    return _WORDS.get(text, text) if len(text) <= 5 else text


def tagged(tag: str, text: str) -> Scalar:
    """The value of a text with an explicit tag of the core schema, such as `!!str 12`.

    Raises:
        KeyError: for a tag that the core schema does not know.
        ValueError: where the text is no such value.
    """
    kind = _TAGS[tag]
    if kind is str:
        return text
    value = plain(text)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ValueError(text)
    return value


def _number(text: str) -> Scalar:
    if len(text) > _LONGEST_NUMBER:
        return text
    for pattern, convert in _NUMBERS:
        if pattern.fullmatch(text):
            return convert(text)
    if _NOT_FINITE.fullmatch(text):
        raise NotFiniteError(text)
    return text


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotFiniteError(text)
    return value


_NUMBERS: Final[tuple[tuple[re.Pattern[str], Callable[[str], int | float]], ...]] = (
    (_DECIMAL, int),
    (_OCTAL, lambda text: int(text, 0)),
    (_HEXADECIMAL, lambda text: int(text, 0)),
    (_FLOAT, _float),
)
_TAGS: Final[dict[str, type]] = {
    "!": str,
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": bool,
    "tag:yaml.org,2002:null": type(None),
}
