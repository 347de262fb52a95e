"""Where the strings of a JSON text begin and end (RFC 8259, 7)."""

from __future__ import annotations

import re
from typing import Final

from . import regex

_QUOTE: Final = regex.late(r'\\.|(")', re.DOTALL)
_ESCAPES: Final = regex.late(r"\\+\Z")


def is_inside(text: str, begins_inside: bool = False) -> bool:
    """Whether a part of a JSON text ends inside a string."""
    quotes = sum(match[1] is not None for match in _QUOTE.finditer(text))
    return begins_inside != (quotes % 2 == 1)


def has_quote(text: str) -> bool:
    """Whether a string begins or ends in a part of a JSON text."""
    return any(match[1] is not None for match in _QUOTE.finditer(text))


def is_cut(text: str) -> bool:
    """Whether a text ends in the midst of an escape."""
    found = _ESCAPES.search(text)
    return found is not None and len(found.group()) % 2 == 1
