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


def _read_integer(text: str) -> int:
    if len(text) > _LONGEST or not _INTEGER.fullmatch(text):
        raise ValueError("must be an integer")
    return int(text)


def _read_number(text: str) -> int | float:
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise ValueError("must be a number")
    value: int | float = json.loads(text)
    if math.isinf(value):
        raise ValueError("must be a number of ordinary size")
    return value


INTEGER: Final = Type("integer", _read_integer)
NUMBER: Final = Type("number", _read_number)
