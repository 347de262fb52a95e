"""What a misspelt word was meant to be: a slip of the finger, and nothing that is another thing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Final

from .. import regex

_LONGEST: Final = 60
"""Characters of a word that is compared: longer ones are no slip of the finger."""
_SEPARATORS: Final = regex.late(r"[-_ .\"'`\u2018-\u201f\u00ab\u00bb\u2039\u203a\u00b4]")
"""What joins words, and quotes around them that are no part of them."""
_LIKE: Final = 0.85
"""The least share of common letters of two long words: `inputParams` and `inputParameters`."""
_LONG: Final = 8
_SHORTEST_PART: Final = 3
"""Letters of an abbreviation: `int`, `str`, `desc`."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the word is a slip of, or None: what is only alike is another word.

    A slip is a letter too many, too few, wrong, or two changed round (one in five letters); another
    way of joining words; the beginning of a word, or most of a long one.
    """
    if len(word) > _LONGEST:
        return None
    written = _fold(word)
    found: tuple[float, str] | None = None
    for candidate in candidates:
        away = _away(written, _fold(candidate))
        if away is not None and (found is None or away < found[0]):
            found = (away, candidate)
    return None if found is None else found[1]


def alike(word: str, candidates: Iterable[str], at_least: float) -> str | None:
    """The candidate with most letters in common, where there is another reason to think of it."""
    if len(word) > _LONGEST:
        return None
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(_fold(candidate), candidate)  # the first spelling is the right one
    found = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=at_least)
    return folded[found[0]] if found else None


def is_slip(word: str, candidate: str) -> bool:
    """Whether at most one letter, or the order of two, is wrong."""
    return word != candidate and distance(word, candidate, 1) == 1


def only_slip(word: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that the word is a slip of, however short: `di` for `id`. None where several are."""
    found = [each for each in candidates if is_slip(word.lower(), each.lower())]
    return found[0] if len(found) == 1 else None


def distance(one: str, other: str, bound: int) -> int:
    """Letters added, left out, changed, or two changed round; `most + 1` where it is more.

    The optimal string alignment distance (a restricted one of Damerau's).
    """
    if abs(len(one) - len(other)) > bound:
        return bound + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > bound:
            return bound + 1
    return row[-1]


def listed(values: Sequence[object], joined: str = "or") -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{value}`" for value in values]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joined} {quoted[-1]}"


def few(values: Sequence[str], most: int = 4) -> str:
    """`a`, `b` and `c`; of many the first and how many more, so that a message keeps its end."""
    if len(values) <= most:
        return listed(values, "and")
    shown = ", ".join(f"`{value}`" for value in values[: most - 1])
    return f"{shown} and {len(values) - most + 1} more"


def _away(written: str, candidate: str) -> float | None:
    """How far a word is from a candidate; None for another word."""
    if written == candidate:
        return 0.0
    if _singular(written) == _singular(candidate):
        return 1.0
    bound = max(1, min(len(written), len(candidate)) // 5)
    if min(len(written), len(candidate)) >= _SHORTEST_PART:
        found = distance(written, candidate, bound)
        if found <= bound:
            return float(found)
    if len(written) >= _SHORTEST_PART and candidate.startswith(written):
        return 10.0
    if min(len(written), len(candidate)) >= _LONG:
        ratio = difflib.SequenceMatcher(None, written, candidate).ratio()
        if ratio >= _LIKE or (candidate.endswith(written) and len(written) >= _LONG):
            return 20.0 - ratio
    return None


def _singular(word: str) -> str:
    """`capabilities` and `capabilitys` are `capability`."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def _fold(word: str) -> str:
    return _SEPARATORS.sub("", word).lower()
