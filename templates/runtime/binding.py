"""Declared inputs to keyword arguments: one compiled function for each input of a route.

Every fault of a request is found before any is reported.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote

from . import inputs
from .bodies_in import form_fields, is_json, media_type
from .incoming import Incoming, QueryPairs
from .inputs import Input
from .problem import Fault, Refusal, invalid, pointer
from .routing import variables
from .typed import Check, Reader, check, looked_at_json, read_json, reader
from .values import Json, RawJson

MISSING: Final = object()
_UNREPEATED: Final = "must be given once"


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


class Sources:
    """What a request carries, parsed as far as its inputs need."""

    __slots__ = ("cookies", "faults", "fields", "form", "incoming", "query")

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.faults: list[Fault] = []
        self.query: QueryPairs = {}
        self.fields: dict[str, Json] = {}
        self.form: dict[str, list[str]] = {}
        self.cookies: dict[str, str] = {}


Finder = Callable[[Sources], Any]
"""The value of an input, or MISSING. Raises `ValueError` with what is wrong with it."""


class Binder:
    """Makes the keyword arguments of one route's unit."""

    def __init__(self, path: str, declared: Sequence[Input], unknown: UnknownQuery) -> None:
        self._names = variables(path)
        self._finders = tuple(
            (one.parameter, _place(one), _must(one), _finder(one)) for one in declared
        )
        self.pointers = {one.parameter: _place(one) for one in declared}
        kinds = {type(one) for one in declared}
        self._query_names = {
            one.name for one in declared if isinstance(one, (inputs.Query, inputs.QueryOrField))
        }
        self._unknown = unknown
        self._reads_query = bool(self._query_names) or unknown is not UnknownQuery.IGNORE
        self._reads_cookies = inputs.Cookie in kinds
        self._reads_fields = bool(kinds & {inputs.Field, inputs.QueryOrField})
        self._reads_form = inputs.FormField in kinds
        self._query_first = kinds.isdisjoint({inputs.Field, inputs.WholeBody})
        self.body = _body_use(kinds)
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
            sources.cookies = _cookies(incoming.headers.get(b"cookie", b""))
        if self._reads_fields and incoming.body:
            sources.fields = self._fields(sources)
        if self._reads_form and incoming.body:
            sources.form = form_fields(incoming)
        return sources

    def _bind(self, sources: Sources) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        for parameter, place, required, find in self._finders:
            try:
                value = find(sources)
            except ValueError as error:
                sources.faults.append(Fault(place, str(error)))
                continue
            if value is not MISSING:
                arguments[parameter] = value
            elif required:
                sources.faults.append(Fault(place, "is required"))
        if sources.faults:
            raise invalid(sources.faults)
        return arguments

    def _fields(self, sources: Sources) -> dict[str, Json]:
        incoming = sources.incoming
        if self._query_first and not self._query_names - sources.query.keys():
            return {}
        _require_json(incoming)
        try:
            document = read_json(incoming.body)
        except ValueError:
            raise Refusal(400, "The body is not JSON.") from None
        if isinstance(document, dict):
            return document
        sources.faults.append(Fault("/body", "must be an object"))
        return {}

    def _judge_unknown(self, sources: Sources) -> None:
        if self._unknown is UnknownQuery.IGNORE:
            return
        unknown = [name for name in sources.query if name not in self._query_names]
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


def _place(one: Input) -> str:
    """Where a caller puts the input, as a JSON pointer into the request."""
    if isinstance(one, (inputs.WholeBody, inputs.RawBody)):
        return "/body"
    if isinstance(one, (inputs.Field, inputs.FormField)):
        return pointer("body", one.name)
    if isinstance(one, inputs.PathVariable):
        return pointer("path", one.name)
    if isinstance(one, inputs.Header):
        return pointer("header", one.name)
    return pointer("cookie" if isinstance(one, inputs.Cookie) else "query", one.name)


