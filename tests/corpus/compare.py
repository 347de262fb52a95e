"""Holds what happened against what the oracle predicted; a difference is a sentence."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from tests.oracle.answers import ClientAnswer, RestAnswer, ToolAnswer, Upstream
from tests.oracle.holes import MISSING
from tests.oracle.requests import Exact, Wire

from .rest_caller import RestReply
from .tool_caller import ToolReply
from .upstream import Recorded

BASE = "/base"
SECRET_HEADERS = ("authorization", "cookie")


def requests(wire: Wire, recorded: Recorded) -> Iterator[str]:
    """How a request differs from the predicted one."""
    if recorded.method != wire.method:
        yield f"method {recorded.method}, expected {wire.method}"
    path, _, query = recorded.target.partition("?")
    if path != BASE + wire.path:
        yield f"path {_short(path)}, expected {_short(BASE + wire.path)}"
    pieces = query.split("&") if query else []
    pairs = [_pair(piece) for piece in pieces]
    for at, (_, value) in enumerate(wire.query[: len(pairs)]):
        if isinstance(value, Exact):
            pairs[at] = pairs[at][0], pieces[at].partition("=")[2]
    if pairs != wire.query:
        yield f"query {_short(pairs)}, expected {_short(wire.query)}"
    yield from _headers(wire, recorded)
    yield from _body(wire, recorded)


def _pair(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    return unquote_plus(name), unquote_plus(value)


def _headers(wire: Wire, recorded: Recorded) -> Iterator[str]:
    expected: dict[str, list[str]] = {}
    for name, value in wire.headers:
        expected.setdefault(name.lower(), []).append(value)
    for name, values in expected.items():
        found = recorded.header(name)
        wanted = ["; ".join(values)] if name == "cookie" else values[-1:]
        wanted = [value.encode().decode("latin-1") for value in wanted]  # as the wire is read
        if found != wanted:
            yield f"header {name} {_short(found)}, expected {_short(wanted)}"
    for name in SECRET_HEADERS:
        if name not in expected and recorded.header(name):
            yield f"header {name} that nobody asked for"


def _body(wire: Wire, recorded: Recorded) -> Iterator[str]:
    types = recorded.header("content-type")
    given = [value for name, value in wire.headers if name.lower() == "content-type"]
    if wire.body_kind is None:
        if recorded.body:
            yield f"body {_short(recorded.body)}, expected none"
        return
    wanted = (given[-1] if given else wire.media_type or "").partition(";")[0].strip()
    found = types[0].partition(";")[0].strip() if types else ""
    if found != wanted:
        yield f"content type {found!r}, expected {wanted!r}"
    if wire.body_kind == "json":
        yield from _json_body(wire.body, recorded.body)
    elif wire.body_kind == "bytes" and recorded.body != wire.body:
        yield f"body {_short(recorded.body)}, expected {_short(wire.body)}"
    elif wire.body_kind == "form":
        pairs = parse_qsl(recorded.body.decode(), keep_blank_values=True)
        if pairs != wire.body:
            yield f"form {_short(pairs)}, expected {_short(wire.body)}"
    elif wire.body_kind == "multipart":
        parts = _parts(types[0] if types else "", recorded.body)
        if parts != wire.body:
            yield f"parts {_short(parts)}, expected {_short(wire.body)}"


def _json_body(expected: Any, content: bytes) -> Iterator[str]:
    try:
        found = json.loads(content, object_pairs_hook=_Pairs)
    except ValueError:
        yield f"body is no JSON: {_short(content)}"
        return
    wanted = json.loads(json.dumps(expected, default=repr), object_pairs_hook=_Pairs)
    if not same(found, wanted):
        yield f"body {_short(content)}, expected {_short(json.dumps(expected, default=repr))}"


class _Pairs(list[Any]):
    """An object with the order of its keys."""


def same(left: Any, right: Any) -> bool:
    """Equality in which `1`, `1.0` and `true` differ."""
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


def _parts(content_type: str, body: bytes) -> list[tuple[str, str | None, str | None, str]]:
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    parts = []
    for part in message.iter_parts() if message.is_multipart() else []:
        payload = part.get_payload(decode=True)
        text = payload.decode() if isinstance(payload, bytes) else str(payload)
        name = part.get_param("name", header="content-disposition")
        media = part.get("content-type")
        parts.append((str(name), part.get_filename(), media and str(media), text))
    return parts


# --- answers -----------------------------------------------------------------------------------


def rest(expected: RestAnswer, found: RestReply, method: str) -> Iterator[str]:
    """How a REST answer differs from the predicted one."""
    if found.status != expected.status:
        yield f"status {found.status}, expected {expected.status}: {_short(found.content)}"
        return
    if method == "HEAD" or expected.status == 204:
        if found.content:
            yield f"a body where there is none: {_short(found.content)}"
        return
    if expected.status == 502 and expected.content is None and expected.document is MISSING:
        return  # A problem of the adapter's own, in words that nobody predicts.
    if expected.content is not None:
        if found.content != expected.content:
            yield f"answer {_short(found.content)}, expected {_short(expected.content)}"
        if expected.content and found.content_type != expected.content_type:
            yield f"answer's type {found.content_type!r}, expected {expected.content_type!r}"
        return
    if _media(found.content_type) != "application/json":
        yield f"answer's type {found.content_type!r}, expected JSON"
    try:
        document = json.loads(found.content)
    except ValueError:
        yield f"answer is no JSON: {_short(found.content)}"
        return
    if not same(document, expected.document):
        yield f"answer {_short(found.content)}, expected {_short(repr(expected.document))}"


def _media(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip()


def rest_refusal(found: RestReply, why: str) -> Iterator[str]:
    """A refusal is a problem of the adapter's own."""
    high = 600 if why.startswith(("authentication", "an api key")) else 500
    if not 400 <= found.status < high:
        yield f"status {found.status}, expected a refusal ({why}): {_short(found.content)}"
    elif _media(found.content_type) != "application/problem+json":
        yield f"a refusal as {found.content_type!r} ({why}): {_short(found.content)}"


