"""Regular expressions of a specification, as the linear engine of the packages takes them.

A `pattern` is an expression of ECMA-262 (JSON Schema 2020-12, 6.3.3): `\\d` and `\\w` are ASCII, `$` is the
end of the text, `\\s` is what Unicode calls white space. A package matches with RE2, which never goes back
and so needs time in proportion to the text, whoever wrote it. What has no such form (looking ahead or
behind, references to groups) is refused here, and so is what would grow beyond bounds when it is
compiled. Whether there is a match is all that is asked: groups catch nothing.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from .. import regex
from ..records import dataclass
from .pattern_classes import (
    ANY_BUT_LINE_ENDS,
    HYPHEN,
    Set,
    escape_in_set,
    escaped_set,
    spelled,
)

LONGEST: Final = 10_000
"""More characters than any pattern of a specification has a reason for."""
_DEEPEST: Final = 100
_MOST_REPEATS: Final = 1000
"""RE2 takes no more, in repeats of repeats neither."""
_MOST_STEPS: Final = 500_000
"""How large a compiled expression may become, in steps of 16 bytes."""
_HALVES: Final = regex.late("[\ud800-\udfff]")
_BRACES: Final = regex.late(r"\{([0-9]+)(,([0-9]*))?\}")
_GROUP: Final = regex.late(r"\?(?:(:)|<([A-Za-z_$][\w$]*)>|([is]+):)", re.ASCII)
_LOOKING: Final = ("?=", "?!", "?<=", "?<!")


class PatternError(ValueError):
    """The text is no regular expression of ECMA-262; its text says why."""


class BacktrackingError(PatternError):
    """It is one, but cannot be matched in linear time and bounded space."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: its text for RE2, how large it becomes, how often it repeats inside."""

    text: str
    size: int
    repeats: int = 1
    can_repeat: bool = True


def linear(pattern: str, flags: str = "") -> str:
    """The expression for RE2. `flags` are `i` (any case), `s` (`.` is any character) and `m` (lines).

    Raises `PatternError`.
    """
    if len(pattern) > LONGEST:
        raise BacktrackingError(f"it is longer than {LONGEST} characters")
    if _HALVES.search(pattern):
        raise PatternError("it holds half a character")
    reader = _Reader(pattern)
    part = reader.alternatives("s" in flags, 0)
    if reader.at < len(pattern):
        raise PatternError("`)` closes nothing")
    _bounded(part.size)
    kept = "".join(each for each in "im" if each in flags)
    return f"(?{kept}){part.text}" if kept else part.text


def _bounded(size: int) -> None:
    if size > _MOST_STEPS:
        raise BacktrackingError("its repeats make it too large")


