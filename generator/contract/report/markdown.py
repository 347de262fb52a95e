"""Changes for a pull request, as Markdown. All texts come from specs: nothing in them is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ...markdown import escaped, with_code
from ..change import Change
from ..rule import Verdict
from ..wording import Piece, words
from .counting import counted

_HEADINGS: Final = {
    Verdict.BREAKING: "Breaking",
    Verdict.RISKY: "Risky",
    Verdict.COMPATIBLE: "Compatible",
}


def render_markdown(changes: Sequence[Change]) -> str:
    """The gravest first; the compatible ones are folded."""
    parts = [f"### Contract: {counted(changes)}\n"]
    for verdict, heading in _HEADINGS.items():
        found = [change for change in changes if change.verdict is verdict]
        if not found:
            continue
        table = "".join(_table(found))
        if verdict is Verdict.COMPATIBLE:
            table = f"<details><summary>{heading} ({len(found)})</summary>\n\n{table}\n</details>\n"
            parts.append(table)
        else:
            parts.append(f"#### {heading}\n\n{table}")
    return "\n".join(parts)


def _table(changes: Iterable[Change]) -> Iterator[str]:
    yield "| | where | what | why it matters |\n| --- | --- | --- | --- |\n"
    for change in changes:
        where = " ".join(
            part for part in (change.surface.value, change.namespace, change.subject) if part
        )
        what = with_code(change.message)
        if change.is_text:
            what += f"<br>{_word_by_word(change)}"
        yield f"| {change.rule.code} | {escaped(where)} | {what} | {with_code(change.rule.explanation)} |\n"


def _word_by_word(change: Change) -> str:
    return "".join(_piece(each.piece, each.text) for each in words(change.before, change.after))


def _piece(piece: Piece, text: str) -> str:
    shown = escaped(text)
    if piece is Piece.KEPT or not text.strip():
        return shown
    tag = "del" if piece is Piece.REMOVED else "ins"
    return f"<{tag}>{shown}</{tag}>"
