"""Requests that say which revision they speak and nothing of the client: taken at the root, as text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from templates.runtime.mcp.rooted import with_capabilities

_REVISION = "io.modelcontextprotocol/protocolVersion"
_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"


def _message(params: Any) -> bytes:
    return json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    ).encode()


def test_only_the_missing_key_is_added() -> None:
    body = b'{"params": {"arguments": {"n": 1.10, "n": 9e99999}, "_meta" : {"x":1, "%s" : "2026-07-28"}}}'
    body %= _REVISION.encode()
    added = with_capabilities(body)
    assert added.replace(f'"{_CAPABILITIES}":{{}},'.encode(), b"") == body
    assert json.loads(added)["params"]["_meta"][_CAPABILITIES] == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[" * 100_000 + f'"{_REVISION}"'.encode(),
        f'["{_REVISION}"]'.encode(),
        _message(None),
        _message([_REVISION]),
        _message({"_meta": {}}),
        _message({"_meta": [_REVISION]}),
        _message({"_meta": {"x": _REVISION}}),
        _message({"arguments": {_REVISION: 1}, "_meta": {}}),
        _message({"_meta": {_REVISION: "2026-07-28", _CAPABILITIES: {}}}),
        _message({"_meta": {_REVISION: "2026-07-28", _CAPABILITIES: None}}),
        _message({"arguments": {_REVISION: 1}, "_meta": {_REVISION: "2026-07-28"}}),
    ],
    ids=range(13),
)
def test_any_other_body_is_as_it_came(body: bytes) -> None:
    assert with_capabilities(body) is body


def test_what_a_caller_writes_is_no_key() -> None:
    """In a text the quotes are escaped, so that the one place is the key."""
    said = {"arguments": {"note": f'"{_REVISION}"'}, "_meta": {_REVISION: "2026-07-28"}}
    assert json.loads(with_capabilities(_message(said)))["params"] == {
        "arguments": said["arguments"],
        "_meta": {**said["_meta"], _CAPABILITIES: {}},
    }
