"""Mocks: an answer made of fixed values, with placeholders for inputs (docs/language.md, "Mocks")."""

from __future__ import annotations

from ..model import Constant, DataTemplate, OutputMapping, Template, ValueType
from ..plan import ArrayOf, Composed, Expression, Fixed, Joined, ObjectOf
from .names import Names, atoms, expression

_DEEPEST = 100


def says_something(output: OutputMapping, depth: int = _DEEPEST) -> bool:
    """Whether a fixed value stands in an output, in its properties or in its items."""
    if output.value is not None:
        return True
    inner = [each for _, each in output.properties]
    inner += [] if output.items is None else [output.items]
    return depth > 0 and any(says_something(each, depth - 1) for each in inner)


def mock_value(outputs: tuple[OutputMapping, ...], names: Names) -> Composed:
    """One object of all outputs; what has no value anywhere leaves no trace."""
    entries: dict[str, Expression] = {}
    for output in outputs:
        value = _value(output, names)
        if value is not None:
            entries[output.name or "value"] = value
    return Composed(ObjectOf(tuple(entries.items())))


def _value(output: OutputMapping, names: Names) -> Expression | None:
    if output.value is not None:
        return _text(output.value, names)
    if output.type is ValueType.ARRAY:
        item = None if output.items is None else _value(output.items, names)
        return None if item is None else ArrayOf((item,))
    entries = [(name, _value(inner, names)) for name, inner in output.properties]
    kept = tuple((name, value) for name, value in entries if value is not None)
    return ObjectOf(kept) if kept else None


def _text(value: DataTemplate, names: Names) -> Expression:
    """A value is text, whatever its type says; data is the text that JSON has for it."""
    match value:
        case Template():
            return Joined(atoms(value, names))
        case Constant(constant):
            return Fixed(_spelled(constant))
        case _:
            return expression(value, names)


def _spelled(constant: object) -> str:
    if isinstance(constant, bool):
        return "true" if constant else "false"
    return "null" if constant is None else str(constant)
