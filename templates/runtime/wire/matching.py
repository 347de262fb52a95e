"""Arguments of operations that are held against an expression of the specification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from ..errors import InvalidArgumentError
from ..patterns import Pattern
from ..values import Json, Omit
from .spelling import text

T = TypeVar("T")


def matching(name: str, value: T, pattern: Pattern) -> T:
    """An argument as it is. Raises `InvalidArgumentError` for a text that does not match.

    A number or a date is looked at as it is sent, a list item by item; null and what is left out are not.

    Args:
        name: the argument's.
        value: what the caller gave.
        pattern: what each text must contain (JSON Schema 2020-12, 6.3.3).
    """
    content: object = value
    if content is None or isinstance(content, (Omit, dict, bool)):
        return value
    for item in (
        cast("Sequence[Json]", content) if isinstance(content, (list, tuple)) else (content,)
    ):
        if not pattern.is_found_in(item if type(item) is str else text(item, name)):
            raise InvalidArgumentError(name, f"does not match the pattern {pattern.text!r:.200}")
    return value
