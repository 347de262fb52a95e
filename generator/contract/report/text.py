"""Changes as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ...diagnostics.showing import visible
from ..change import Change
from ..rule import Verdict
from ..wording import Piece, words
from .counting import counted

_COLOURS: Final = {
    Verdict.BREAKING: "\x1b[1;31m",
    Verdict.RISKY: "\x1b[1;33m",
    Verdict.COMPATIBLE: "\x1b[1;36m",
}
_REMOVED: Final = "\x1b[31m"
_ADDED: Final = "\x1b[32m"
_RESET: Final = "\x1b[0m"


def render_text(changes: Sequence[Change], *, colour: bool = False) -> str:
    """By surface and subject; the last line counts."""
    lines: list[str] = []
    for title, of_one in groupby(changes, _title):
        lines += [title, *(line for change in of_one for line in _change(change, colour)), ""]
    return "".join(f"{line}\n" for line in (*lines, counted(changes)))


def _title(change: Change) -> str:
    parts = (change.surface.value, change.namespace, change.subject)
    return visible(" ".join(part for part in parts if part))


def _change(change: Change, colour: bool) -> Iterator[str]:
    head = f"{change.verdict.word}[{change.rule.code}]"
    if colour:
        head = f"{_COLOURS[change.verdict]}{head}{_RESET}"
    yield f"  {head}: {visible(change.message)}"
    if change.is_text:
        yield f"    {_word_by_word(change, colour)}"


def _word_by_word(change: Change, colour: bool) -> str:
    """As `git diff --word-diff` has it."""
    return "".join(
        _piece(each.piece, visible(each.text), colour)
        for each in words(change.before, change.after)
    )


def _piece(piece: Piece, text: str, colour: bool) -> str:
    match piece:
        case Piece.KEPT:
            return text
        case Piece.REMOVED:
            return f"{_REMOVED}[-{text}-]{_RESET}" if colour else f"[-{text}-]"
        case Piece.ADDED:
            return f"{_ADDED}{{+{text}+}}{_RESET}" if colour else f"{{+{text}+}}"
