"""What a JSONPath is made of (docs/language.md, "Outputs": Jayway's, with its default options)."""

from __future__ import annotations

import enum
from typing import Final, TypeAlias

from ..records import dataclass


class Every(enum.Enum):
    """The types of `EVERY` and `DEEP`."""

    EVERY = "*"
    DEEP = ".."


EVERY: Final = Every.EVERY
"""`[*]`."""
DEEP: Final = Every.DEEP
"""`..`: the step after it, at any depth."""


@dataclass(frozen=True, slots=True)
class Slice:
    """`[1:3]`; None for a bound that is not given."""

    start: int | None
    stop: int | None


@dataclass(frozen=True, slots=True)
class Union:
    """Several names, or several indices."""

    members: tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """`.length()`, at the end of a path."""

    name: str
    arguments: tuple[str | int | float | bool | None, ...]
    over: Steps = ()
    """What it is applied to, where that is not what the steps before it lead to."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A path inside a filter."""

    from_root: bool
    """Whether it begins with `$`, and not with `@`."""
    steps: Steps


@dataclass(frozen=True, slots=True)
class Value:
    """A constant of a filter: JSON, as text."""

    json: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/text/i`."""

    text: str
    """With its slashes and flags."""
    linear: str
    """As the runtime's engine takes it."""


Operand: TypeAlias = Inner | Value | Pattern


@dataclass(frozen=True, slots=True)
class Exists:
    path: Inner


@dataclass(frozen=True, slots=True)
class Compare:
    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Not:
    test: Test


@dataclass(frozen=True, slots=True)
class AllOf:
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    tests: tuple[Test, ...]


Test: TypeAlias = Exists | Compare | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Filter:
    """`[?(…)]`."""

    test: Test


Step: TypeAlias = str | int | Every | Slice | Union | Function | Filter
Steps: TypeAlias = tuple[Step, ...]
