"""Python annotations as sets of types, to tell one that takes less from one that takes more."""

from __future__ import annotations

from typing import Final

_WIDER: Final = {"int": ("float",)}
"""PEP 484: an `int` goes where a `float` is wanted."""
_ANYTHING: Final = "Json"
"""The runtime's alias of `Any`."""


def members(annotation: str) -> frozenset[str]:
    """The members of a union: `dict[str, int | None] | None` has two."""
    found: list[str] = []
    depth = start = 0
    for index, character in enumerate(annotation):
        depth += (character == "[") - (character == "]")
        if character == "|" and depth == 0:
            found.append(annotation[start:index].strip())
            start = index + 1
    found.append(annotation[start:].strip())
    return frozenset(found)


def takes(wide: str, narrow: str) -> bool:
    """Whether every value of the second annotation is one of the first."""
    accepted = members(wide)
    if _ANYTHING in accepted:
        return True
    return all(
        each in accepted or not accepted.isdisjoint(_WIDER.get(each, ()))
        for each in members(narrow)
    )
