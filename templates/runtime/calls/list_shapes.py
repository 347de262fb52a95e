"""Lists of records that all look alike: one record is found without reading the others into values.

A long list mostly comes as a program wrote it: the same fields in the same order, with the same white space,
and plain values. Such a list is held, as bytes, against an expression made of the first record of an
earlier one. If all of it fits, it is JSON of this shape to the last byte, and in it the text of a field stands in one
place of each record: the first one that has it is cut out and read. Whatever does not fit is read as ever.
"""

from __future__ import annotations

import json
import re
from typing import Final, TypeAlias

from ..values import Json

Key: TypeAlias = tuple[str, str, str]
"""API, operation, and the field that is searched."""
Record: TypeAlias = dict[str, Json]

SMALLEST: Final = 4096
"""Bytes from which it is worth while."""
_MOST: Final = 32
"""Shapes that are kept."""
_TRIES: Final = 3
"""How often a shape is made of the lists of one operation, before they are taken to have none."""
_WIDEST: Final = 64
"""Fields of a record."""
_LOOKED_AT: Final = 50
"""Records that say of which kind the values of a field are."""
_BLANK: Final = rb"[ \t\r\n]*+"
# No escapes, which could spell a text in two ways, and no number that is read as something else than its text.
_TEXT: Final = rb'"[^"\\\x00-\x1f]*+"'
_INTEGER: Final = rb"-?(?:0|[1-9][0-9]{0,17}+)"
_VALUE: Final = (
    rb"(?:" + _TEXT + rb"|" + _INTEGER + rb"(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+|true|false|null)"
)
_KINDS: Final = (re.compile(_TEXT), re.compile(_INTEGER))
"""Values that are found fast where a field has no others."""
_START: Final = re.compile(_BLANK + rb"\[" + _BLANK + rb"\{")
_FIELD: Final = re.compile(
    rb"(" + _BLANK + rb'"([\w.@$-]++)"' + _BLANK + rb":" + _BLANK + rb")"
    + rb"(" + _VALUE + rb")(" + _BLANK + rb")([,}])"
)  # fmt: skip
_BETWEEN: Final = re.compile(_BLANK + rb"," + _BLANK + rb"(?=\{)")
_WHOLE: Final = re.compile(r"-?[1-9][0-9]{0,17}")
_PLAIN: Final = re.compile(r'(?!(?:true|false|null|nan|inf)?\Z)[^-0-9"\\\x00-\x1f][^"\\\x00-\x1f]*')
"""What only a text can have as its text."""


class Shape:
    """How every record of a list looks."""

    __slots__ = ("_field", "_list", "_record")

    def __init__(self, record: bytes, between: bytes, field: bytes) -> None:
        """Of expressions.

        Args:
            record: of one record.
            between: of what stands between two.
            field: the name of the field that is searched, and all up to its value, as it stands there.
        """
        self._record = re.compile(record)
        self._list = re.compile(
            _BLANK + rb"\[" + _BLANK + rb"(?:" + record + between + rb")*+" + record
            + _BLANK + rb"\]" + _BLANK
        )  # fmt: skip
        self._field = field

    def fits(self, content: bytes) -> bool:
        """Whether a whole list is JSON of this shape."""
        return self._list.fullmatch(content) is not None and _is_utf_8(content)

    def record(self, content: bytes, wanted: str) -> Record | None:
        """The first record of a list that fits whose field has a text; None where none has.

        Args:
            content: the list.
            wanted: a text for which `is_plain` holds.
        """
        text = wanted.encode()
        places = [content.find(self._field + b'"' + text + b'"')]
        if _WHOLE.fullmatch(wanted):
            places.append(self._number(content, self._field + text))
        place = min((each for each in places if each >= 0), default=-1)
        return None if place < 0 else self._cut_out(content, place)

    def _number(self, content: bytes, spelled: bytes) -> int:
        """Where a number stands that does not go on; -1 where it does not stand."""
        place = content.find(spelled)
        while place >= 0 and content[place + len(spelled)] in b"0123456789.eE":
            place = content.find(spelled, place + 1)
        return place

    def _cut_out(self, content: bytes, place: int) -> Record:
        start = content.rfind(b"{", 0, place)
        while (found := self._record.match(content, start)) is None or found.end() <= place:
            start = content.rfind(b"{", 0, start)  # It stood in a text.
        record: Record = json.loads(found[0])
        return record


def is_plain(wanted: str) -> bool:
    """Whether only a text, and a whole number that is spelled so, can have this text."""
    return (_WHOLE.fullmatch(wanted) or _PLAIN.fullmatch(wanted)) is not None and _is_text(wanted)


def shape_of(content: bytes, field: str) -> Shape | None:
    """Of the first records of a list; None where they have no plain shape.

    Args:
        content: the list.
        field: that is searched.
    """
    start = _START.match(content)
    if start is None:
        return None
    first = _fields(content, start.end())
    if not first:
        return None
    between = _BETWEEN.match(content, first[-1].end())
    sought = [each[1] for each in first if each[2] == field.encode()]
    if between is None or len(sought) != 1 or len({each[2] for each in first}) != len(first):
        return None
    kinds = _kinds(content, first, between.end())
    record = rb"\{" + b"".join(
        re.escape(each[1]) + kind + re.escape(each[4]) + re.escape(each[5])
        for each, kind in zip(first, kinds, strict=True)
    )
    return Shape(record, re.escape(between[0]), sought[0].lstrip())


def _fields(content: bytes, place: int) -> list[re.Match[bytes]]:
    """The fields of a record from behind its brace on; none where it is not plain."""
    found: list[re.Match[bytes]] = []
    while len(found) < _WIDEST:
        one = _FIELD.match(content, place)
        if one is None:
            break
        found.append(one)
        if one[5] == b"}":
            return found
        place = one.end()
    return []


def _kinds(content: bytes, first: list[re.Match[bytes]], place: int) -> list[bytes]:
    """An expression for the values of each field, as the first records have them."""
    records = [first]
    while len(records) < _LOOKED_AT:
        more = _fields(content, place + 1)
        if len(more) != len(first):
            break
        records.append(more)
        between = _BETWEEN.match(content, more[-1].end())
        if between is None:
            break
        place = between.end()
    return [_kind([each[3] for each in column]) for column in zip(*records, strict=True)]


def _kind(values: list[bytes]) -> bytes:
    return next((k.pattern for k in _KINDS if all(map(k.fullmatch, values))), _VALUE)


class Shapes:
    """Those of the lists of each operation that something is looked up in."""

    def __init__(self) -> None:
        self._shapes: dict[Key, tuple[Shape | None, int]] = {}

    def record(self, key: Key, content: bytes, wanted: str) -> tuple[Record | None] | None:
        """The first record whose field has a text, in a tuple; None where the list has to be read for that.

        Args:
            key: whose list it is, and which field is searched.
            content: the list, as it came.
            wanted: the text.
        """
        if len(content) < SMALLEST or not is_plain(wanted):
            return None
        shape, tries = self._shapes.get(key, (None, 0))
        if shape is not None and shape.fits(content):
            return (shape.record(content, wanted),)
        if tries < _TRIES:
            if tries == 0 and len(self._shapes) >= _MOST:
                del self._shapes[next(iter(self._shapes))]
            self._shapes[key] = (shape_of(content, key[2]), tries + 1)
        return None


def _is_utf_8(content: bytes) -> bool:
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_text(wanted: str) -> bool:
    """Whether UTF-8 can say it."""
    try:
        wanted.encode()
    except UnicodeEncodeError:
        return False
    return True
