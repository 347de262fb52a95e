"""What a misspelt word was meant to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Final

_LIKE: Final = 0.7
"""The least share of common letters; `metod` and `method` have 0.9, `name` and `label` 0.4."""
_LONGEST: Final = 60
"""Characters of a word that is compared: longer ones are no slip of the finger."""
_SEPARATORS: Final = re.compile(r"[-_ .]")


def nearest(word: str, candidates: Iterable[str], *, at_least: float = _LIKE) -> str | None:
    """The candidate that is most like the word, or None where none is like it."""
    if len(word) > _LONGEST:
        return None
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(_fold(candidate), candidate)  # the first spelling is the right one
    found = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=at_least)
    return folded[found[0]] if found else None


def listed(values: Sequence[object], joined: str = "or") -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{value}`" for value in values]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joined} {quoted[-1]}"


def _fold(word: str) -> str:
    return _SEPARATORS.sub("", word).lower()
