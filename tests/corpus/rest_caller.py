"""Calls a REST operation as an HTTP client would, with each input where the oracle says it goes."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.oracle.holes import Hole, spell
from tests.oracle.requests import encode_constant
from tests.oracle.things import Unit
from tests.oracle.units import Input


@dataclass(frozen=True)
class RestReply:
    status: int
    content_type: str | None
    content: bytes


@dataclass(frozen=True)
class RestCall:
    """What is sent to the REST app."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    raw_body: bytes | None
    """The body, where the unit passes it on as it came."""
    given: Mapping[str, Any]
    """The values of the inputs as they were sent."""


def rest_call(
    unit: Unit, items: Sequence[Input], given: Mapping[str, Any], fields_first: bool
) -> RestCall:
    """The HTTP request for values of inputs; `fields_first` chooses between query and body.

    An input that is the whole body and declared fields of the body are one body: the fields are put
    into it, and no input that may come either way does.
    """
    whole = next((item for item in items if item.place == "whole"), None)
    fields_first = fields_first and whole is None
    query = [(name, value or "") for name, value in unit.conditions]
    headers: list[tuple[str, str]] = []
    fields: dict[str, Any] = {}
    body: bytes | None = None
    raw: bytes | None = None
    for item in items:
        if item.name not in given:
            continue
        value = given[item.name]
        if item.place == "query" or (item.place == "query-or-field" and not fields_first):
            query.extend((item.name, spell(v)) for v in _items(value))
        elif item.place in ("field", "query-or-field"):
            fields[item.name] = value
        elif item.place == "header":
            headers.append((item.name, spell(value)))
        elif item.place == "cookie":
            headers.append(("Cookie", f"{item.name}={spell(value)}"))
        elif item.place == "raw":
            raw = body = value if isinstance(value, bytes) else spell(value).encode()
            headers.append(("Content-Type", "application/octet-stream"))
    if whole is not None and fields:
        found = given.get(whole.name)
        given = {**given, whole.name: {**(found if isinstance(found, dict) else {}), **fields}}
    if whole is not None and whole.name in given:
        raw = body = _untidy(given[whole.name])
        headers.append(("Content-Type", "application/json"))
    elif fields and body is None:
        body = json.dumps(fields, ensure_ascii=False).encode()
        headers.append(("Content-Type", "application/json"))
    if any(item.place == "header" and item.name.lower() == "content-type" for item in items):
        headers = list({name.lower(): (name, value) for name, value in headers}.values())
    target = _path(unit, given)
    if query:
        target += "?" + "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in query)
    return RestCall(unit.method or "GET", target, tuple(headers), body, raw, given)


def _untidy(value: Any) -> bytes:
    """JSON with blanks that only a verbatim copy keeps."""
    return (" " + json.dumps(value, ensure_ascii=False, separators=(" ,", " : ")) + "\n").encode()


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _path(unit: Unit, given: Mapping[str, Any]) -> str:
    parts = []
    for part in unit.route:
        if isinstance(part, Hole):
            encoded = quote(spell(given.get(part.name, "absent")), safe="")
            parts.append(encoded.replace(".", "%2E") if encoded.strip(".") == "" else encoded)
        elif isinstance(part, str):  # routes have no sections
            parts.append("/".join(encode_constant(piece) for piece in part.split("/")))
    return "".join(parts)


class RestCaller:
    """One kept connection to a served REST app."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def send(self, call: RestCall) -> RestReply:
        """The answer of the app."""
        try:
            return self._send(call)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            return self._send(call)

    def _send(self, call: RestCall) -> RestReply:
        connection = self._connection
        connection.putrequest(call.method, call.target, skip_accept_encoding=True)
        for name, value in call.headers:
            connection.putheader(name, value.encode("latin-1"))
        if call.body is not None or call.method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(call.body or b"")))
        connection.endheaders(call.body)
        response = connection.getresponse()
        content = response.read()
        return RestReply(response.status, response.getheader("Content-Type"), content)

    def close(self) -> None:
        self._connection.close()
