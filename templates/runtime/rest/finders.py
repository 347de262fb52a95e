"""Where the value of each declared input is found in a request: one compiled function for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..server.incoming import Incoming, QueryPairs, header_text
from ..server.problem import Fault, Refusal, pointer
from ..values import Json, JsonValue, RawJson
from . import inputs
from .bodies_in import is_json
from .deep_objects import from_brackets, is_given, may_be_object
from .inputs import Input
from .typed import Check, Reader, check, looked_at_json, reader

MISSING: Final = object()
_UNREPEATED: Final = "must be given once"


class Sources:
    """What a request carries, parsed as far as its inputs need."""

    __slots__ = ("cookies", "document", "faults", "fields", "form", "incoming", "query")

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.faults: list[Fault] = []
        self.query: QueryPairs = {}
        self.document: JsonValue = None
        self.fields: dict[str, Json] = {}
        self.form: dict[str, list[str]] = {}
        self.cookies: dict[str, str] = {}


Finder = Callable[[Sources], Any]
"""The value of an input, or MISSING. Raises `ValueError` with what is wrong with it."""


def place(one: Input) -> str:
    """Where a caller puts the input, as a JSON pointer into the request."""
    if isinstance(one, (inputs.WholeBody, inputs.RawBody)):
        return "/body"
    if isinstance(one, (inputs.Field, inputs.FormField, inputs.Inside)):
        return pointer("body", one.name)
    if isinstance(one, inputs.PathVariable):
        return pointer("path", one.name)
    if isinstance(one, inputs.Header):
        return pointer("header", one.name)
    return pointer("cookie" if isinstance(one, inputs.Cookie) else "query", one.name)


def finder(one: Input, *, takes_encoded: bool = False) -> Finder:
    """How the value of an input is found; `takes_encoded`: a body may have a content coding."""
    read = reader(one.type)
    if isinstance(one, inputs.WholeBody):
        return _whole_body(one, takes_encoded)
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
    if isinstance(one, inputs.Inside):
        return _inside(one, check(one.type))
    if isinstance(one, inputs.QueryOrField):
        in_query, in_body = _query(one, read), _field(one.name, check(one.type))
        return lambda sources: (
            in_query(sources) if is_given(one.name, sources.query) else in_body(sources)
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
    plain = _repeatable(one, read, lambda sources: sources.query.get(one.name))
    if not may_be_object(one.type):
        return plain

    def found(sources: Sources) -> Any:
        if one.name in sources.query:
            return plain(sources)
        value = from_brackets(one.name, sources.query, one.type)
        return MISSING if value is None else value

    return found


def _header(one: Input, read: Reader | None) -> Finder:
    name = one.name.lower().encode("latin-1")
    takes_list = one.type.name == "array"

    def found(sources: Sources) -> Any:
        content = sources.incoming.headers.get(name)
        if content is None:
            return MISSING
        text = header_text(content)
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


def _inside(one: inputs.Inside, checked: Check) -> Finder:
    def found(sources: Sources) -> Any:
        value = one.find(sources.document)
        if value is None:
            return MISSING
        checked(value)
        return value

    return found


def _whole_body(one: Input, takes_encoded: bool) -> Finder:
    # Of a document that goes on as it came only the outermost type can be declared.
    checked = check(one.type) if one.type.name in ("object", "array", "boolean") else None

    def found(sources: Sources) -> Any:
        incoming = sources.incoming
        content = incoming.body
        declared = incoming.headers.get(b"content-type")
        content_type = declared.decode("latin-1") if declared is not None else None
        if not content:
            # Upstream tells no body and an empty JSON body apart; so do we.
            empty = content_type is not None and is_json(content_type) and not one.required
            return RawJson(b"", content_type) if empty else MISSING
        if takes_encoded and _is_encoded(incoming):
            return RawJson(content, content_type)  # The operation asks for it; upstream reads it.
        require_json(incoming)
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


def require_json(incoming: Incoming) -> None:
    """Raise `Refusal` (415) for a body that says to be something else than JSON."""
    declared = incoming.headers.get(b"content-type")
    if declared is not None and not is_json(declared.decode("latin-1")):
        raise Refusal(415, "The body must be JSON in UTF-8 (Content-Type: application/json).")
    if _is_encoded(incoming):
        raise Refusal(415, "The body must come without a Content-Encoding.")


def _is_encoded(incoming: Incoming) -> bool:
    return incoming.headers.get(b"content-encoding", b"identity").lower() != b"identity"


def parsed_cookies(content: bytes) -> dict[str, str]:
    """The cookies of a request (RFC 6265, 5.4); of a name that comes twice, the first."""
    cookies: dict[str, str] = {}
    for piece in header_text(content).split(";"):
        name, found, value = piece.strip().partition("=")
        if found:
            cookies.setdefault(name, value)
    return cookies
