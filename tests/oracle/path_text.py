"""The text of a JSONPath taken apart (2.9.1).

`NoPathError`: the library takes it for no path, and nothing is found. `UnsupportedPathError`: this reading says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final


class NoPathError(Exception):
    """The library refuses the text."""


class UnsupportedPathError(Exception):
    """A path of which this reading says nothing."""


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Names:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    at: int


@dataclass(frozen=True)
class Indices:
    places: tuple[int, ...]


@dataclass(frozen=True)
class Slice:
    begin: int | None
    end: int | None


@dataclass(frozen=True)
class Each:
    """`*`"""


@dataclass(frozen=True)
class Everywhere:
    """`..`, before the step that is sought."""


@dataclass(frozen=True)
class Apply:
    """A function without arguments."""

    name: str


@dataclass(frozen=True)
class Own:
    """`@…` or `$…` in a test."""

    steps: tuple[Step, ...]
    is_from_root: bool


@dataclass(frozen=True)
class Literal:
    value: Any


@dataclass(frozen=True)
class There:
    own: Own


@dataclass(frozen=True)
class Not:
    test: Test


@dataclass(frozen=True)
class Joined:
    word: str
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Compared:
    left: Own | Literal
    sign: str
    right: Own | Literal


@dataclass(frozen=True)
class Where:
    test: Test


Test = There | Not | Joined | Compared
Step = Name | Names | Index | Indices | Slice | Each | Everywhere | Apply | Where

_NAME: Final = re.compile(r"[^.\[\]()]+")
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SLICE: Final = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?")
_SIGN: Final = re.compile(r"\s*(==|!=|<=|>=|<|>|=~|(?:in|nin|size|empty|contains)\b)\s*")
_OTHER_SIGN: Final = re.compile(r"\s*(===|!==|(?:subsetof|anyof|noneof|type)\b)")


def steps_of(text: str) -> tuple[Step, ...]:
    """A path as it is written in a mapping, with or without `$`."""
    if text[0] in "$@":
        text = text[1:]
    elif text[0] in ".[":
        raise UnsupportedPathError(text)
    else:
        text = "." + text
    reader = _Reader(text)
    steps = reader.steps()
    if reader.rest:
        raise NoPathError(text)
    return steps


class _Reader:
    def __init__(self, text: str) -> None:
        self.rest = text

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.rest)
        if found is not None:
            self.rest = self.rest[found.end() :]
        return found

    def _skips(self, text: str) -> bool:
        found = self.rest.startswith(text)
        self.rest = self.rest[len(text) :] if found else self.rest
        return found

    def _expect(self, text: str) -> None:
        self.rest = self.rest.lstrip()
        if not self._skips(text):
            raise NoPathError(self.rest)

    # --- steps -----------------------------------------------------------------------------------

    def steps(self, stop: re.Pattern[str] | None = None) -> tuple[Step, ...]:
        """As many as there are; in a test a name ends where `stop` matches."""
        found: list[Step] = []
        while self.rest:
            if self._skips(".."):
                found += [Everywhere(), self._after_dot(stop)]
            elif self._skips("."):
                found.append(self._after_dot(stop))
            elif self.rest.startswith("["):
                found.append(self._bracket())
            else:
                break
        return tuple(found)

    def _after_dot(self, stop: re.Pattern[str] | None) -> Step:
        if self.rest.startswith("["):
            return self._bracket()
        if self._skips("*"):
            return Each()
        name = self._take(stop or _NAME)
        if name is None:
            raise NoPathError(self.rest)
        if not self._skips("("):
            return Name(name[0])
        if not self._skips(")"):
            raise UnsupportedPathError("a function with arguments")
        return Apply(name[0])

    def _bracket(self) -> Step:
        self._expect("[")
        self.rest = self.rest.lstrip()
        if self._skips("*"):
            made: Step = Each()
        elif self._skips("?"):
            self._expect("(")
            made = Where(self._either())
            self._expect(")")
        elif self.rest[:1] in ("'", '"'):
            names = self._names()
            made = Name(names[0]) if len(names) == 1 else Names(names)
        else:
            made = self._places()
        self._expect("]")
        return made

    def _names(self) -> tuple[str, ...]:
        found = []
        while True:
            self.rest = self.rest.lstrip()
            name = self._take(_QUOTED)
            if name is None:
                raise NoPathError(self.rest)
            found.append(re.sub(r"\\(.)", r"\1", name[1] if name[1] is not None else name[2]))
            self.rest = self.rest.lstrip()
            if not self._skips(","):
                return tuple(found)

    def _places(self) -> Step:
        written, bracket, after = self.rest.partition("]")
        self.rest = bracket + after
        written = written.strip()
        if re.fullmatch(r"-?\d+", written):
            return Index(int(written))
        if re.fullmatch(r"-?\d+(\s*,\s*-?\d+)+", written):
            return Indices(tuple(int(each) for each in written.split(",")))
        found = _SLICE.fullmatch(written)
        if found is None or found[1] is found[2] is None:
            raise NoPathError(written)
        begin, end = (None if each is None else int(each) for each in found.groups())
        return Slice(begin, end)

    # --- tests -----------------------------------------------------------------------------------

    def _either(self) -> Test:
        return self._joined("||", self._both)

    def _both(self) -> Test:
        return self._joined("&&", self._single)

    def _joined(self, word: str, part: Any) -> Test:
        tests = [part()]
        while True:
            self.rest = self.rest.lstrip()
            if not self._skips(word):
                return tests[0] if len(tests) == 1 else Joined(word, tuple(tests))
            tests.append(part())

    def _single(self) -> Test:
        self.rest = self.rest.lstrip()
        if self._skips("!"):
            return Not(self._single())
        if self._skips("("):
            test = self._either()
            self._expect(")")
            return test
        left = self._operand()
        if _OTHER_SIGN.match(self.rest):
            raise UnsupportedPathError(self.rest)
        sign = self._take(_SIGN)
        if sign is None:
            if not isinstance(left, Own):
                raise NoPathError("a literal alone")
            return There(left)
        right = self._pattern() if sign[1] == "=~" else self._operand()
        return Compared(left, sign[1], right)

    def _operand(self) -> Own | Literal:
        self.rest = self.rest.lstrip()
        if self.rest[:1] in ("@", "$"):
            is_from_root, self.rest = self.rest[0] == "$", self.rest[1:]
            return Own(self.steps(re.compile(r"[\w-]+")), is_from_root)
        text = self._take(_QUOTED)
        if text is not None:
            return Literal(text[1] if text[1] is not None else text[2])
        number = self._take(re.compile(r"-?\d+(\.\d+)?(?![\w.])"))
        if number is not None:
            return Literal(float(number[0]) if number[1] else int(number[0]))
        word = self._take(re.compile(r"(true|false|null)\b"))
        if word is not None:
            return Literal({"true": True, "false": False, "null": None}[word[1]])
        if self._skips("["):
            return Literal(self._list())
        if self.rest.startswith("{"):
            raise UnsupportedPathError("an object in a test")
        raise NoPathError(self.rest)

    def _list(self) -> list[Any]:
        found: list[Any] = []
        while True:
            self.rest = self.rest.lstrip()
            if self._skips("]"):
                return found
            operand = self._operand()
            if not isinstance(operand, Literal):
                raise UnsupportedPathError("a path in a list")
            found.append(operand.value)
            self.rest = self.rest.lstrip()
            self._skips(",")

    def _pattern(self) -> Literal:
        self.rest = self.rest.lstrip()
        found = self._take(re.compile(r"/((?:[^/\\]|\\.)*)/([a-z]*)"))
        if found is None or found[2] not in ("", "i"):
            raise UnsupportedPathError(self.rest)
        if not re.fullmatch(r"[\w.*+|\[\]-]*", found[1]):
            raise UnsupportedPathError(found[1])
        return Literal(re.compile(found[1], re.ASCII | (re.IGNORECASE if found[2] else 0)))
