"""JSONPath as the engine's library answers it (2.9.1, and row 28 of section 6): what a path finds in a document.

A path is taken apart by `path_text`. Whether it can have more than one result is known from its text: then the answer is
a list, else a value or nothing. A step that does not fit is an error as long as all before it names one place, which
makes the whole answer null; behind a step with many results it only loses that result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from . import path_functions
from .path_text import (
    Apply,
    Compared,
    Each,
    Everywhere,
    Index,
    Indices,
    Joined,
    Literal,
    Name,
    Names,
    NoPathError,
    Not,
    Own,
    Slice,
    Step,
    Test,
    There,
    UnsupportedPathError,
    Where,
    steps_of,
)

__all__ = ["UnsupportedPathError", "extract"]


class _MissingError(Exception):
    """A step of a path of one place does not fit."""


class _Absent:
    """What a path inside a test does not find; it equals nothing, itself included."""


_ABSENT = _Absent()


def extract(path: str | None, root: Any) -> Any:
    """The node at a path; None where it is missing. `$`, `$.` and nothing are the root."""
    text = (path or "").strip()
    if text in ("", "$", "$."):
        return root
    try:
        steps = steps_of(text)
        return _answer(steps, root, root)
    except (NoPathError, _MissingError):
        return None


def _is_one_place(steps: tuple[Step, ...]) -> bool:
    return all(
        isinstance(step, Name | Index | Apply) or (isinstance(step, Names) and step is steps[-1])
        for step in steps
    )


def _answer(steps: tuple[Step, ...], node: Any, root: Any) -> Any:
    last = steps[-1] if steps else None
    if isinstance(last, Apply) and isinstance(steps[0], Everywhere):
        # Behind a path that begins with `..` a function works on all that was found, not on each.
        return path_functions.apply_to_all(last, list(_found(steps[:-1], node, root, True)))
    found = list(_found(steps, node, root, True))
    if not _is_one_place(steps):
        return found
    if not found:
        raise _MissingError
    return found[-1]


def _found(steps: tuple[Step, ...], node: Any, root: Any, is_one: bool) -> Iterator[Any]:
    """Results in order. `is_one` while all before names one place."""
    if not steps:
        yield node
        return
    step, rest = steps[0], steps[1:]
    match step:
        case Name(name):
            yield from _named(name, rest, node, root, is_one)
        case Names(names):
            yield from _several(names, rest, node, root, is_one)
        case Index(at):
            for each in _element(node, at, is_one):
                yield from _found(rest, each, root, is_one)
        case Indices(places):
            for at in places:
                for each in _element(node, at, is_one):
                    yield from _found(rest, each, root, False)
        case Slice():
            if _is_list(node, is_one):
                for each in _slice(step, node):
                    yield from _found(rest, each, root, False)
        case Each():
            inside = list(node.values()) if isinstance(node, dict) else node
            for each in inside if isinstance(inside, list) else ():
                yield from _found(rest, each, root, False)
        case Everywhere():
            yield from _deep(rest, node, root)
        case Where(test):
            yield from _kept(test, rest, node, root, is_one)
        case Apply():
            result = path_functions.apply(step, node)
            if result is path_functions.NOTHING:
                raise _MissingError
            yield from _found(rest, result, root, is_one)


def _named(name: str, rest: tuple[Step, ...], node: Any, root: Any, is_one: bool) -> Iterator[Any]:
    if isinstance(node, dict) and name in node:
        yield from _found(rest, node[name], root, is_one)
    elif is_one:
        raise _MissingError


def _several(
    names: tuple[str, ...], rest: tuple[Step, ...], node: Any, root: Any, is_one: bool
) -> Iterator[Any]:
    """At the end an object of the names that are there, elsewhere one after the other."""
    if not isinstance(node, dict):
        if is_one:
            raise _MissingError
    elif not rest:
        yield {name: node[name] for name in names if name in node}
    else:
        for name in names:
            if name in node:
                yield from _found(rest, node[name], root, False)


def _is_list(node: Any, is_one: bool) -> bool:
    if not isinstance(node, list) and is_one:
        raise _MissingError
    return isinstance(node, list)


def _element(node: Any, at: int, is_one: bool) -> Iterator[Any]:
    """Beyond the end there is a null (row 28)."""
    if _is_list(node, is_one):
        at = len(node) + at if at < 0 else at
        yield node[at] if 0 <= at < len(node) else None


def _slice(step: Slice, node: list[Any]) -> list[Any]:
    """With both bounds an end below zero is not counted from behind."""
    size = len(node)
    if step.begin is None:
        end = step.end or 0
        return node[: size + end if end < 0 else min(end, size)]
    begin = max(size + step.begin, 0) if step.begin < 0 else step.begin
    if step.end is None:
        return node[begin:]
    if step.end < 0:
        raise UnsupportedPathError("both bounds, and an end from behind")
    return node[begin : step.end]


def _deep(rest: tuple[Step, ...], node: Any, root: Any) -> Iterator[Any]:
    """The next step at every place that has it, from the top down."""
    step = rest[0]
    fits = (isinstance(node, dict) and (not isinstance(step, Name) or step.name in node)) or (
        isinstance(node, list) and isinstance(step, Each)
    )
    if isinstance(step, Where):
        fits = isinstance(node, dict) and _holds(step.test, node, root)
    if fits:
        yield from _found(rest, node, root, False)
    inside = list(node.values()) if isinstance(node, dict) else node
    for each in inside if isinstance(inside, list) else ():
        yield from _deep(rest, each, root)


def _kept(test: Test, rest: tuple[Step, ...], node: Any, root: Any, is_one: bool) -> Iterator[Any]:
    """Elements of a list for which a test holds; an object is kept or not as it is."""
    if isinstance(node, list | dict):
        for each in node if isinstance(node, list) else [node]:
            if _holds(test, each, root):
                yield from _found(rest, each, root, False)
    elif is_one:
        raise _MissingError


# --- tests of filters ------------------------------------------------------------------------------


def _holds(test: Test, node: Any, root: Any) -> bool:
    match test:
        case There(own):
            return _value(own, node, root) is not _ABSENT
        case Not(inner):
            return not _holds(inner, node, root)
        case Joined(word, tests):
            held = (_holds(each, node, root) for each in tests)
            return all(held) if word == "&&" else any(held)
        case Compared(left, sign, right):
            return _SIGNS[sign](_value(left, node, root), _value(right, node, root))
    raise UnsupportedPathError(repr(test))


def _value(operand: Own | Literal, node: Any, root: Any) -> Any:
    if isinstance(operand, Literal):
        return operand.value
    try:
        start = root if operand.is_from_root else node
        return _answer(operand.steps, start, root)
    except _MissingError:
        return _ABSENT


def _number(value: Any) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(left: Any, right: Any) -> bool:
    """The left side says how: a number with what reads as one, a text with a text or a number's digits."""
    if isinstance(left, _Absent) or isinstance(right, _Absent):
        return False
    if _is_number(left) and (_is_number(right) or isinstance(right, str)):
        return _number(right) is not None and left == _number(right)
    if isinstance(left, str) and (isinstance(right, str) or _is_number(right)):
        return left == (right if isinstance(right, str) else json.dumps(right))
    return type(left) is type(right) and bool(left == right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def ordered(left: Any, right: Any) -> bool:
        both_numbers = _is_number(left) and _is_number(right)
        both_texts = isinstance(left, str) and isinstance(right, str)
        return (both_numbers or both_texts) and compare(left, right)

    return ordered


def _among(left: Any, right: Any) -> bool:
    return any(_equal(each, left) for each in right) if isinstance(right, list) else False


def _sized(left: Any, right: Any) -> bool:
    return isinstance(left, list | str) and len(left) == right


def _empty(left: Any, right: Any) -> bool:
    return isinstance(left, list | str | dict) and (len(left) == 0) == right


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return isinstance(right, str) and right in left
    return isinstance(left, list) and any(_equal(each, right) for each in left)


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "in": _among,
    "nin": lambda left, right: not _among(left, right),
    "size": _sized,
    "empty": _empty,
    "contains": _contains,
    "=~": lambda left, right: isinstance(left, str) and bool(right.fullmatch(left)),
}
