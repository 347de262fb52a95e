"""Python annotations as sets of types, to tell one that takes less from one that takes more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_WIDER: Final = {"int": ("float",)}
"""PEP 484: an `int` goes where a `float` is wanted."""
_ANYTHING: Final = "Json"
"""The runtime's alias of `Any`."""
_LITERAL: Final = "Literal["


def members(annotation: str) -> frozenset[str]:
    """The members of a union: `dict[str, int | None] | None` has two, each constant is one of its own."""
    found: list[str] = []
    for each in _parted(annotation, "|"):
        if each.startswith(_LITERAL):
            found += [f"{_LITERAL}{value}]" for value in _parted(each[len(_LITERAL) : -1], ",")]
        else:
            found.append(each)
    return frozenset(found)


def _parted(text: str, mark: str) -> Iterator[str]:
    """The text at a mark that stands in no brackets and in no quotes."""
    depth = start = 0
    is_quoted = is_escaped = False
    for index, character in enumerate(text):
        if is_quoted:
            is_quoted = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
            continue
        is_quoted = character == '"'
        depth += (character == "[") - (character == "]")
        if character == mark and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def says_nothing(annotation: str) -> bool:
    """Whether any value is one of it."""
    return _ANYTHING in members(annotation)


def takes(wide: str, narrow: str) -> bool:
    """Whether every value of the second annotation is one of the first."""
    accepted = members(wide)
    if _ANYTHING in accepted:
        return True
    return all(
        each in accepted or not accepted.isdisjoint(_wider(each)) for each in members(narrow)
    )


def _wider(member: str) -> tuple[str, ...]:
    """What takes a member as well."""
    if not member.startswith(_LITERAL):
        return _WIDER.get(member, ())
    value = member[len(_LITERAL) : -1]
    if value.startswith('"'):
        return ("str",)
    return ("bool",) if value in ("true", "false") else ("int", "float")
