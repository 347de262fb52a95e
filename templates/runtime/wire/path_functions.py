"""What paths compare and calculate with: the tests of filters, and the functions at a path's end."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from typing import Final, TypeAlias, TypeGuard

from ..expressions import Expression
from ..values import Json, JsonValue
from .paths import NothingError, Path, found


class Missing(enum.Enum):
    """The type of `MISSING`."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING
"""What a path inside a filter gives where it leads nowhere: it equals nothing, not even itself."""


Operand: TypeAlias = JsonValue | Expression | Missing
"""What a test compares."""


def node(path: Path, element: Json, root: Json) -> Json | Missing:
    """What a path inside a filter leads to, or `MISSING`."""
    try:
        return found(path, element, root)
    except NothingError:
        return MISSING


def exists(path: Path, element: Json, root: Json) -> bool:
    """Whether a path leads anywhere; null is something."""
    return node(path, element, root) is not MISSING


# --- comparisons ----------------------------------------------------------------------------------


def equal(left: Operand, right: Operand) -> bool:
    """Equality as the reference engine has it: a number equals a text that is its numeral."""
    if left is MISSING or right is MISSING:
        return False
    if _is_number(left) and isinstance(right, str):
        return _number(right) == left
    if isinstance(left, str) and _is_number(right):
        return left == _numeral(right)
    return same(left, right)


def same(left: Operand, right: Operand) -> bool:
    """Equality of values of one type."""
    if left is MISSING or right is MISSING:
        return False
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def less(left: Operand, right: Operand) -> bool:
    """Whether a number is smaller than a number, or a text before a text."""
    if _is_number(left) and _is_number(right):
        return left < right
    return isinstance(left, str) and isinstance(right, str) and left < right


def at_most(left: Operand, right: Operand) -> bool:
    """`less`, or equal numbers or texts."""
    if _is_number(left) and _is_number(right):
        return left <= right
    return isinstance(left, str) and isinstance(right, str) and left <= right


def matches(value: Operand, wanted: Operand) -> bool:
    """Whether a whole text is what a pattern says."""
    return isinstance(value, str) and isinstance(wanted, Expression) and wanted.is_all_of(value)


def within(value: Operand, others: Operand) -> bool:
    """Whether a value is one of a list."""
    return isinstance(others, list) and any(equal(value, each) for each in others)


def contains(value: Operand, part: Operand) -> bool:
    """Whether a text has a text in it, or a list a value."""
    if isinstance(value, str):
        return isinstance(part, str) and part in value
    return within(part, value)


def has_size(value: Operand, size: Operand) -> bool:
    """Whether a text or a list has a length."""
    return isinstance(value, (str, list)) and same(len(value), size)


def is_empty(value: Operand, wanted: Operand) -> bool:
    """Whether a text, a list or an object is empty, or is not."""
    return isinstance(value, (str, list, dict)) and (not value) is wanted


def is_subset(value: Operand, others: Operand) -> bool:
    """Whether all values of a list are in another one."""
    return isinstance(value, list) and all(within(each, others) for each in value)


def shares(value: Operand, others: Operand) -> bool:
    """Whether any value of a list is in another one."""
    return isinstance(value, list) and any(within(each, others) for each in value)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _numeral(value: object) -> str:
    return int.__repr__(value) if isinstance(value, int) else repr(value)


# --- functions ------------------------------------------------------------------------------------


def length(value: JsonValue) -> Json:
    """How many elements or keys; null for anything else, a text too."""
    return len(value) if isinstance(value, (list, dict)) else None


def keys(value: JsonValue) -> Json:
    """The keys of an object."""
    return list(value) if isinstance(value, dict) else None


def smallest(value: JsonValue) -> Json:
    """The smallest number of a list."""
    return min(_numbers(value))


def largest(value: JsonValue) -> Json:
    """The largest number of a list."""
    return max(_numbers(value))


def total(value: JsonValue) -> Json:
    """The sum of the numbers of a list."""
    return math.fsum(_numbers(value))


def mean(value: JsonValue) -> Json:
    """The mean of the numbers of a list."""
    numbers = _numbers(value)
    return math.fsum(numbers) / len(numbers)


def deviation(value: JsonValue) -> Json:
    """The standard deviation of the numbers of a list, taken as all there are."""
    numbers = _numbers(value)
    middle = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((each - middle) ** 2 for each in numbers) / len(numbers))


def _numbers(value: JsonValue) -> list[float]:
    numbers = [float(each) for each in value if _is_number(each)] if isinstance(value, list) else []
    if not numbers:
        raise NothingError
    return numbers


def joined(*others: str) -> Callable[[Json], Json]:
    """The texts of a list one after the other, and others after them."""

    def join(value: JsonValue) -> Json:
        texts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
        return "".join((*texts, *others))

    return join


def extended(*others: Json) -> Callable[[Json], Json]:
    """A list with others at its end."""

    def extend(value: JsonValue) -> Json:
        return [*value, *others] if isinstance(value, list) else value

    return extend


def element(index: int) -> Callable[[Json], Json]:
    """One element of a list, negative from the end.

    What it gives raises `NothingError` where there is none.
    """

    def take(value: JsonValue) -> Json:
        if not isinstance(value, list) or not -len(value) <= index < len(value):
            raise NothingError
        return value[index]

    return take
