"""Inputs that are true or false."""

from __future__ import annotations

from typing import Final

from .types import Type

_WORDS: Final = {"true": True, "1": True, "false": False, "0": False}


def _read(text: str) -> bool:
    """Also as Python and forms write it: `True`, `1`."""
    value = _WORDS.get(text.lower())
    if value is None:
        raise ValueError("must be true or false")
    return value


BOOLEAN: Final = Type("boolean", _read)
