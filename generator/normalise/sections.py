"""The sections of a text: `{{#x}}…{{/x}}`, `{{^x}}…{{/x}}`, comments, and tags that are refused.

A tag that is alone on its line takes the line with it, as templates of the reference engine have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from ..model import Section, TextPart
from ..records import dataclass

_TAG: Final = re.compile(r"\{\{\s*(?P<sign>[#^/!<>=])(?P<rest>.*?)\}\}", re.DOTALL)
_NAME: Final = re.compile(r"[\w.$&-]+\Z")
_BLANK_BEFORE: Final = re.compile(r"(?:\A|\n)[ \t]*\Z")
_BLANK_AFTER: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_REFUSED: Final = {
    "<": "is a parent of Mustache, which the reference engine does not find either",
    ">": "is a partial of Mustache, which the reference engine does not find either",
    "=": "would change the braces of the placeholders after it",
}
MOST: Final = 50
"""Sections inside each other."""

ReadText: TypeAlias = Callable[[str], tuple[TextPart, ...]]
"""Reads a text without tags."""


class TagError(Exception):
    """A tag cannot be kept."""

    def __init__(self, written: str, reason: str) -> None:
        super().__init__(written, reason)
        self.written = written
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Open:
    written: str
    name: str
    is_inverted: bool
    parts: list[TextPart]


def first_tag(text: str) -> str | None:
    """The first tag of a text that is no placeholder."""
    found = _TAG.search(text)
    return None if found is None else found.group()


def read_sections(
    text: str, read: ReadText, section: Callable[[str, bool], Section]
) -> list[TextPart]:
    """The parts of a text, with its sections one inside the other. Raises `TagError`.

    Args:
        text: with tags.
        read: reads what stands between them.
        section: makes an empty section of its name and whether it is inverted.
    """
    stack = [_Open("", "", False, [])]
    end = 0
    for tag in _TAG.finditer(text):
        before, after = text[end : tag.start()], tag.end()
        alone = _BLANK_AFTER.match(text, after)
        if alone is not None and "\n" in text and _BLANK_BEFORE.search(text, 0, tag.start()):
            before, after = before.rstrip(" \t"), alone.end()
        stack[-1].parts.extend(read(before) if before else ())
        end = after
        _take(tag, stack, section)
    if len(stack) > 1:
        raise TagError(stack[-1].written, f"is not closed: `{{{{/{stack[-1].name}}}}}` is missing")
    stack[0].parts.extend(read(text[end:]) if end < len(text) else ())
    return stack[0].parts


def _take(tag: re.Match[str], stack: list[_Open], section: Callable[[str, bool], Section]) -> None:
    sign, name, written = tag["sign"], tag["rest"].strip(), tag.group()
    if sign == "!":
        return
    if sign in _REFUSED:
        raise TagError(written, _REFUSED[sign])
    if not _NAME.match(name):
        raise TagError(written, "names nothing")
    if sign != "/":
        if len(stack) > MOST:
            raise TagError(written, f"is inside {MOST} others")
        stack.append(_Open(written, name, sign == "^", []))
        return
    last = stack[-1]
    if len(stack) == 1 or last.name != name:
        reason = f"`{last.written}` is open here" if len(stack) > 1 else "no section is open here"
        raise TagError(written, f"closes nothing: {reason}")
    stack.pop()
    empty = section(name, last.is_inverted)
    stack[-1].parts.append(Section(empty.value, empty.is_inverted, tuple(last.parts)))
