"""Tags of templates: which texts of a template stand inside which section (the language, 2.2).

Every `{{#name}}`, `{{^name}}`, `{{/name}}` and comment is found here; what is between them stays text. A tag that
is alone on its line takes the line with it, as Mustache has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_TAG: Final = re.compile(r"\{\{\s*([#^/!])\s*([^}]*?)\s*\}\}")
_ALONE: Final = re.compile(r"^[ \t]*(\{\{\s*[#^/!][^}]*\}\})[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass
class Block:
    """What stands between a tag that opens and the one that closes it."""

    name: str
    is_inverted: bool
    inside: list[str | Block] = field(default_factory=list)


def blocks(text: str) -> list[str | Block]:
    """The text between tags, and what sections hold."""
    if "\n" in text:
        text = _ALONE.sub(r"\1", text)
    outermost = Block("", False)
    open_ones = [outermost]
    end = 0
    for tag in _TAG.finditer(text):
        if tag.start() > end:
            open_ones[-1].inside.append(text[end : tag.start()])
        end = tag.end()
        sign, name = tag[1], tag[2]
        if sign in "#^":
            made = Block(name, sign == "^")
            open_ones[-1].inside.append(made)
            open_ones.append(made)
        elif sign == "/":
            closed = open_ones.pop()
            assert closed.name == name, (text, closed.name, name)
    if end < len(text):
        open_ones[-1].inside.append(text[end:])
    assert open_ones == [outermost], text
    return outermost.inside
