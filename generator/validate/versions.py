"""Versions of the language: which of those that are known is nearest to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .. import regex
from ..diagnostics.spelling import nearest

_PART: Final = regex.late(r"[0-9]+|[a-z]+")
_RELEASE: Final = "~"
"""Sorts after every name of a version before it: `1.0.0` comes after `1.0.0-beta5`."""


def nearest_version(text: str, known: Sequence[str]) -> str:
    """The one that was meant, if it is a slip; else the last one before it, or the first.

    Args:
        text: what was written.
        known: all of them, the oldest first.
    """
    numbers = [part for part in _PART.findall(text) if part.isdigit()]
    if not numbers:
        return known[-1]
    same = [each for each in known if _PART.findall(each.lower())[:1] == numbers[:1]]
    letters = "".join(character for character in text.lower() if character.isalpha())
    if letters:
        meant = nearest(text.lower().removeprefix("v"), same or known)
        is_number_off = meant is not None and _words(meant) == _words(text)
        if meant is not None and not is_number_off:
            return meant
    before = [each for each in known if _order(each) <= _order(text)]
    return before[-1] if before else known[0]


def _words(version: str) -> list[str]:
    return [part for part in _PART.findall(version.lower()) if part.isalpha()]


def _order(version: str) -> tuple[tuple[int, ...], str, int]:
    """Numbers, then the name of what comes before the release, and its number (SemVer 2.0.0, 11)."""
    main, before = re.split(r"(?=[a-z]|$)", version.lower().removeprefix("v"), maxsplit=1)
    numbers = [int(part[:9]) for part in re.findall(r"[0-9]+", main)[:3]]
    name, count = re.search(r"[a-z]+", before), re.search(r"[0-9]+", before)
    return (
        tuple(numbers + [0] * (3 - len(numbers))),
        name[0] if name else _RELEASE,
        int(count[0][:9]) if count else 0,
    )
