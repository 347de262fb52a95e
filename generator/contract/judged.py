"""What a change of a schema means, by who sends and who reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .change import Change, Place
from .document import Schema
from .rule import ChangeRule
from .rules import schemas as rules
from .schemas import Facet, SchemaChange, schema_changes

_INPUT: Final[Mapping[Facet, ChangeRule]] = {
    Facet.NARROWED: rules.INPUT_NARROWED,
    Facet.RETYPED: rules.INPUT_NARROWED,
    Facet.WIDENED: rules.INPUT_WIDENED,
    Facet.VALUES_REMOVED: rules.INPUT_VALUES_REMOVED,
    Facet.VALUES_ADDED: rules.INPUT_VALUES_ADDED,
    Facet.PATTERN_ADDED: rules.INPUT_PATTERN_ADDED,
    Facet.PATTERN_CHANGED: rules.INPUT_PATTERN_CHANGED,
    Facet.PATTERN_REMOVED: rules.INPUT_PATTERN_REMOVED,
    Facet.DEFAULT: rules.INPUT_DEFAULT_CHANGED,
    Facet.DESCRIPTION: rules.INPUT_TEXT_CHANGED,
    Facet.PROPERTY_REMOVED: rules.INPUT_PROPERTY_REMOVED,
    Facet.PROPERTY_ADDED: rules.INPUT_PROPERTY_ADDED,
    Facet.REQUIRED_PROPERTY_ADDED: rules.INPUT_REQUIRED_PROPERTY_ADDED,
    Facet.PROPERTY_REQUIRED: rules.INPUT_PROPERTY_REQUIRED,
    Facet.PROPERTY_OPTIONAL: rules.INPUT_PROPERTY_OPTIONAL,
    Facet.CLOSED: rules.INPUT_CLOSED,
    Facet.OPENED: rules.INPUT_OPENED,
    Facet.OTHER: rules.INPUT_OTHER,
}
_ANSWER: Final[Mapping[Facet, ChangeRule]] = {
    Facet.NARROWED: rules.ANSWER_NARROWED,
    Facet.RETYPED: rules.ANSWER_WIDENED,
    Facet.WIDENED: rules.ANSWER_WIDENED,
    Facet.VALUES_REMOVED: rules.ANSWER_VALUES_REMOVED,
    Facet.VALUES_ADDED: rules.ANSWER_VALUES_ADDED,
    Facet.DESCRIPTION: rules.ANSWER_TEXT_CHANGED,
    Facet.PROPERTY_REMOVED: rules.ANSWER_PROPERTY_REMOVED,
    Facet.PROPERTY_ADDED: rules.ANSWER_PROPERTY_ADDED,
    Facet.REQUIRED_PROPERTY_ADDED: rules.ANSWER_PROPERTY_ADDED,
    Facet.PROPERTY_OPTIONAL: rules.ANSWER_PROPERTY_OPTIONAL,
    Facet.PROPERTY_REQUIRED: rules.ANSWER_PROPERTY_REQUIRED,
}
"""What is not here is `ANSWER_OTHER`: a promise to readers that is worth a look."""


def input_changes(before: Schema, after: Schema, name: str, place: Place) -> Iterator[Change]:
    """Of a value that callers send; `name` is what they call it."""
    for found in schema_changes(before, after, name):
        yield _change(_INPUT[found.facet], found, place)


def answer_changes(before: Schema, after: Schema, name: str, place: Place) -> Iterator[Change]:
    """Of a value that callers get."""
    for found in schema_changes(before, after, name):
        yield _change(_ANSWER.get(found.facet, rules.ANSWER_OTHER), found, place)


def change_by(rule: ChangeRule, found: SchemaChange, place: Place) -> Change:
    """The change under another rule: a surface knows more of its callers."""
    return _change(rule, found, place)


def _change(rule: ChangeRule, found: SchemaChange, place: Place) -> Change:
    is_text = found.facet is Facet.DESCRIPTION
    return place.change(rule, found.name, found.before, found.after, is_text=is_text)
