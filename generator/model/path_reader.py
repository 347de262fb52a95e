"""Reads JSONPath as Jayway's compiler does, a character at a time."""

from __future__ import annotations

import json
import re
from typing import Final

from .. import regex
from .path_characters import Characters, PathSyntaxError
from .path_steps import (
    DEEP,
    EVERY,
    AllOf,
    AnyOf,
    Compare,
    Exists,
    Filter,
    Function,
    Inner,
    Not,
    Operand,
    Pattern,
    Slice,
    Step,
    Steps,
    Test,
    Union,
    Value,
)
from .patterns import PatternError, linear

FUNCTIONS: Final = frozenset(
    (
        *("length", "size", "keys", "min", "max", "avg", "stddev", "sum"),
        *("concat", "append", "first", "last", "index"),
    )
)
_NEED_ARGUMENTS: Final = ("index", "append")
OPERATORS: Final = frozenset(
    (
        *("==", "!=", "===", "!==", "<", "<=", ">", ">=", "=~"),
        *("in", "nin", "contains", "size", "empty", "subsetof", "anyof", "noneof"),
    )
)
_NAME: Final = regex.late(r"[^.\[\]()\s'\"]+")
_DEEPEST: Final = 40
_SYMBOL: Final = regex.late(r"[<>=~!]+|[A-Za-z]+")
_SLICE: Final = regex.late(r"\[\s*(-?\d{1,9})?\s*:\s*(-?\d{1,9})?\s*\]")
_INDICES: Final = regex.late(r"\[\s*-?\d{1,9}(?:\s*,\s*-?\d{1,9})*\s*\]")
_ALL: Final = regex.late(r"\[\s*\*\s*\]")
_FLAGS_INSIDE: Final = regex.late(r"\(\?([idsmuU]+)\)")
"""Java's way to write flags at the beginning of an expression."""


