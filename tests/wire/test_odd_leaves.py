"""One leaf that JSON cannot say never passes the rest of the document by its mapping.

Sources: RFC 8259, 6 (numbers beyond every bound), 8.1 and 8.2 (bytes that are no UTF-8, lone surrogates); seen: a document with
`1e999` in it was handed on whole, past the mapping that keeps a secret back.
"""

from __future__ import annotations

import json

import pytest

from tests.runtime.server import Server, answer
from tests.support.processes import Served
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

WHOLE = '{"tenant":{"name":"Ann"},"n":%s,"secret":"x"}'
DEEP = "[" * 3000 + "]" * 3000
ODD = {
    "infinity": (WHOLE % "1e999", {"name": "Ann", "n": None, "notes": None}),
    "minus infinity": (WHOLE % "-1e999", {"name": "Ann", "n": None, "notes": None}),
    "not a number": (WHOLE % "NaN", {"name": "Ann", "n": None, "notes": None}),
    "endless integer": (WHOLE % ("9" * 6000), {"name": "Ann", "n": None, "notes": None}),
    "elsewhere": (WHOLE % '1,"o":1e999', {"name": "Ann", "n": 1, "notes": None}),
    "too deep elsewhere": (WHOLE % f'2,"o":{DEEP}', {"name": "Ann", "n": 2, "notes": None}),
    "surrogate": (
        '{"tenant":{"name":"\\ud800"},"n":1,"secret":"x"}',
        {"name": None, "n": 1, "notes": None},
    ),
    "in a list": (
        WHOLE % '1,"notes":["a","\\udfff",{"k\\ud800":1e999,"b":2}]',
        {"name": "Ann", "n": 1, "notes": ["a", None, {"k\ufffd": None, "b": 2}]},
    ),
}
CASES = [pytest.param(*case, id=name) for name, case in ODD.items()]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_over_rest(upstream: Server, rest_app: Served, body: str, expected: object) -> None:
    upstream.queue.append(answer(200, body))
    reply = fetch(rest_app.url, "GET", "/tenants/1")
    assert (reply.status, reply.content_type, reply.json) == (200, "application/json", expected)


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_over_mcp(upstream: Server, tools: ToolCaller, body: str, expected: object) -> None:
    upstream.queue.append(answer(200, body))
    result = tools.call("show-tenant", {"id": "1"})
    assert result.is_error is False
    assert json.loads(text_of(result)) == expected
    assert result.structured_content == expected


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xed\xa0\x80"])
def test_bytes_that_are_no_text(upstream: Server, rest_app: Served, broken: bytes) -> None:
    upstream.queue.append(answer(200, b'{"tenant":{"name":"' + broken + b'"},"secret":"x","n":3}'))
    assert fetch(rest_app.url, "GET", "/tenants/1").json == {"name": None, "n": 3, "notes": None}


def test_a_charset_that_is_said_is_read(upstream: Server, rest_app: Served) -> None:
    latin = "application/json; charset=iso-8859-1"
    body = '{"tenant":{"name":"Zoé"},"secret":"x"}'.encode("latin-1")
    upstream.queue.append(answer(200, body, content_type=latin))
    found = fetch(rest_app.url, "GET", "/tenants/1").json
    assert found == {"name": "Zoé", "n": None, "notes": None}
