"""Requests made by hand for the comparison of the fast path with the SDK: valid, odd, hostile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from .asking import META, Asked, legacy, modern
from .sample import TOOLS

_CALL: Final = {"name": "echo", "arguments": {"name": "x"}}
_VERSIONS: Final = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
_MEMBERS: Final[dict[str, Any]] = {
    "nothing": None,
    "true": True,
    "zero": 0,
    "negative": -1,
    "float": 1.0,
    "half": 1.5,
    "big": 2**63,
    "bigger": 10**30,
    "empty text": "",
    "text": "x",
    "array": [],
    "object": {},
}


def _members(base: Asked, era: str) -> Iterator[Asked]:
    """Each member of the envelope with a value of each kind, and without."""
    for member in ("jsonrpc", "id", "method", "params"):
        without = base.message()
        del without[member]
        yield replace(base.with_message(without), note=f"{era}: no {member}")
        for kind, value in _MEMBERS.items():
            changed = {**base.message(), member: value}
            yield replace(base.with_message(changed), note=f"{era}: {member} is {kind}")


def _parameters(base: Asked, era: str) -> Iterator[Asked]:
    """Each parameter of a call with a value of each kind, and one more."""
    for member in ("name", "arguments", "_meta", "task", "inputResponses", "requestState", "extra"):
        for kind, value in _MEMBERS.items():
            message = base.message()
            message["params"][member] = value
            yield replace(base.with_message(message), note=f"{era}: params.{member} is {kind}")


def _meta() -> Iterator[Asked]:
    base = modern("tools/call", _CALL)
    odd: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2025-11-25",
        "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}, "url": {}}},
        "io.modelcontextprotocol/clientInfo": {"name": "x"},
        "io.modelcontextprotocol/logLevel": "debug",
        "progressToken": 7,
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "example.org/other": {"a": 1},
    }
    for key, value in odd.items():
        message = base.message()
        message["params"]["_meta"][key] = value
        yield replace(base.with_message(message), note=f"meta: {key} is odd")
        message["params"]["_meta"][key] = None
        yield replace(base.with_message(message), note=f"meta: {key} is null")
        message["params"]["_meta"].pop(key)
        yield replace(base.with_message(message), note=f"meta: {key} is absent")
    for number, capabilities in enumerate(
        (
            {"roots": {}},
            {"roots": []},
            {"sampling": {"tools": {}}},
            {"x": 1},
            {"experimental": 1},
            {"experimental": {"a": 1}},
            {"extensions": {"example.org/a": []}},
            {"extensions": {"example.org/a": {"b": 1}}},
            [],
        )
    ):
        meta = {**META, "io.modelcontextprotocol/clientCapabilities": capabilities}
        message = base.message()
        message["params"]["_meta"] = meta
        yield replace(base.with_message(message), note=f"meta: capabilities {number}")
    for number, info in enumerate(
        (
            {"name": "x", "version": "1", "icons": []},
            {"name": 1, "version": "1"},
            "x",
            {},
            {"name": "x", "version": "1", "title": "t", "websiteUrl": "https://example.org"},
            {"name": "x", "version": "1", "unknown": {"a": 1}},
        )
    ):
        message = base.message()
        message["params"]["_meta"]["io.modelcontextprotocol/clientInfo"] = info
        yield replace(base.with_message(message), note=f"meta: client info {number}")


def _tokens(base: Asked, era: str) -> Iterator[Asked]:
    """What a call may bring in `_meta` besides what the revision asks for."""
    keys = (
        "progressToken",
        "io.modelcontextprotocol/logLevel",
        "io.modelcontextprotocol/other",
        "example.org/other",
    )
    values = {**_MEMBERS, "level": "warning", "Level": "Warning", "most": 2**53 - 1}
    for key in keys:
        for kind, value in values.items():
            message = base.message()
            message["params"].setdefault("_meta", {})[key] = value
            yield replace(base.with_message(message), note=f"{era}: {key} is {kind}")


def _headers(base: Asked, era: str) -> Iterator[Asked]:
    changes: dict[str, tuple[str | None, ...]] = {
        "content-type": (
            None,
            "text/plain",
            "application/json; charset=utf-8",
            "Application/JSON",
            "application/json;charset=utf-16",
            "application/jsonx",
            "text/plain, application/json",
        ),
        "accept": (
            None,
            "",
            "*/*",
            "application/json",
            "text/event-stream",
            "application/*",
            "text/html",
            "application/json;q=0",
            "APPLICATION/JSON, text/event-stream",
        ),
        "mcp-protocol-version": (
            None,
            "",
            "2025-06-18",
            "2026-07-28",
            "2026-07-28 ",
            "2099-01-01",
            "latest",
        ),
        "mcp-method": (
            None,
            "",
            "tools/list",
            "tools/call",
            "tools/call ",
            "=?base64?dG9vbHMvY2FsbA==?=",
        ),
        "mcp-name": (None, "", "echo", " echo", "object", "=?base64?ZWNobw==?=", "=?base64?!?="),
        "mcp-param-name": ("x",),
        "content-encoding": ("gzip", "identity"),
        "mcp-session-id": ("x",),
        "last-event-id": ("1",),
        "x-other": ("1",),
        "origin": ("http://localhost:3000", "https://evil.example"),
        "host": ("evil.example", "localhost"),
    }
    for name, values in changes.items():
        for value in values:
            yield replace(base.with_header(name, value), note=f"{era}: {name} is {value!r}")
        if values[-1] is not None:
            twice = base.with_added_header(name, "x").with_added_header(name, str(values[-1]))
            yield replace(twice, note=f"{era}: {name} twice")
            # What one reader takes for the value, the first or the last, another does not.
            good = dict(base.headers).get(name.encode())
            if good is not None:
                odd_first = base.with_header(name, "x").with_added_header(name, good.decode())
                yield replace(odd_first, note=f"{era}: {name} twice, the last is good")


def _bodies(base: Asked, era: str) -> Iterator[Asked]:
    body = base.body
    text = body.decode()
    bodies: dict[str, bytes] = {
        "empty": b"",
        "space": b"  \r\n\t" + body + b"\n ",
        "vertical tab": b"\x0b" + body,
        "not JSON": b"{",
        "trailing comma": body[:-1] + b",}",
        "two documents": body + body,
        "byte order mark": b"\xef\xbb\xbf" + body,
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without mark": text.encode("utf-16-le"),
        "UTF-32": text.encode("utf-32"),
        "Latin-1": text.replace("x", "\u00e9").encode("latin-1"),
        "overlong UTF-8": body.replace(b'"x"', b'"\xc0\xaf"'),
        "surrogate in UTF-8": body.replace(b'"x"', b'"\xed\xa0\x80"'),
        "lone surrogate": body.replace(b'"x"', b'"\\ud800"'),
        "surrogate pair": body.replace(b'"x"', b'"\\ud83d\\ude00"'),
        "emoji": body.replace(b'"x"', '"😀"'.encode()),
        "escaped solidus": body.replace(b"tools/", b"tools\\/"),
        "escaped letter": body.replace(b'"echo"', b'"\\u0065cho"'),
        "NUL in text": body.replace(b'"x"', b'"\\u0000"'),
        "raw NUL": body.replace(b'"x"', b'"\x00"'),
        "raw line break": body.replace(b'"x"', b'"\n"'),
        "DEL": body.replace(b'"x"', b'"\x7f"'),
        "line separator": body.replace(b'"x"', '"\u2028"'.encode()),
        "NaN": body.replace(b'"x"', b"NaN"),
        "Infinity": body.replace(b'"x"', b"-Infinity"),
        "beyond a double": body.replace(b'"x"', b'"x", "ratio": 1e999'),
        "tiny": body.replace(b'"x"', b'"x", "ratio": 1e-999'),
        "long fraction": body.replace(
            b'"x"', b'"x", "ratio": 0.1000000000000000055511151231257827'
        ),
        "minus zero": body.replace(b'"x"', b'"x", "count": -0'),
        "minus zero point": body.replace(b'"x"', b'"x", "count": -0.0'),
        "integral float": body.replace(b'"x"', b'"x", "count": 3.0'),
        "exponent": body.replace(b'"x"', b'"x", "count": 3e2'),
        "60 digits": body.replace(b'"x"', b'"x", "count": ' + b"7" * 60),
        "4000 digits": body.replace(b'"x"', b'"x", "count": ' + b"7" * 4000),
        "5000 digits": body.replace(b'"x"', b'"x", "count": ' + b"7" * 5000),
        "leading zero": body.replace(b'"x"', b'"x", "count": 07'),
        "hexadecimal": body.replace(b'"x"', b'"x", "count": 0x7'),
        "plus": body.replace(b'"x"', b'"x", "count": +7'),
        "single quotes": body.replace(b'"x"', b"'x'"),
        "comment": body.replace(b'"x"', b'"x" /* y */'),
        "90 levels": body.replace(b'"x"', b'"x", "anything": ' + b"[" * 90 + b"]" * 90),
        "150 levels": body.replace(b'"x"', b'"x", "anything": ' + b"[" * 150 + b"]" * 150),
        "250 levels": body.replace(b'"x"', b'"x", "anything": ' + b"[" * 250 + b"]" * 250),
        "100000 levels": b"[" * 100_000,
        "300 flat arrays": body.replace(b'"x"', b'"x", "anything": [' + b"[]," * 300 + b"[]]"),
        "key twice": body.replace(b'"name": "x"', b'"name": 1, "name": "x"'),
        "method twice": body.replace(b'"jsonrpc"', b'"method": "ping", "jsonrpc"'),
        "method twice, last differs": body[:-1] + b', "method": "ping"}',
        "id twice": body[:-1] + b', "id": 99}',
        "params twice": body[:-1] + b', "params": {}}',
        "key of the prototype": body.replace(b'"name": "x"', b'"name": "x", "__proto__": {"a": 1}'),
        "empty key": body.replace(b'"name": "x"', b'"name": "x", "": 1'),
        "long text": body.replace(b'"x"', b'"' + b"x" * 100_000 + b'"'),
        "batch": b"[" + body + b"]",
        "empty batch": b"[]",
        "batch of two": b"[" + body + b"," + body + b"]",
        "a string": b'"x"',
        "a number": b"1",
        "null": b"null",
        "member in capitals": body.replace(b'"id"', b'"ID"'),
        "member more": body[:-1] + b', "extra": 1}',
        "a response": b'{"jsonrpc": "2.0", "id": 1, "result": {}}',
        "an error": b'{"jsonrpc": "2.0", "id": 1, "error": {"code": 1, "message": "x"}}',
        "a notification": b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
    }
    for note, changed in bodies.items():
        yield replace(base, body=changed, note=f"{era}: body: {note}")
    for pieces in (2, 7):
        yield replace(base, pieces=pieces, note=f"{era}: in {pieces} pieces")


def _arguments(era: str) -> Iterator[Asked]:
    make = modern if era == "modern" else legacy
    cases: dict[str, Any] = {
        "count": "3",
        "ratio": True,
        "public": 1,
        "colour": "blue",
        "code": "ABC",
        "ids": [1, "2"],
        "ids as text": "[1, 2]",
        "body": {"a": {"b": [None, True, 1.5, "é"]}},
        "body as text": '{"a": 1}',
        "body as broken text": '{"a": ',
        "file": "aGVsbG8=",
        "file that is none": "%%%",
        "$filter": "a eq 'b'",
        "anything": {"deep": [[[[1]]]]},
        "unknown": 1,
    }
    for note, value in cases.items():
        name = note.split(" ")[0]
        params = {"name": "echo", "arguments": {"name": "x", name: value}}
        yield replace(make("tools/call", params), note=f"{era}: argument {note}")
    for request_id in ("", "é", "x" * 300, 2**53, 2**53 - 1, -5, "\u2028", '"'):
        asked = make("tools/call", _CALL, request_id)
        yield replace(asked, note=f"{era}: id {json.dumps(request_id)[:20]}")


URIS: Final = (
    *("sample://object", "sample://missing", "sample://refusing", "sample://broken"),
    *("sample://unreachable", "sample://picture", "sample://huge"),
    *("sample://echo/x/3", "sample://echo/a%20b%2F%C3%A9/3", "sample://echo/x/y"),
    *("sample://echo/%ff/3", "sample://echo//3", "sample://echo/x/3/4", "sample://echo/é/1"),
    *("sample://files/a%20b.md", "sample://files/a b.md", "sample://files/sub/%C3%A9.bin"),
    *("sample://files/sub", "sample://files", "sample://files/", "sample://files/none.txt"),
    *(
        "sample://files/../sample.py",
        "sample://files/%2e%2e/sample.py",
        "sample://files/./a%20b.md",
    ),
    *("sample://files/sub%2F%C3%A9.bin", "sample://files/a%2520b.md", "sample://none"),
    *("", "object", "sample://object?x=1", "sample://object/" + "x" * 20_000),
)
PROMPTS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "greet", "arguments": {"who": "{{how}} é", "how": "hello"}},
    {"name": "greet", "arguments": {"who": "x"}},
    {"name": "greet", "arguments": {"who": "x", "other": "y"}},
    {"name": "greet", "arguments": {"who": 3}},
    {"name": "greet", "arguments": {"who": None}},
    {"name": "greet", "arguments": None},
    {"name": "greet"},
    {"name": "file"},
    {"name": "file", "arguments": {"who": "W"}},
    {"name": "none"},
    {"name": ""},
    {"name": "greet", "arguments": {"who": "x"}, "extra": 1},
)


def _offers(era: str) -> Iterator[Asked]:
    """Resources and prompts: each that is there, and what is not."""
    make = modern if era == "modern" else legacy
    for method in ("resources/list", "resources/templates/list", "prompts/list"):
        for note, params in {
            "": None,
            " with a cursor": {"cursor": "x"},
            " more": {"x": 1},
        }.items():
            yield replace(make(method, params), note=f"{era}: {method}{note}")
    for uri in URIS:
        yield replace(make("resources/read", {"uri": uri}), note=f"{era}: reads {uri[:60]}")
    for kind, value in _MEMBERS.items():
        asked = make("resources/read", {"uri": value})
        yield replace(asked, note=f"{era}: the URI is {kind}")
    for number, params in enumerate(PROMPTS):
        yield replace(make("prompts/get", params), note=f"{era}: prompt {number}")
    read = modern("resources/read", {"uri": "sample://object"})
    for name in (None, "sample://huge", "object", "=?base64?c2FtcGxlOi8vb2JqZWN0?="):
        yield replace(read.with_header("mcp-name", name), note=f"{era}: read, name {name}")


def _handshakes() -> Iterator[Asked]:
    """`initialize` with each of its parts odd, in each revision and in ones that are none."""
    good: dict[str, Any] = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "x", "version": "1"},
    }
    for version in (*_VERSIONS, "2026-07-28", "2099-01-01", "", "x"):
        params = {**good, "protocolVersion": version}
        yield replace(legacy("initialize", params), note=f"initialize: asks for {version!r}")
        headed = legacy("initialize", good).with_header("mcp-protocol-version", version)
        yield replace(headed, note=f"initialize: in {version!r}")
    for part in (*good, "_meta", "extra"):
        without = {name: value for name, value in good.items() if name != part}
        yield replace(legacy("initialize", without), note=f"initialize: no {part}")
        for kind, value in _MEMBERS.items():
            asked = legacy("initialize", {**good, part: value})
            yield replace(asked, note=f"initialize: {part} is {kind}")
    for name in ("roots", "sampling", "elicitation", "experimental", "extensions", "tasks", "x"):
        for number, value in enumerate(
            ({}, [], None, 1, {"listChanged": True}, {"listChanged": 1}, {"a": {}}, {"form": {}})
        ):
            asked = legacy("initialize", {**good, "capabilities": {name: value}})
            yield replace(asked, note=f"initialize: capability {name} {number}")
    for key in ("title", "description", "websiteUrl", "icons", "x"):
        for kind, value in _MEMBERS.items():
            info = {**good["clientInfo"], key: value}
            asked = legacy("initialize", {**good, "clientInfo": info})
            yield replace(asked, note=f"initialize: {key} is {kind}")
    told = legacy("x")
    for method in ("notifications/initialized", "notifications/cancelled", "notifications/x"):
        for number, params in enumerate((None, {}, {"_meta": {}}, {"requestId": 1}, [])):
            message = {"jsonrpc": "2.0", "method": method}
            if number:
                message["params"] = params
            yield replace(told.with_message(message), note=f"{method} {number}")


def _methods(era: str) -> Iterator[Asked]:
    make = modern if era == "modern" else legacy
    for method in (
        "ping",
        "initialize",
        "tools/list",
        "tools/call",
        "server/discover",
        "prompts/list",
        "resources/list",
        "resources/read",
        "completion/complete",
        "logging/setLevel",
        "notifications/initialized",
        "tools/Call",
        "tools/list ",
        "",
        "rpc.discover",
        "é",
    ):
        if method.isascii() or era == "legacy":
            yield replace(make(method), note=f"{era}: method {method!r}")
            yield replace(
                make(method, {"cursor": "x"}), note=f"{era}: method {method!r} with a cursor"
            )
    for number, level in enumerate(("info", "emergency", "loud", "", 5, None, [], {})):
        params = {"level": level}
        yield replace(make("logging/setLevel", params), note=f"{era}: level {number}")
        params = {"level": level, "_meta": {"progressToken": 1}, "x": 1}
        yield replace(make("logging/setLevel", params), note=f"{era}: level {number} and more")
    for name in ("GET", "DELETE", "PUT", "OPTIONS", "HEAD"):
        yield replace(make("tools/list"), method=name, note=f"{era}: {name}")


def _all() -> Iterator[Asked]:
    yield from _meta()
    yield from _handshakes()
    for era, base in (
        ("legacy", legacy("tools/call", _CALL)),
        ("modern", modern("tools/call", _CALL)),
    ):
        yield from _members(base, era)
        yield from _tokens(base, era)
        yield from _parameters(base, era)
        yield from _headers(base, era)
        yield from _bodies(base, era)
        yield from _arguments(era)
        yield from _methods(era)
        yield from _offers(era)
        make = modern if era == "modern" else legacy
        for tool in TOOLS:
            yield replace(make("tools/call", {"name": tool.name}), note=f"{era}: calls {tool.name}")
    for version in _VERSIONS:
        yield replace(legacy("tools/call", _CALL, version=version), note=f"{version}: a call")
        yield replace(legacy("tools/list", version=version), note=f"{version}: the list")


HAND_MADE: Final = tuple(_all())