class PathReader(Characters):
    """One path, and how far it is read."""

    def __init__(self, text: str, at: int = 0, depth: int = 0) -> None:
        super().__init__(text, at)
        self.depth = depth
        if depth > _DEEPEST:
            raise PathSyntaxError

    def whole(self) -> Steps:
        """The steps of a path that begins with `$` or `@` and is all there is."""
        self.at += 1
        steps = self.steps()
        if self.at != len(self.text):
            raise PathSyntaxError
        return steps

    def steps(self) -> Steps:
        """The steps from here, as far as they go."""
        steps: list[Step] = []
        while self.at < len(self.text) and self.text[self.at] in ".[":
            if steps and isinstance(steps[-1], Function):
                raise PathSyntaxError  # a function ends a path
            self._step(steps)
        if steps and isinstance(steps[-1], Function) and steps[0] is DEEP:
            # Of everything below the document the function gets the list.
            last = steps[-1]
            return (Function(last.name, last.arguments, tuple(steps[:-1])),)
        return tuple(steps)

    def _step(self, steps: list[Step]) -> None:
        if self.take(".."):
            if self.text[self.at : self.at + 1] in ("", "."):
                raise PathSyntaxError
            steps.append(DEEP)
            if self.text[self.at] == "[":
                steps.append(self._brackets())
                return
        elif self.take("."):
            if self.text[self.at : self.at + 1] == "[":
                steps.append(self._brackets())
                return
        else:
            steps.append(self._brackets())
            return
        steps.append(EVERY if self.take("*") else self._name())

    def _name(self) -> Step:
        match = _NAME.match(self.text, self.at)
        if match is None:
            raise PathSyntaxError
        name = self._bounded(match)
        if self.take("("):
            return self._function(name)
        return name

    def _bounded(self, match: re.Match[str]) -> str:
        """The name, which inside a filter ends where an operator begins."""
        name = match[0]
        if self.depth:
            end = re.search(r"[=<>!&|,]", name)
            name = name[: end.start()] if end is not None else name
        if not name:
            raise PathSyntaxError
        self.at += len(name)
        return name

    def _function(self, name: str) -> Function:
        arguments: list[str | int | float | bool | None] = []
        self.blank()
        while not self.take(")"):
            value = json.loads(self.literal())
            if isinstance(value, list | dict):
                raise PathSyntaxError
            arguments.append(value)
            self.blank()
            self.take(",")
            self.blank()
        if name not in FUNCTIONS or (name in _NEED_ARGUMENTS) > bool(arguments):
            raise PathSyntaxError
        if arguments and name not in (*_NEED_ARGUMENTS, "concat"):
            raise PathSyntaxError
        if name == "index" and (len(arguments) != 1 or type(arguments[0]) is not int):
            raise PathSyntaxError
        return Function(name, tuple(arguments))

    # --- brackets ---------------------------------------------------------------------------------

    def _brackets(self) -> Step:
        if self.match(_ALL):
            return EVERY
        if match := self.match(_SLICE):
            start, stop = (None if each is None else int(each) for each in match.groups())
            if start is None and stop is None:
                raise PathSyntaxError
            return Slice(start, stop)
        if match := self.match(_INDICES):
            indices = tuple(int(each) for each in match[0][1:-1].split(","))
            return indices[0] if len(indices) == 1 else Union(indices)
        self.need("[")
        self.blank()
        if self.take("?"):
            return self._filter()
        return self._names()

    def _names(self) -> Step:
        names = [self.quoted()]
        self.blank()
        while self.take(","):
            self.blank()
            names.append(self.quoted())
            self.blank()
        self.need("]")
        return names[0] if len(names) == 1 else Union(tuple(names))

    # --- filters ----------------------------------------------------------------------------------

    def _filter(self) -> Filter:
        self.blank()
        self.need("(")
        inner = PathReader(self.text, self.at, self.depth + 1)
        test = inner.any_of()
        self.at = inner.at
        self.blank()
        self.need(")")
        self.blank()
        self.need("]")
        return Filter(test)

    def any_of(self) -> Test:
        tests = [self._all_of()]
        while self.blank() and self.take("||"):
            tests.append(self._all_of())
        return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))

    def _all_of(self) -> Test:
        tests = [self._one()]
        while self.blank() and self.take("&&"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else AllOf(tuple(tests))

    def _one(self) -> Test:
        self.blank()
        if self.take("!"):
            return Not(self._one())
        if self.take("("):
            inner = PathReader(self.text, self.at, self.depth + 1)
            test = inner.any_of()
            self.at = inner.at
            self.blank()
            self.need(")")
            return test
        left = self._operand()
        self.blank()
        if self.text[self.at : self.at + 1] in (")", "&", "|", ""):
            if not isinstance(left, Inner):
                raise PathSyntaxError
            return Exists(left)
        match = self.match(_SYMBOL)
        operator = "" if match is None else match[0].lower()
        if operator not in OPERATORS:
            raise PathSyntaxError
        self.blank()
        return Compare(operator, left, self._operand())

    def _operand(self) -> Operand:
        start = self.text[self.at : self.at + 1]
        if start in ("@", "$") and start:
            self.at += 1
            inner = PathReader(self.text, self.at, self.depth + 1)
            steps = inner.steps()
            self.at = inner.at
            return Inner(start == "$", steps)
        if start == "/":
            return self._pattern()
        return Value(self.literal())

    def _pattern(self) -> Pattern:
        end = self.at + 1
        while end < len(self.text) and self.text[end] != "/":
            end += 2 if self.text[end] == "\\" else 1
        flags = re.compile(r"[a-zA-Z]*").match(self.text, end + 1)
        if end >= len(self.text) or flags is None or set(flags[0]) - set("idsmuU"):
            raise PathSyntaxError
        start, self.at = self.at, flags.end()
        inside = _FLAGS_INSIDE.match(self.text[start + 1 : end])
        letters = flags[0] + (inside[1] if inside else "")
        begin = start + 1 + (inside.end() if inside else 0)
        try:
            expression = linear(self.text[begin:end], letters)
        except PatternError:
            raise PathSyntaxError from None
        return Pattern(self.text[start : self.at], expression)
