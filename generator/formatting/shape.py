"""Whether a rendered file is known to be in Black's shape without asking Black.

The printer (`render/source.py`) splits what is too long exactly as Black does, for the forms that it
knows; what it does not know it leaves on one line. So a line of code that is too long is a doubt. So
are blank lines that no template means (where a list of the specification is empty), and characters whose
width Black measures otherwise than as one column.
"""

from __future__ import annotations

import re
from typing import Final

from .. import regex

WIDTH: Final = 100

_ODD_BLANKS: Final = regex.late(r"\n\n\n\n|\n\n\n[ \t]|\n\n\Z|[ \t]\n|\A\n|(?<!\n)\Z")
"""Three blank lines, two inside a block, one at the end; blanks at the end of a line."""
_ODD_WIDTHS: Final = regex.late("[^\x00-\u02ff\u2010-\u2027\u20ac\u2122\u2190-\u21ff\u2212]")
"""All but what is surely one column wide: Latin letters, dashes and quotes, arrows."""
_TRIPLE: Final = '"""'
_ODD_TRIPLE: Final = regex.late(r'^(?! *""").*"""(?!$)', re.MULTILINE)
"""Three quotes that are not the edge of a docstring, which begins or ends its line."""

_TEXT: Final = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
_ALONE: Final = regex.late(rf" +(?:\w+=|{_TEXT}: )?{_TEXT},")
"""One long text as an item, an argument or the value of a key: there is no place to split it."""


def is_certain(text: str) -> bool:
    """Whether Black would surely change nothing in a file of stage 6."""
    if _ODD_BLANKS.search(text) or _ODD_TRIPLE.search(text):
        return False
    return all(map(_is_plain, text.split(_TRIPLE)[::2]))


def _is_plain(code: str) -> bool:
    """Whether lines between two docstrings, which alone may be long, are short and easy to measure."""
    if not code.isascii() and _ODD_WIDTHS.search(code):
        return False
    if len(code) <= WIDTH:
        return True
    return all(
        len(line) <= WIDTH or line[0] == "#" or _ALONE.fullmatch(line) for line in code.split("\n")
    )
