"""Inputs that are numbers, as JSON writes them (RFC 8259, 6)."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from .types import Type

_INTEGER: Final = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_LONGEST: Final = 1000


class _Integer(int):
    """A number of the caller's that goes on as it was written, where it is text again: `007`."""

    spelling: str


class _Number(float):
    """The same: `1.50`, or more digits than a float holds."""

    spelling: str


def _read_integer(text: str) -> int:
    if len(text) > _LONGEST or not _INTEGER.fullmatch(text):
        raise ValueError("must be an integer")
    value = int(text)
    if str(value) == text:
        return value
    written = _Integer(value)
    written.spelling = text
    return written


def _read_number(text: str) -> int | float:
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise ValueError("must be a number")
    value: int | float = json.loads(text)
    if math.isinf(value):
        raise ValueError("must be a number of ordinary size")
    if isinstance(value, int) or repr(value) == text:
        return value
    written = _Number(value)
    written.spelling = text
    return written


INTEGER: Final = Type("integer", _read_integer)
NUMBER: Final = Type("number", _read_number)