def tool(expected: ToolAnswer, found: ToolReply, upstream: Upstream) -> Iterator[str]:
    """How a tool's result differs from the predicted one."""
    if found.protocol_error:
        yield f"a protocol error: {_short(found.protocol_error)}"
        return
    if found.is_error != expected.is_error:
        yield f"isError {found.is_error}, expected {expected.is_error}: {_short(found.content)}"
        return
    if found.structured != expected.structured:
        yield f"structured {_short(found.structured)}, expected {_short(expected.structured)}"
    if expected.blob is not None:
        yield from _blob(expected, found)
    elif expected.document is not MISSING:
        yield from _tool_json(expected, found)
    elif upstream.content and not _says(expected, found):
        yield f"text {_short(found.text)}, expected {_short(expected.text)}"


def _says(expected: ToolAnswer, found: ToolReply) -> bool:
    """An error may say more than the upstream's text, a result may not."""
    if expected.is_error:
        return (expected.text or "") in found.text
    return expected.text in (found.text, None)


def _tool_json(expected: ToolAnswer, found: ToolReply) -> Iterator[str]:
    if expected.is_error and expected.document is MISSING:
        return  # An error in words that nobody predicts.
    try:
        document = json.loads(found.text)
    except ValueError:
        if not (expected.is_error and _says(expected, found)):
            yield f"text is no JSON: {_short(found.text)}"
        return
    if not same(document, expected.document):
        wanted = (
            "nothing"
            if expected.document is MISSING
            else json.dumps(expected.document, default=repr)
        )
        yield f"text {_short(found.text)}, expected {_short(wanted)}"


def _blob(expected: ToolAnswer, found: ToolReply) -> Iterator[str]:
    import base64

    item = found.content[0] if found.content else {}
    data = item.get("data") or item.get("resource", {}).get("blob") or ""
    if base64.b64decode(data) != expected.blob:
        yield f"bytes {_short(found.content)}, expected {_short(expected.blob)}"


def tool_refusal(found: ToolReply, why: str) -> Iterator[str]:
    """A refusal is a result with `isError`, which the model sees."""
    if found.protocol_error:
        yield f"a protocol error instead of isError ({why}): {_short(found.protocol_error)}"
    elif not found.is_error:
        yield f"a result, expected a refusal ({why}): {_short(found.content)}"
    elif found.structured is not None:
        yield "structured content beside an error"


def client(expected: ClientAnswer, value: Any, error: BaseException | None) -> Iterator[str]:
    """How a client's value or error differs from the predicted one."""
    if expected.error_status is not None:
        status = getattr(error, "status", None)
        if status != expected.error_status:
            yield f"{error!r} or {_short(value)}, expected an error of status {expected.error_status}"
    elif expected.undecodable:
        if type(error).__name__ != "DecodingError":
            yield f"{error!r} or {_short(value)}, expected a decoding error"
    elif error is not None:
        yield f"raised {_short(repr(error))}, expected {_short(expected.value)}"
    elif not same(value, expected.value):
        yield f"value {_short(value)}, expected {_short(expected.value)}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 300 else f"{text[:200]}…{text[-60:]} ({len(text)} characters)"
