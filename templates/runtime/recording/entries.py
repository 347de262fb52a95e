"""One exchange as a recording holds it (docs/recording.md): an object of JSON, nothing secret in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from ..errors import DecodingError, ResponseTooLargeError
from ..messages import Headers
from ..values import JsonValue
from ..wire.decoding import codings, inflated
from ..wire_request import SHORTEST_SECRET, WireRequest
from .masking import Fields, without

_DROPPED: Final = frozenset(
    (
        *("connection", "content-encoding", "content-length", "content-type", "date", "keep-alive"),
        *("set-cookie", "set-cookie2", "trailer", "transfer-encoding", "upgrade"),
    )
)
"""Headers of answers that a recording leaves out: what frames a message, and cookies."""
_Text = Callable[[str], str]


class Kept:
    """The start of a body, as much of it as may be recorded."""

    __slots__ = ("content", "length", "limit", "whole")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.content = bytearray()
        self.length = 0
        self.whole = False
        """Whether the body came to its end."""

    def add(self, piece: bytes) -> None:
        """A piece of the body as it comes."""
        self.length += len(piece)
        if self.length <= self.limit:
            self.content += piece
        else:
            self.content.clear()

    @property
    def is_complete(self) -> bool:
        """Whether all of it is here."""
        return self.whole and self.length <= self.limit


def entry(request: WireRequest, status: int, headers: Headers, kept: Kept, fields: Fields) -> bytes:
    """One line of a recording, without its end.

    Args:
        request: as it was sent.
        status: of the answer.
        headers: of the answer.
        kept: what came of its body.
        fields: names whose values are masked.
    """
    plain = without(request.secrets, SHORTEST_SECRET)
    made: dict[str, Any] = {
        **_of_request(request, fields, plain, kept.limit),
        "status": status,
        "content_type": headers.get("content-type"),
        **_of_answer(headers, kept, fields, plain),
        "headers": _headers(headers, fields, plain),
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )


def _headers(headers: Headers, fields: Fields, plain: _Text) -> Mapping[str, str]:
    """Names and values; the values of a name that occurs more than once are joined."""
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() not in _DROPPED:
            shown = fields.header(name, plain(value))
            found[name] = f"{found[name]}, {shown}" if name in found else shown
    return found


def _of_request(
    request: WireRequest, fields: Fields, plain: _Text, limit: int
) -> Mapping[str, Any]:
    operation = request.operation
    sent = Headers(request.headers)
    content = request.content
    kind = sent.get("content-type")
    body: Mapping[str, Any] = {"body": None}
    if isinstance(content, bytes):
        body = _body(content, kind, fields, plain, typed=False) if len(content) <= limit else _CUT
    elif content is not None:
        body = _CUT
    declared = frozenset(() if operation is None else map(str.lower, operation.headers))
    return {
        "api": None if operation is None else operation.api,
        "op": None if operation is None else operation.name,
        "method": request.method,
        "target": _target(request.shown_url(), fields),
        "request_headers": {
            name: fields.header(name, plain(value))
            for name, value in request.masked_headers()
            if name.lower() in declared and name.lower() not in ("content-type", "accept")
        },
        **{f"request_{name}": value for name, value in body.items()},
        "auth": _scheme(request, sent),
        "request_content_type": kind,
    }


def _target(url: str, fields: Fields) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{fields.pairs(parts.query)}" if parts.query else parts.path or "/"


def _scheme(request: WireRequest, sent: Headers) -> str | None:
    """How the request identified its sender, by name only."""
    scheme, space, _ = (sent.get("authorization") or "").partition(" ")
    return scheme if space else ("key" if request.secrets else None)


def _of_answer(headers: Headers, kept: Kept, fields: Fields, plain: _Text) -> Mapping[str, Any]:
    if not kept.is_complete:
        return {**_CUT, "body_length": kept.length}
    content = bytes(kept.content)
    try:
        content = inflated(content, codings(headers), kept.limit)
    except (DecodingError, ResponseTooLargeError):
        return {**_CUT, "body_length": kept.length}
    found = _body(content, headers.get("content-type"), fields, plain, typed=True)
    return {**found, "body_length": len(content)}


_CUT: Final[Mapping[str, Any]] = {"body": None, "body_shortened": True}
_WITHHELD: Final[Mapping[str, Any]] = {"body": None, "body_withheld": True}


def _body(
    content: bytes, kind: str | None, fields: Fields, plain: _Text, *, typed: bool
) -> Mapping[str, Any]:
    """A body: the value of JSON, the text of a text, base64 of the rest; nothing that cannot be masked."""
    if not content:
        return {"body": None}
    try:
        text = content.decode()
    except ValueError:
        return _binary(content, fields, plain)
    if is_json(kind):
        value = parsed(text)
        if value is not _NONE and value is not None:
            return {"body": fields.masked(_without(value, plain), typed=typed)}
    if kind is not None and kind.lower().startswith("application/x-www-form-urlencoded"):
        return {"body": plain(fields.pairs(text)), "body_is_raw_text": True}
    if fields.within(text):
        return _WITHHELD
    return {"body": plain(text), "body_is_raw_text": True}


def _binary(content: bytes, fields: Fields, plain: _Text) -> Mapping[str, Any]:
    text = content.decode("latin-1")
    if fields.within(text) or plain(text) != text:
        return _WITHHELD
    return {"body": base64.b64encode(content).decode("ascii"), "body_is_base64": True}


def is_json(kind: str | None) -> bool:
    """Whether a media type is one of JSON's."""
    plain = (kind or "").partition(";")[0].strip().lower()
    return plain == "application/json" or plain.endswith("+json")


_NONE: Final = object()


def parsed(text: str) -> Any:
    """A text's JSON value, or a mark where it is none, or is none that can be written again as it was."""
    try:
        return json.loads(text, object_pairs_hook=_distinct, parse_constant=_refused)
    except (ValueError, RecursionError):
        return _NONE


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _without(value: JsonValue, plain: _Text) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_without(each, plain) for each in value]
    if isinstance(value, dict):
        return {plain(name): _without(each, plain) for name, each in value.items()}
    return value
