"""Texts of a specification inside Markdown: shown as they are, and never markup.

GitHub's Markdown is meant (GFM 0.29), which makes links of bare addresses, too.
"""

from __future__ import annotations

import re
from typing import Final

from . import regex
from .diagnostics.showing import visible

_MARKUP: Final = regex.late(r"([\\`*_\[\]<>#|~@&]|:(?=//)|(?<=www)\.)")
"""Also what becomes a link, a mention or a reference to an issue by itself."""
_SPECIAL: Final = regex.late(r"[\\`*\[\]#|~!$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BLOCK: Final = regex.late(r"(?:[-+=](?=[-+=\s]|$)|[0-9]{1,9}(?=[.)](?:\s|$)))")
"""What begins a list or a heading at the start of a paragraph."""
_LINK: Final = regex.late(r"://|@|\bwww\.|^(?:mailto|xmpp):", re.IGNORECASE)


def escaped(text: str) -> str:
    """A text in which no character has a meaning; entities work inside tables and tags alike."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[1])};", _line(text))


def with_code(text: str) -> str:
    """A text in which no character has a meaning, but what stands between two backticks is shown as code.

    A backtick of a specification's moves where that begins, and does nothing else.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(
        f"<code>{escaped(part)}</code>" if number % 2 else escaped(part)
        for number, part in enumerate(parts)
    )


def prose(text: str) -> str:
    """A text for people who read the source too: as few escapes as it takes, addresses as code."""
    words = _line(text).split()
    shown = " ".join(map(_word, words))
    return _BLOCK.sub(_escape_last, shown, count=1) if _BLOCK.match(shown) else shown


def code(text: str) -> str:
    """A code span, whatever the text holds."""
    line = _line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    # One space on each side is taken off again; an empty span would be none.
    space = " " if not line.strip() or line[0] in "` " or line[-1] in "` " else ""
    return f"{fence}{space}{line}{space}{fence}"


def cell(text: str) -> str:
    """A code span inside a table, where a bar ends the cell even in code."""
    return code(text).replace("|", "\\|")


def _word(word: str) -> str:
    if _LINK.search(word):
        # A bar ends a cell of a table even in code, and outside of tables it is not escaped there.
        return "\\|".join(code(part) if part else "" for part in word.split("|"))
    escaped_word = _SPECIAL.sub(lambda found: f"\\{found[0]}", word)
    return re.sub("[<>&]", lambda found: _ENTITIES[found[0]], escaped_word)


def _escape_last(found: re.Match[str]) -> str:
    """`-` → `\\-`, and `1.` → `1\\.`: a digit cannot be escaped, what follows it can."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _line(text: str) -> str:
    return " ".join(visible(line) for line in text.splitlines())
