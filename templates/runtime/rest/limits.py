"""Inputs that may be some values of their type only: `enum` and `pattern`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..expressions import Expression
from ..values import Json
from .types import Check, Reader, Type


@dataclass(frozen=True, slots=True)
class LimitedType(Type):
    """A type, and what limits its values."""

    enum: tuple[Any, ...] | None = None
    """What a value may be, JSON values."""
    pattern: Expression | None = None
    """What a text must contain."""

    def reader(self) -> Reader:
        """See `Type`."""
        read, limit = self.read, self.limit()

        def limited(text: str) -> Any:
            value = text if read is None else read(text)
            limit(value)
            return value

        return limited

    def limit(self) -> Check:
        """See `Type`."""
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


def limited(
    type_: Type, *, enum: tuple[Any, ...] | None = None, pattern: Expression | None = None
) -> Type:
    """A type with fewer values.

    Args:
        type_: without limits.
        enum: what a value may be, JSON values.
        pattern: what a text must contain.
    """
    return LimitedType(
        type_.name,
        type_.read,
        type_.takes_list,
        type_.in_brackets,
        enum,
        pattern,
    )


def _same(left: Json, right: Json) -> bool:
    # JSON knows booleans and numbers apart; Python does not (True == 1).
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)
