"""Texts without quotes that were probably meant as something else: in typographic quotes, or an item of a list."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..diagnostics.rules import source as rules
from .problems import Problem
from .text import Text

OPENING: Final = frozenset(
    "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\u00b4\uff02\uff07"
)
"""Quotes of languages and of keyboards that YAML does not know, opening and closing alike."""
_PLACEHOLDER: Final = regex.late(r"\{\{[^{}]*\}\}")
_ITEM: Final = regex.late(r"( +)- +(\S.*)")


def odd_text(text: Text, start: int, value: str, in_list: bool, pointer: str) -> Problem | None:
    """What is odd about a plain text, if anything is.

    Args:
        text: the file.
        start: offset of the text in it.
        value: the text, its lines joined.
        in_list: whether it is an item of a list.
        pointer: its place.
    """
    if len(value) > 2 and value[0] in OPENING and value[-1] in OPENING:
        end = start + len(value)
        if text.content[start:end] != value:
            return None  # It goes on in another line.
        inner = value[1:-1]
        meant = "'" + inner.replace("'", "''") + "'"
        # Only a placeholder is repeated: any other text may be a secret.
        shown = meant if _PLACEHOLDER.fullmatch(inner) else "'…'"
        facts = {"opening": value[0], "closing": value[-1], "meant": shown}
        return Problem(rules.TYPOGRAPHIC_QUOTES, start, end, pointer, facts, meant)
    return _item(text, start, pointer) if in_list else None


def _item(text: Text, start: int, pointer: str) -> Problem | None:
    """The first line below the text's own that looks like an item, if it is further right."""
    place = text.position(start)
    above = text.line(place.line)
    dash = above.rfind("-", 0, place.column - 1)
    for number in range(place.line + 1, len(text.starts) + 1):
        line = text.line(number)
        if line.strip() and len(line) - len(line.lstrip(" ")) <= dash:
            return None
        found = _ITEM.fullmatch(line)
        if found is not None:
            if re.search(r":(?: |$)", found[2]):
                return None  # The parser gives up here, and says so.
            begin = text.starts[number - 1] + len(found[1])
            facts = {"column": dash + 1}
            return Problem(rules.ITEM_IS_TEXT, begin, begin + 1, pointer, facts)
    return None
