"""Lookups of a unit: the records of an earlier step whose field has the text of a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from ..errors import DecodingError
from ..values import OMIT, Json, JsonValue, Omit
from ..wire.spelling import text
from .known_lists import ByText, KnownLists, own
from .list_shapes import Shapes
from .steps import Answer, Step

_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
"""A whole number as it is spelled; longer ones are compared as texts."""
_ODD: Final = re.compile(r"[-0-9]|(true|false|null|nan|inf)?\Z")
"""What may be the text of something else than a text or a whole number."""
_lists: Final = KnownLists()
_shapes: Final = Shapes()


def lookup(
    index: Step,
    match: str,
    value: JsonValue | Omit,
    fields: Sequence[str],
    *,
    of: Sequence[Step] = (),
) -> Step:
    """The record of `index` whose field `match` has the text of `value`, or one for each of a list.

    The first of several is taken; a value without a record leaves no trace. A record has all
    `fields`, null where it lacks them. `of` are the steps that the value comes from.

    Raises:
        DecodingError: the index gave nothing to look into.
    """
    failed = next((each.failed for each in (index, *of) if each.failed is not None), None)
    known = _known(index, match)
    if known is not None:
        return Step(_hits(known, value, fields), failed)
    alike = _alike(index, match, value)
    if alike is not None:
        (record,) = alike
        return Step(_fields(record, fields), failed)
    if index.document is OMIT and failed is None:
        raise DecodingError("the answer of a step is no JSON, and a lookup reads it")
    document: JsonValue | Omit = index.document
    records: Sequence[JsonValue | Omit] = document if isinstance(document, list) else [document]
    if value is OMIT or value is None:
        return Step(OMIT, failed)
    if isinstance(value, list):
        by_text = _by_text(_objects(records), match) if value else {}
        return Step(_hits(by_text, value, fields), failed)
    return Step(_fields(_first(records, match, _text(value)), fields), failed)


def _fields(record: dict[str, Json] | None, fields: Sequence[str]) -> Json | Omit:
    return OMIT if record is None else {field: record.get(field) for field in fields}


def _hits(by_text: ByText, value: JsonValue | Omit, fields: Sequence[str]) -> Json | Omit:
    """The fields of the record, or of the records, that a value finds; `OMIT` where there is none."""
    if value is OMIT or value is None:
        return OMIT
    if not isinstance(value, list):
        record = by_text.get(_text(value))
        return OMIT if record is None else {field: own(record.get(field)) for field in fields}
    found = [by_text[key] for each in value if (key := _text(each)) in by_text]
    return [{field: own(record.get(field)) for field in fields} for record in found] or OMIT


def _known(index: Step, match: str) -> ByText | None:
    """The records of a list by a field, where the list came like this the time before."""
    unread = index.unread if isinstance(index, Answer) else None
    if unread is None:
        return None
    operation, content = unread
    key = (operation.api, operation.name, match)
    return _lists.index(key, content, lambda: _indexed(index.document, match))


def _alike(
    index: Step, match: str, value: JsonValue | Omit
) -> tuple[dict[str, Json] | None] | None:
    """The record of a list that need not be read for it, in a tuple; None where it has to be."""
    unread = index.unread if isinstance(index, Answer) else None
    if unread is None or value is OMIT or isinstance(value, (list, dict)):
        return None
    operation, content = unread
    return _shapes.record((operation.api, operation.name, match), content, _text(value))


def _indexed(document: JsonValue | Omit, match: str) -> ByText | None:
    """The records of a document, a list or one object, by a field; None for what is no JSON."""
    if document is OMIT:
        return None
    records: Sequence[JsonValue | Omit] = document if isinstance(document, list) else [document]
    return _by_text(_objects(records), match)


def _first(records: Sequence[Any], match: str, wanted: str) -> dict[str, Json] | None:
    """The first record whose field has a text."""
    number = int(wanted) if _WHOLE.fullmatch(wanted) else None
    if number is None and _ODD.match(wanted):
        return _first_by_text(records, match, wanted)
    # Only a text, and a whole number that is spelled so, can have this text: they are compared as they are.
    alike = (wanted, number)
    for record in records:
        try:
            found = record[match]
        except (KeyError, TypeError):
            continue
        if found in alike and _text(found) == wanted:
            return cast("dict[str, Json]", record)
    return None


def _first_by_text(records: Sequence[Any], match: str, wanted: str) -> dict[str, Json] | None:
    known = (each for each in _objects(records) if match in each)
    return next((each for each in known if _text(each[match]) == wanted), None)


def _objects(records: Sequence[JsonValue | Omit]) -> list[dict[str, Json]]:
    return [record for record in records if isinstance(record, dict)]


def _by_text(records: Sequence[dict[str, Json]], match: str) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for record in records:
        if match in record:
            found.setdefault(_text(record[match]), record)
    return found


def _text(value: Json) -> str:
    """The text that values are compared by: `5` is `"5"`; an object or a list has none."""
    if isinstance(value, str):
        return value
    if type(value) is int or type(value) is float:
        return repr(value)  # An answer may say 1e999, which `text` would refuse to send.
    return "" if isinstance(value, (dict, list)) else text(value)
