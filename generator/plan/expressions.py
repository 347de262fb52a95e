"""How a value of a request is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class FromName:
    """The value of an argument (in an operation) or of an input (in a unit)."""

    name: str


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """The value of an environment variable, known only where the package runs."""

    variable: str


@dataclass(frozen=True, slots=True)
class FromCredential:
    """The apikey that stands in the path."""

    name: str


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


Atom: TypeAlias = Fixed | FromName | FromEnvironment | FromCredential


Expression: TypeAlias = Atom | Joined | ObjectOf | ArrayOf
