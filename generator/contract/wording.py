"""Prose word by word: what was taken out and what was put in."""

from __future__ import annotations

import enum
from difflib import SequenceMatcher
from typing import Final

from .. import regex
from ..records import dataclass

_WORDS: Final = regex.late(r"\s+|\S+")


class Piece(enum.Enum):
    """What became of some words."""

    KEPT = enum.auto()
    REMOVED = enum.auto()
    ADDED = enum.auto()


@dataclass(frozen=True, slots=True)
class Words:
    """Words that had one fate, with the spaces between them."""

    piece: Piece
    text: str


def words(before: str, after: str) -> tuple[Words, ...]:
    """The second text as a change of the first."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Words] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Words(Piece.KEPT, "".join(old[a:b])))
            continue
        if a < b:
            found.append(Words(Piece.REMOVED, "".join(old[a:b])))
        if c < d:
            found.append(Words(Piece.ADDED, "".join(new[c:d])))
    return tuple(found)
