"""The types of inputs (JSON Schema, 2020-12): text to a value.

Each type that takes more than this is a module beside: `booleans`, `numbers`, `arrays`, `objects`; and so
are `limits` of a type, and the `checks` of what is a value already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ..server.incoming import QueryPairs
from ..values import Json

Reader: TypeAlias = Callable[[str], Any]
"""Text to a value. Raises `ValueError` whose text says what the value must be."""

Check: TypeAlias = Callable[[Json], None]
"""Raises `ValueError` whose text says what the value must be."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an input and what limits it."""

    name: str
    """As JSON Schema has it."""
    read: Reader | None = None
    """Text to a value; None where any text will do as it is."""
    takes_list: bool = False
    """Whether a name that is repeated is one value."""
    in_brackets: Callable[[str, QueryPairs], Json] | None = None
    """Finds what a query spells as `name[key]=value`; None where there is none."""

    def reader(self) -> Reader | None:
        """How text becomes a value; None where any text will do as it is."""
        return self.read

    def limit(self) -> Check | None:
        """What else is asked of a value of this type; None where nothing is."""
        return None


STRING: Final = Type("string")
