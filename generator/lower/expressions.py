"""Expressions of the plan as Python expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..plan import (
    ArrayOf,
    Atom,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    FromName,
    FromStep,
    Joined,
    ObjectOf,
    PathSegment,
)
from .python import (
    CallOf,
    DictOf,
    ListOf,
    Literal,
    Name,
    Python,
    TupleOf,
)
from .wire_functions import wire

Lookup = Callable[[FromName | FromEnvironment | FromStep], Python]
"""The Python value of a name, a variable or a step's output, where an expression stands."""


def lowered(value: Expression, look_up: Lookup) -> Python:
    """An expression whose parts keep their types."""
    match value:
        case Fixed(constant):
            return Literal(constant)
        case FromName(_, path) if path:
            keys = tuple(Literal(key) for key in path)
            return CallOf(wire("inside"), (look_up(value), *keys))
        case FromName() | FromEnvironment() | FromStep():
            return look_up(value)
        case FromCredential(name):
            return Literal(credential_mark(name))
        case Joined(parts):
            return CallOf(wire("joined"), tuple(lowered_atom(p, look_up) for p in parts))
        case ObjectOf(entries):
            return DictOf(tuple((key, lowered(item, look_up)) for key, item in entries))
        case ArrayOf(items):
            return ListOf(tuple(lowered(item, look_up) for item in items))


def lowered_atom(part: Atom, look_up: Lookup) -> Python:
    """A part of a text: a constant, or a pair of its name and its value."""
    match part:
        case FromEnvironment(name):
            return pair(name, look_up(part))
        case FromName(name, path):
            return pair(".".join((name, *path)), lowered(part, look_up))
        case FromStep(step, path):
            return pair(".".join((step, *path)), look_up(part))
        case _:
            return lowered(part, look_up)


def credential_mark(name: str) -> str:
    """What stands in a path for an apikey; braces occur in no encoded path."""
    return f"{{{name}}}"


def lowered_path(segments: Sequence[PathSegment], look_up: Lookup) -> Python:
    """`encode.path("/repository/", ("repository", repository), "/tag/")`: constants merged."""
    parts: list[Python] = []
    for segment in segments:
        _add_text(parts, "/")
        for part in segment.parts:
            _add_part(parts, part, look_up)
    if not parts:
        return Literal("")
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return parts[0]
    return CallOf(wire("path"), tuple(parts))


def path_template(segments: Sequence[PathSegment]) -> str:
    """The same path for whoever checks it: `/repository/{repository}/tag/`."""
    return "".join(
        "/" + "".join(_template_part(part) for part in segment.parts) for segment in segments
    )


def _template_part(part: Atom) -> str:
    match part:
        case Fixed(text):
            return str(text)
        case FromName(name) | FromCredential(name):
            return "{" + re.sub(r"[{}]", "", name) + "}"
        case _:
            return "{}"


def _add_part(parts: list[Python], part: Atom, look_up: Lookup) -> None:
    match part:
        case FromName(name):
            parts.append(pair(name, look_up(part)))
        case FromEnvironment(name):
            parts.append(pair(name, own(look_up(part))))
        case FromCredential(name):
            _add_text(parts, credential_mark(name))
        case Fixed(text):
            _add_text(parts, str(text))


def _add_text(parts: list[Python], text: str) -> None:
    last = parts[-1] if parts else None
    if isinstance(last, Literal) and isinstance(last.value, str):
        parts[-1] = Literal(last.value + text)
    elif text:
        parts.append(Literal(text))


def own(value: Python) -> Python:
    """A value in a path that no caller gives."""
    return CallOf(wire("own"), (value,))


def pair(name: str, value: Python) -> TupleOf:
    return TupleOf((Literal(name), value))


def text_parts(value: Expression) -> TupleOf:
    """A text with variables: `("Bearer ", Variable("TOKEN"))`."""
    match value:
        case Joined(parts):
            return TupleOf(tuple(text_part(part) for part in parts))
        case _:
            return TupleOf((text_part(value),))


def text_part(part: Expression) -> Python:
    match part:
        case Fixed(text):
            return Literal("" if text is None else str(text))
        case FromEnvironment(variable):
            return CallOf(Name("Variable"), (Literal(variable),))
        case FromCredential(name):
            return Literal(credential_mark(name))
        case _:
            raise AssertionError(part)
