"""Inputs that callers send as fields of a JSON document, or in the query instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..server.incoming import QueryPairs
from ..server.problem import Fault, Refusal
from ..values import JsonValue
from .checks import check_of
from .inputs import MISSING, Finder, Input, Parse, Query, Sources
from .json_in import read_ahead, read_body, require_json


def _fields(declared: Sequence[Input]) -> Parse:
    """Reads the document, unless the query has all that it could give."""
    other = any(one.takes_body and not isinstance(one, QueryOrField) for one in declared)
    in_query = [one for one in declared if isinstance(one, Query)]

    def parse(sources: Sources) -> None:
        incoming = sources.incoming
        if not incoming.body:
            return
        if not other and all(_is_given(one, sources.query) for one in in_query):
            return
        require_json(incoming)
        try:
            document: JsonValue = read_body(incoming)
        except ValueError:
            raise Refusal(400, "The body is not JSON.") from None
        if isinstance(document, dict):
            sources.fields = document
        else:
            sources.faults.append(Fault("/body", "must be an object"))

    return parse


class Field(Input):
    """A field of the JSON request body."""

    place = "body"
    takes_body = True
    ahead = (read_ahead,)
    parsers = (_fields,)

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        return _field(self)


class QueryOrField(Query):
    """A query parameter, else the field of that name in a JSON request body."""

    takes_body = True
    ahead = (read_ahead,)
    parsers = (_fields,)

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        in_query, in_body = Query.finder(self, takes_encoded=takes_encoded), _field(self)
        return lambda sources: (
            in_query(sources) if _is_given(self, sources.query) else in_body(sources)
        )


def _is_given(one: Query, query: QueryPairs) -> bool:
    """Whether the query holds an input, under its name or in brackets."""
    if one.name in query or one.type.in_brackets is None:
        return one.name in query
    return any(key.startswith(f"{one.name}[") for key in query)


def _field(one: Input) -> Finder:
    name, check = one.name, check_of(one.type)

    def found(sources: Sources) -> Any:
        value = sources.fields.get(name, MISSING)
        if value is not MISSING:
            check(value)
        return value

    return found
