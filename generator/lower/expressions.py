"""Expressions of the plan as Python expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..naming import Identifier
from ..plan import (
    ArrayOf,
    Atom,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    FromItem,
    FromName,
    FromStep,
    InQuotes,
    Joined,
    ObjectOf,
    PathSegment,
    SectionOf,
    names_in,
    steps_in,
)
from .python import (
    CallOf,
    DictOf,
    LambdaOf,
    ListOf,
    Literal,
    Name,
    Python,
    StarOf,
    TupleOf,
)
from .python import names_in as names_of
from .wire_functions import wire

Lookup = Callable[[FromName | FromEnvironment | FromStep], Python]
"""The Python value of a name, a variable or a step's output, where an expression stands."""


def lowered(value: Expression, look_up: Lookup, items: tuple[Python, ...] = ()) -> Python:
    """An expression whose parts keep their types; `items` are what sections around it are written for."""
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
        case FromItem(depth, ()):
            return items[depth]
        case FromItem(depth, path, otherwise):
            outside = Name("OMIT") if otherwise is None else lowered(otherwise, look_up, items)
            return CallOf(wire("named"), (items[depth], outside, *map(Literal, path)))
        case SectionOf():
            return _section(value, look_up, items)
        case InQuotes():
            return _quoted(value, look_up, items)
        case Joined(parts):
            return CallOf(wire("joined"), tuple(lowered_atom(p, look_up) for p in parts))
        case ObjectOf(entries):
            return DictOf(tuple((key, lowered(item, look_up)) for key, item in entries))
        case ArrayOf(elements):
            return ListOf(tuple(lowered(item, look_up) for item in elements))


def _quoted(part: InQuotes, look_up: Lookup, items: tuple[Python, ...]) -> Python:
    """`("name", json_sections.quoted(name, "name"))`."""
    made = lowered_atom(part.value, look_up, items)
    if not isinstance(made, TupleOf):
        return made
    name, value = made.items
    return TupleOf((name, CallOf(wire("quoted"), (value, name))))


def _section(section: SectionOf, look_up: Lookup, items: tuple[Python, ...]) -> StarOf:
    """`*sections.where(name, "by ", ("name", name))`."""
    value = lowered(section.value, look_up, items)
    if section.is_inverted:
        parts = tuple(lowered_atom(part, look_up, items) for part in section.parts)
        function = "unless_any" if section.repeats else "unless"
        return StarOf(CallOf(wire(function), (value, *parts)))
    if not section.repeats:
        parts = tuple(lowered_atom(part, look_up, (*items, value)) for part in section.parts)
        return StarOf(CallOf(wire("where"), (value, *parts)))
    item = _item_name(section, look_up, items)
    parts = tuple(lowered_atom(part, look_up, (*items, Name(item))) for part in section.parts)
    return StarOf(CallOf(wire("each"), (value, LambdaOf((item,), TupleOf(parts)))))


def _item_name(section: SectionOf, look_up: Lookup, items: tuple[Python, ...]) -> Identifier:
    """What an element is called, where its section reads nothing else of that name."""
    outside = [look_up(FromName(name)) for name in names_in(section)]
    outside += [look_up(FromStep(step)) for step in steps_in(section)]
    taken = {name for each in (*outside, *items) for name in names_of(each)}
    names = ("item", *(f"item_{number}" for number in range(2, len(taken) + 3)))
    return Identifier(next(name for name in names if name not in taken))


def lowered_atom(part: Atom, look_up: Lookup, items: tuple[Python, ...] = ()) -> Python:
    """A part of a text: a constant, or a pair of its name and its value."""
    match part:
        case FromItem(_, path):
            return pair(".".join(path) or "item", lowered(part, look_up, items))
        case FromEnvironment(name):
            return pair(name, look_up(part))
        case FromName(name, path):
            return pair(".".join((name, *path)), lowered(part, look_up, items))
        case FromStep(step, path):
            return pair(".".join((step, *path)), look_up(part))
        case _:
            return lowered(part, look_up, items)


def credential_mark(name: str) -> str:
    """What stands in a path for an apikey; braces occur in no encoded path."""
    return f"{{{name}}}"


def lowered_path(segments: Sequence[PathSegment], look_up: Lookup) -> Python:
    """`encode.path("/repository/", ("repository", repository), "/tag/")`: constants merged."""
    parts: list[Python] = []
    for segment in segments:
        _add_text(parts, segment.slash)
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
        segment.slash + "".join(map(_template_part, segment.parts)) for segment in segments
    )


def _template_part(part: Atom) -> str:
    """A hole, or what a section would write: `{#}/{id}{/}`, and `{*}` where it comes again."""
    match part:
        case SectionOf(repeats=True, is_inverted=False):
            return "{*}"
        case SectionOf(parts=parts):
            return "{#}" + "".join(map(_template_part, parts)) + "{/}"
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
        case SectionOf():
            parts.append(lowered(part, look_up))
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