class _Reader:
    """Reads an expression once, from its beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self, dot_is_all: bool, depth: int) -> _Part:
        """All up to the end or the `)` of this group."""
        if depth > _DEEPEST:
            raise BacktrackingError(f"groups are nested deeper than {_DEEPEST}")
        branches = [self._sequence(dot_is_all, depth)]
        while self._takes("|"):
            branches.append(self._sequence(dot_is_all, depth))
        size = sum(each.size + 1 for each in branches)
        repeats = max(each.repeats for each in branches)
        return _Part("|".join(each.text for each in branches), size, repeats)

    def _sequence(self, dot_is_all: bool, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._repeated(self._atom(dot_is_all, depth)))
        size = sum(each.size for each in parts)
        _bounded(size)
        return _Part(
            "".join(each.text for each in parts), size, max([1, *(p.repeats for p in parts)])
        )

    def _repeated(self, part: _Part) -> _Part:
        quantifier, maximum = self._quantifier()
        if not quantifier:
            return part
        if not part.can_repeat:
            raise PatternError(f"`{quantifier}` repeats nothing")
        self._takes("?")  # A lazy quantifier finds a match where a greedy one does.
        if self.text[self.at : self.at + 1] in ("*", "+", "?") and self.at < len(self.text):
            raise PatternError(f"`{self.text[self.at]}` repeats nothing")
        repeats = part.repeats * max(maximum, 1)
        if repeats > _MOST_REPEATS:
            raise BacktrackingError(f"it repeats more than {_MOST_REPEATS} times")
        size = (part.size + 1) * max(maximum, 1) + 1
        _bounded(size)
        return _Part(part.text + quantifier, size, repeats)

    def _quantifier(self) -> tuple[str, int]:
        """What repeats the part before, and how often that is written out."""
        sign = self.text[self.at : self.at + 1]
        if sign and sign in "*+?":
            self.at += 1
            return sign, 1
        braces = _BRACES.match(self.text, self.at)
        if braces is None:
            return "", 0
        self.at = braces.end()
        numbers = [int(each[:6]) for each in (braces[1], braces[3] or "") if each]
        if len(numbers) == 2 and numbers[1] < numbers[0]:
            raise PatternError(f"`{braces[0]}` ends before it begins")
        return braces[0], max(numbers)

    def _atom(self, dot_is_all: bool, depth: int) -> _Part:
        sign = self.text[self.at]
        if sign == "(":
            return self._group(dot_is_all, depth)
        if sign == "[":
            return _set(self._class())
        if sign == "\\":
            return self._escape()
        if sign in "*+?" or _BRACES.match(self.text, self.at):
            raise PatternError(f"`{sign}` repeats nothing")
        self.at += 1
        if sign in "^$":
            return _Part(sign, 1, can_repeat=False)
        if sign == ".":
            return _Part("(?s:.)", 12) if dot_is_all else _set(ANY_BUT_LINE_ENDS)
        return _literal(sign)

    def _group(self, dot_is_all: bool, depth: int) -> _Part:
        self.at += 1
        if self.text.startswith(_LOOKING, self.at):
            raise BacktrackingError("it looks ahead or behind")
        opening = "(?:"
        if self.text.startswith("?", self.at):
            kind = _GROUP.match(self.text, self.at)
            if kind is None:
                raise PatternError(f"`({self.text[self.at : self.at + 3]}` begins no group")
            self.at = kind.end()
            flags = kind[3] or ""
            dot_is_all = dot_is_all or "s" in flags
            opening = "(?i:" if "i" in flags else opening
        inside = self.alternatives(dot_is_all, depth + 1)
        if not self._takes(")"):
            raise PatternError("a `(` is not closed")
        size = inside.size * 2 if opening == "(?i:" else inside.size
        return _Part(f"{opening}{inside.text})", size + 1, inside.repeats)

    def _class(self) -> Set:
        """`[…]`, up to its end."""
        start, self.at = self.at, self.at + 1
        negated = self._takes("^")
        members: list[Set] = []
        while not self._takes("]"):
            first = self._member()
            if (
                self.text[self.at : self.at + 1] == "-"
                and self.text[self.at + 1 : self.at + 2] != "]"
            ):
                self.at += 1
                members += self._range(first, self._member(), start)
            else:
                members.append(first)
        ranges = tuple(pair for each in members for pair in each.ranges)
        return Set(ranges, tuple(name for each in members for name in each.properties), negated)

    def _range(self, first: Set, last: Set, start: int) -> tuple[Set, ...]:
        """`a-z`; a hyphen beside a class (`\\w-.`) stands for itself (ECMA-262, B.1.2)."""
        low, high = first.only, last.only
        if low is None or high is None:
            return first, HYPHEN, last
        if high < low:
            raise PatternError(f"`{self.text[start : self.at]}` holds a range that is none")
        return (Set(((low, high),)),)

    def _member(self) -> Set:
        if self.at >= len(self.text):
            raise PatternError("a `[` is not closed")
        if self.text[self.at] != "\\":
            self.at += 1
            return Set.of(self.text[self.at - 1])
        found, self.at = escape_in_set(self.text, self.at + 1, self._refuse)
        return found

    def _escape(self) -> _Part:
        sign = self.text[self.at + 1 : self.at + 2]
        if sign and sign in "bB":
            self.at += 2
            return _Part(f"\\{sign}", 1, can_repeat=False)
        if sign and sign in "123456789k":
            raise BacktrackingError(f"`\\{sign}` refers to a group")
        found, self.at = escaped_set(self.text, self.at + 1, self._refuse)
        return _set(found) if found.only is None else _literal(chr(found.only))

    def _refuse(self, problem: str) -> NoReturn:
        raise PatternError(problem)

    def _takes(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True


def _literal(sign: str) -> _Part:
    return _Part(spelled(ord(sign)), len(sign.encode("utf-8", "replace")))


def _set(members: Set) -> _Part:
    return _Part(members.text, members.size)
