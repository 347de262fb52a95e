"""The tags of a text: `{{#x}}…{{/x}}`, `{{^x}}…{{/x}}`, `{{$x}}…{{/x}}`, comments, other braces, and what is refused.

A block (`{{$x}}`) is what stands in it: nothing can take its place without parents. After `{{=<% %>=}}` tags stand in
`<%` and `%>`, and other braces are text.

A tag that is alone on its line takes the line with it, as templates of the reference engine have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from .. import regex
from ..model import Placeholder, Section, TextPart
from ..records import dataclass

_SIGNS: Final = "#^/!<>$"
_TAG: Final = regex.late(
    rf"\{{\{{=(?P<braces>[^=]*)=\}}\}}|\{{\{{\s*(?P<sign>[{_SIGNS}=])(?P<rest>.*?)\}}\}}", re.DOTALL
)
_BRACES: Final = regex.late(r"\s*([^\s=]{1,2})\s+([^\s=]{1,2})\s*\Z")
_NAME: Final = regex.late(r"[\w.$&-]+\Z")
_BLANK_BEFORE: Final = regex.late(r"(?:\A|\n)[ \t]*\Z")
_BLANK_AFTER: Final = regex.late(r"[ \t]*(?:\r?\n|\Z)")
_REFUSED: Final = {
    "<": "is a parent of Mustache, which the reference engine does not find either",
    ">": "is a partial of Mustache, which the reference engine does not find either",
    "=": "names no braces: `{{=<% %>=}}` does, of one or two characters each",
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
    sign: str
    parts: list[TextPart]


def has_tags(text: str) -> bool:
    """Whether a text has more than placeholders."""
    return _TAG.search(text) is not None


def settled(
    parts: Iterable[TextPart],
    is_bound: Callable[[Placeholder], bool],
    reason: str,
    item: Placeholder | None = None,
) -> list[TextPart]:
    """The parts without sections: a variable of `binds` has a value wherever a package runs. Raises `TagError`.

    Args:
        parts: of a text that no caller may change.
        is_bound: says that a name is such a variable.
        reason: why any other name is refused.
        item: what `{{.}}` is.
    """
    found: list[TextPart] = []
    for part in parts:
        if isinstance(part, Section):
            if not is_bound(part.value):
                sign = "^" if part.is_inverted else "#"
                raise TagError(f"{{{{{sign}{part.value.name}}}}}", reason)
            inner = settled(part.parts, is_bound, reason, part.value)
            found.extend(() if part.is_inverted else inner)
        elif isinstance(part, Placeholder) and part.name == "." and item is not None:
            found.append(item)
        else:
            found.append(part)
    return found


def read_sections(
    text: str, read: ReadText, section: Callable[[str, bool], Section]
) -> list[TextPart]:
    """The parts of a text, with its sections one inside the other. Raises `TagError`.

    Args:
        text: with tags.
        read: reads what stands between them.
        section: makes an empty section of its name and whether it is inverted.
    """
    stack = [_Open("", "", "", [])]
    between = read
    end = 0
    for tag in _tags(text):
        before, after = text[end : tag.start()], tag.end()
        alone = _BLANK_AFTER.match(text, after) if tag["sign"] != "" else None
        if alone is not None and "\n" in text and _BLANK_BEFORE.search(text, 0, tag.start()):
            before, after = before.rstrip(" \t"), alone.end()
        stack[-1].parts.extend(between(before) if before else ())
        end = after
        if tag["braces"] is not None:
            between = read if _pattern(tag) is _TAG else _as_it_stands
        elif tag["sign"] in ("", "&"):
            stack[-1].parts.extend(read(f"{{{{{_named(tag)}}}}}"))
        else:
            _take(tag, stack, section)
    if len(stack) > 1:
        raise TagError(stack[-1].written, f"is not closed: `{{{{/{stack[-1].name}}}}}` is missing")
    stack[0].parts.extend(between(text[end:]) if end < len(text) else ())
    return stack[0].parts


def _tags(text: str) -> Iterator[re.Match[str]]:
    """The tags, each in the braces that hold where it stands. Raises `TagError`.

    Groups are `sign`, empty for a placeholder (which only other braces have here), and `rest`; or `braces`.
    """
    pattern, end = _TAG, 0
    while tag := pattern.search(text, end):
        if tag["braces"] is not None:
            pattern = _pattern(tag)
        end = tag.end()
        yield tag


def _pattern(tag: re.Match[str]) -> re.Pattern[str]:
    """Finds tags after one that names other braces. Raises `TagError`."""
    braces = _BRACES.match(tag["braces"])
    if braces is None:
        raise TagError(tag.group(), _REFUSED["="])
    if braces.groups() == ("{{", "}}"):
        return _TAG
    left, right = map(re.escape, braces.groups())
    return re.compile(
        rf"{left}=(?P<braces>[^=]*)={right}|{left}\s*(?P<sign>[{_SIGNS}=&]?)(?P<rest>.*?){right}",
        re.DOTALL,
    )


def _as_it_stands(text: str) -> tuple[TextPart, ...]:
    return (text,)


def _named(tag: re.Match[str]) -> str:
    """What a tag names. Raises `TagError`."""
    name = tag["rest"].strip()
    if not _NAME.match(name):
        raise TagError(tag.group(), "names nothing")
    return name


def _take(tag: re.Match[str], stack: list[_Open], section: Callable[[str, bool], Section]) -> None:
    sign, written = tag["sign"], tag.group()
    if sign == "!":
        return
    if sign in _REFUSED:
        raise TagError(written, _REFUSED[sign])
    name = _named(tag)
    if sign != "/":
        if len(stack) > MOST:
            raise TagError(written, f"is inside {MOST} others")
        stack.append(_Open(written, name, sign, []))
        return
    last = stack[-1]
    if len(stack) == 1 or last.name != name:
        reason = f"`{last.written}` is open here" if len(stack) > 1 else "no section is open here"
        raise TagError(written, f"closes nothing: {reason}")
    stack.pop()
    if last.sign == "$":
        stack[-1].parts.extend(last.parts)
        return
    empty = section(name, last.sign == "^")
    stack[-1].parts.append(Section(empty.value, empty.is_inverted, tuple(last.parts)))
