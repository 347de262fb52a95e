"""How a value of a request is made."""

from __future__ import annotations

from typing import TypeAlias

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class FromName:
    """The value of an argument (in an operation) or of an input (in a unit), or a part of it."""

    name: str
    path: tuple[str, ...] = ()
    """Keys, one inside the other; empty is the whole."""


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """The value of an environment variable, known only where the package runs."""

    variable: str


@dataclass(frozen=True, slots=True)
class FromCredential:
    """The apikey that stands in the path."""

    name: str


@dataclass(frozen=True, slots=True)
class FromStep:
    """What an earlier step of the unit gave, or a part of it."""

    step: str
    path: tuple[str, ...] = ()
    """Keys, one inside the other; empty is the whole."""
    is_optional: bool = False
    """Whether a text can do without it: a section asks whether it is there."""


@dataclass(frozen=True, slots=True)
class FromItem:
    """What a section is written for, or a part of it."""

    depth: int
    """Which section: 0 is the outermost that is not inverted."""
    path: tuple[str, ...]
    """Keys, one inside the other; empty is the whole."""
    otherwise: Atom | None
    """What the name means outside of the section, where the value has no such key."""


@dataclass(frozen=True, slots=True)
class SectionOf:
    """Parts of a text that are written where a value is there, or where it is not."""

    value: Atom
    is_inverted: bool
    repeats: bool
    """Whether it is written for each element of a list."""
    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class InQuotes:
    """A value inside of quotes of a JSON text: a part of a text, whatever its type."""

    value: Atom


@dataclass(frozen=True, slots=True)
class Joined:
    """Text made of several parts; absent when one of them is."""

    parts: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class ArrayOf:
    items: tuple[Expression, ...]


Atom: TypeAlias = (
    Fixed | FromName | FromEnvironment | FromCredential | FromStep | FromItem | SectionOf | InQuotes
)


Expression: TypeAlias = Atom | Joined | ObjectOf | ArrayOf


def inside(value: Expression, path: tuple[str, ...]) -> Expression | None:
    """What keys lead to in a value, one inside the other; None where nothing can be there."""
    match value:
        case _ if not path:
            return value
        case FromName(name, outer):
            return FromName(name, outer + path)
        case FromStep(step, outer):
            return FromStep(step, outer + path)
        case ObjectOf(entries):
            found = dict(entries).get(path[0])
            return None if found is None else inside(found, path[1:])
        case _:
            return None


def names_in(value: Expression) -> tuple[str, ...]:
    """Every argument or input that an expression reads, in order, once."""
    found: dict[str, None] = {}
    _collect(value, found)
    return tuple(found)


def _collect(value: Expression, found: dict[str, None]) -> None:
    match value:
        case FromName(name):
            found[name] = None
        case Joined(parts):
            for part in parts:
                _collect(part, found)
        case SectionOf(tested, parts=parts):
            for part in (tested, *parts):
                _collect(part, found)
        case FromItem(otherwise=outside) if outside is not None:
            _collect(outside, found)
        case InQuotes(inner):
            _collect(inner, found)
        case ObjectOf(entries):
            for _, item in entries:
                _collect(item, found)
        case ArrayOf(items):
            for item in items:
                _collect(item, found)
        case _:
            pass


def steps_in(value: Expression) -> frozenset[str]:
    """Every earlier step that an expression reads."""
    match value:
        case FromStep(step):
            return frozenset((step,))
        case Joined(parts):
            return frozenset(step for part in parts for step in steps_in(part))
        case SectionOf(tested, parts=parts):
            return frozenset(step for part in (tested, *parts) for step in steps_in(part))
        case FromItem(otherwise=outside) if outside is not None:
            return steps_in(outside)
        case InQuotes(inner):
            return steps_in(inner)
        case ObjectOf(entries):
            return frozenset(step for _, item in entries for step in steps_in(item))
        case ArrayOf(items):
            return frozenset(step for item in items for step in steps_in(item))
        case _:
            return frozenset()


def environment_in(value: Expression) -> tuple[str, ...]:
    """Every environment variable that an expression reads."""
    match value:
        case FromEnvironment(variable):
            return (variable,)
        case Joined(parts):
            return tuple(v for part in parts for v in environment_in(part))
        case SectionOf(tested, parts=parts):
            return tuple(v for part in (tested, *parts) for v in environment_in(part))
        case FromItem(otherwise=outside) if outside is not None:
            return environment_in(outside)
        case InQuotes(inner):
            return environment_in(inner)
        case ObjectOf(entries):
            return tuple(v for _, item in entries for v in environment_in(item))
        case ArrayOf(items):
            return tuple(v for item in items for v in environment_in(item))
        case _:
            return ()
