"""The user's texts, as messages may have them."""

from __future__ import annotations

import unicodedata

LONGEST_FACT = 160
"""Characters of the user's text that a message quotes; the source line shows the rest."""


def visible(text: str) -> str:
    """The text with control and invisible characters written as escapes.

    A terminal, a log and a pull request then show what stands in the file, and no text of a file
    can move a cursor, colour a line or turn the direction of writing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return character.encode("unicode_escape").decode("ascii")
    return character


def shown(fact: object) -> object:
    """A fact as it may stand in a message: one line, visible, not endless."""
    if not isinstance(fact, str):
        return fact
    text = visible(fact)
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"