def _finder(one: Input) -> Finder:
    read = reader(one.type)
    if isinstance(one, inputs.WholeBody):
        return _whole_body(one)
    if isinstance(one, inputs.RawBody):
        return _raw_body
    if isinstance(one, inputs.PathVariable):
        return _single(read, lambda sources: sources.incoming.values.get(one.name))
    if isinstance(one, inputs.Header):
        return _header(one, read)
    if isinstance(one, inputs.Cookie):
        return _single(read, lambda sources: sources.cookies.get(one.name))
    if isinstance(one, inputs.Field):
        return _field(one.name, check(one.type))
    if isinstance(one, inputs.QueryOrField):
        in_query, in_body = _query(one, read), _field(one.name, check(one.type))
        return lambda sources: (
            in_query(sources) if one.name in sources.query else in_body(sources)
        )
    if isinstance(one, inputs.FormField):
        return _repeatable(one, read, lambda sources: sources.form.get(one.name))
    return _query(one, read)


def _single(read: Reader | None, find: Callable[[Sources], str | None]) -> Finder:
    def found(sources: Sources) -> Any:
        text = find(sources)
        if text is None:
            return MISSING
        return text if read is None else read(text)

    return found


def _repeatable(
    one: Input, read: Reader | None, find: Callable[[Sources], list[str] | None]
) -> Finder:
    takes_list = one.type.name == "array"

    def found(sources: Sources) -> Any:
        texts = find(sources)
        if texts is None:
            return MISSING
        if takes_list:
            return texts if read is None else [read(text) for text in texts]
        if len(texts) > 1:
            raise ValueError(_UNREPEATED)
        return texts[0] if read is None else read(texts[0])

    return found


def _query(one: Input, read: Reader | None) -> Finder:
    return _repeatable(one, read, lambda sources: sources.query.get(one.name))


def _header(one: Input, read: Reader | None) -> Finder:
    name = one.name.lower().encode("latin-1")
    takes_list = one.type.name == "array"

    def found(sources: Sources) -> Any:
        content = sources.incoming.headers.get(name)
        if content is None:
            return MISSING
        text = content.decode("latin-1")
        if takes_list:
            items = [item.strip(" \t") for item in text.split(",")]
            return items if read is None else [read(item) for item in items]
        return text if read is None else read(text)

    return found


def _field(name: str, checked: Check) -> Finder:
    def found(sources: Sources) -> Any:
        value = sources.fields.get(name, MISSING)
        if value is not MISSING:
            checked(value)
        return value

    return found


def _whole_body(one: Input) -> Finder:
    # Of a document that goes on as it came only the outermost type can be declared.
    checked = check(one.type) if one.type.name in ("object", "array", "boolean") else None

    def found(sources: Sources) -> Any:
        incoming = sources.incoming
        content = incoming.body
        declared = incoming.headers.get(b"content-type")
        content_type = declared.decode("latin-1") if declared is not None else None
        if not content:
            # Upstream tells no body and an empty JSON body apart; so do we.
            empty = content_type is not None and is_json(content_type)
            return RawJson(b"", content_type) if empty else MISSING
        _require_json(incoming)
        try:
            document = looked_at_json(content)
        except ValueError:
            raise Refusal(400, "The body is not JSON.") from None
        if checked is not None:
            checked(document)
        return RawJson(content, content_type)

    return found


def _raw_body(sources: Sources) -> Any:
    return sources.incoming.body or MISSING


def _require_json(incoming: Incoming) -> None:
    declared = incoming.headers.get(b"content-type")
    if declared is not None and not is_json(declared.decode("latin-1")):
        raise Refusal(415, "The body must be JSON in UTF-8 (Content-Type: application/json).")
    if incoming.headers.get(b"content-encoding", b"identity") != b"identity":
        raise Refusal(415, "The body must come without a Content-Encoding.")


def _cookies(content: bytes) -> dict[str, str]:
    cookies: dict[str, str] = {}
    for piece in content.decode("latin-1").split(";"):
        name, found, value = piece.strip().partition("=")
        if found:
            cookies.setdefault(name, value)
    return cookies


__all__ = ["Binder", "BodyUse", "UnknownQuery", "media_type"]
