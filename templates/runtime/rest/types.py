"""The types of inputs (JSON Schema, 2020-12): text to a value, and the check of what is one already.

Each type that takes more than this is a module beside: `booleans`, `numbers`, `arrays`, `objects`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from ..server.incoming import QueryPairs
from ..values import Expression, Json

Reader: TypeAlias = Callable[[str], Any]
"""Text to a value. Raises `ValueError` whose text says what the value must be."""

Check: TypeAlias = Callable[[Json], None]
"""Raises `ValueError` whose text says what the value must be."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an input and what limits it."""

    name: str
    """As JSON Schema has it."""
    accepts: Callable[[Json], bool]
    """Whether a decoded JSON value is of this type."""
    read: Reader | None = None
    """Text to a value; None where any text will do as it is."""
    takes_list: bool = False
    """Whether a name that is repeated is one value."""
    in_brackets: Callable[[str, QueryPairs], Json] | None = None
    """Finds what a query spells as `name[key]=value`; None where there is none."""
    enum: tuple[Any, ...] | None = None
    pattern: Expression | None = None

    def limited(
        self, *, enum: tuple[Any, ...] | None = None, pattern: Expression | None = None
    ) -> Type:
        """The same with fewer values.

        Args:
            enum: what it may be, JSON values.
            pattern: what a text must contain.
        """
        return replace(self, enum=enum, pattern=pattern)

    def reader(self) -> Reader | None:
        """How text becomes a value; None where any text will do as it is."""
        read, limit = self.read, self._limit()
        if limit is None:
            return read

        def limited(text: str) -> Any:
            value = text if read is None else read(text)
            limit(value)
            return value

        return limited

    def check(self) -> Check:
        """How a decoded JSON value of this type is checked."""
        limit = self._limit()
        article = "an" if self.name[0] in "aio" else "a"

        def checked(value: Json) -> None:
            if not self.accepts(value):
                raise ValueError(f"must be {article} {self.name}")
            if limit is not None:
                limit(value)

        return checked

    def _limit(self) -> Check | None:
        if self.enum is None and self.pattern is None:
            return None
        allowed = self.enum
        pattern = self.pattern
        if pattern is not None:
            pattern.prepare()

        def limited(value: Json) -> None:
            if allowed is not None and not any(_same(value, each) for each in allowed):
                said = ", ".join(json.dumps(each) for each in allowed)
                raise ValueError(f"must be one of {said}")
            if pattern is not None and isinstance(value, str) and not pattern.is_found_in(value):
                raise ValueError("does not match the pattern " + json.dumps(pattern.text))

        return limited


def _same(left: Json, right: Json) -> bool:
    # JSON knows booleans and numbers apart; Python does not (True == 1).
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


STRING: Final = Type("string", _is_text)
