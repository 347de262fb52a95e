"""Declared inputs to keyword arguments: one compiled function for each input of a route.

Every fault of a request is found before any is reported.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ..server.incoming import Incoming
from ..server.problem import Fault, Refusal, invalid
from ..values import Json, JsonValue
from . import inputs
from .bodies_in import form_fields
from .deep_objects import is_given, may_be_object
from .finders import MISSING, Sources, finder, parsed_cookies, place, require_json
from .inputs import Input
from .routing import variables
from .typed import read_json, reader


class UnknownQuery(enum.Enum):
    """What becomes of query parameters that an operation does not declare."""

    IGNORE = "ignore"
    REFUSE = "refuse"
    PASS_ON = "pass"


class BodyUse(enum.Enum):
    """What an operation does with the request body."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    RAW = "raw"


class Binder:
    """Makes the keyword arguments of one route's unit."""

    def __init__(self, path: str, declared: Sequence[Input], unknown: UnknownQuery) -> None:
        self._names = variables(path)
        encoded = any(_says_encoding(one) for one in declared)
        self._finders = tuple(
            (one.parameter, place(one), _must(one), finder(one, takes_encoded=encoded))
            for one in declared
        )
        self.pointers = {one.parameter: place(one) for one in declared}
        kinds = {type(one) for one in declared}
        self._query_names = {
            one.name for one in declared if isinstance(one, (inputs.Query, inputs.QueryOrField))
        }
        self._objects = tuple(
            f"{one.name}["
            for one in declared
            if isinstance(one, (inputs.Query, inputs.QueryOrField)) and may_be_object(one.type)
        )
        self._unknown = unknown
        self._reads_query = bool(self._query_names) or unknown is not UnknownQuery.IGNORE
        self._reads_cookies = inputs.Cookie in kinds
        self._reads_parts = any(isinstance(one, inputs.Inside) for one in declared)
        self._reads_fields = bool(kinds & {inputs.Field, inputs.QueryOrField}) or self._reads_parts
        self._needs_object = bool(kinds & {inputs.Field, inputs.QueryOrField})
        self._reads_form = inputs.FormField in kinds
        self._query_first = (
            kinds.isdisjoint({inputs.Field, inputs.WholeBody}) and not self._reads_parts
        )
        self.body = BodyUse.JSON if self._reads_parts else _body_use(kinds)
        # The most common route of all: nothing but text in the path, and every variable used.
        self._path_only = not self._reads_query and all(_is_plain(one) for one in declared)
        self._parameters = tuple(
            next((one.parameter for one in declared if one.name == name), None)
            for name in self._names
        )

    def bind(self, values: Sequence[str], incoming: Incoming, most_keys: int) -> dict[str, Any]:
        """The keyword arguments. Raises `Refusal` (400, 415, 422)."""
        if self._path_only:
            return {
                parameter: value
                for parameter, value in zip(self._parameters, values, strict=True)
                if parameter is not None
            }
        incoming.values = dict(zip(self._names, values, strict=True))
        return self._bind(self._sources(incoming, most_keys))

    def _sources(self, incoming: Incoming, most_keys: int) -> Sources:
        sources = Sources(incoming)
        if self._reads_query:
            sources.query = incoming.query(most_keys)
            self._judge_unknown(sources)
        if self._reads_cookies:
            sources.cookies = parsed_cookies(incoming.headers.get(b"cookie", b""))
        if self._reads_fields and incoming.body:
            sources.fields = self._fields(sources)
        if self._reads_form and incoming.body:
            sources.form = form_fields(incoming)
        return sources

    def _bind(self, sources: Sources) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        for parameter, where, required, find in self._finders:
            try:
                value = find(sources)
            except ValueError as error:
                sources.faults.append(Fault(where, str(error)))
                continue
            if value is not MISSING:
                arguments[parameter] = value
            elif required:
                sources.faults.append(Fault(where, "is required"))
        if sources.faults:
            raise invalid(sources.faults)
        return arguments

    def _fields(self, sources: Sources) -> dict[str, Json]:
        incoming = sources.incoming
        if self._query_first and all(is_given(each, sources.query) for each in self._query_names):
            return {}
        require_json(incoming)
        try:
            document: JsonValue = read_json(incoming.body)
        except ValueError:
            raise Refusal(400, "The body is not JSON.") from None
        sources.document = document
        if isinstance(document, dict):
            return document
        if not self._needs_object:
            return {}
        sources.faults.append(Fault("/body", "must be an object"))
        return {}

    def _judge_unknown(self, sources: Sources) -> None:
        if self._unknown is UnknownQuery.IGNORE:
            return
        unknown = [name for name in sources.query if not self._is_declared(name)]
        if not unknown:
            return
        if self._unknown is UnknownQuery.REFUSE:
            sources.faults.append(
                Fault("/query", "holds parameters that are not declared (setting UNKNOWN_QUERY)")
            )
            return
        sources.incoming.extra_query = "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}"
            for name in unknown
            for value in sources.query[name]
        )

    def _is_declared(self, name: str) -> bool:
        return name in self._query_names or name.startswith(self._objects)


def _says_encoding(one: Input) -> bool:
    return isinstance(one, inputs.Header) and one.name.lower() == "content-encoding"


def _is_plain(one: Input) -> bool:
    return isinstance(one, inputs.PathVariable) and reader(one.type) is None


def _must(one: Input) -> bool:
    return one.required or isinstance(one, inputs.PathVariable)


def _body_use(kinds: set[type[Input]]) -> BodyUse:
    if inputs.RawBody in kinds:
        return BodyUse.RAW
    if inputs.FormField in kinds:
        return BodyUse.FORM
    if kinds & {inputs.WholeBody, inputs.Field, inputs.QueryOrField}:
        return BodyUse.JSON
    return BodyUse.NONE
