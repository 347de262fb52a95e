"""Whoever reads a large document serves others in between: bodies of callers, and answers of an upstream.

That is asked of the parts that stand between a socket and a unit, with another task beside them that
counts its turns; a wall clock would tell of the machine.

Source: seen with 10 MB of small numbers: `json.loads` held the event loop for 0.55 seconds.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from templates.runtime.formats.delimited import AS_CSV
from templates.runtime.formats.html import as_html
from templates.runtime.formats.xml import AS_XML
from templates.runtime.formats.yaml import AS_YAML
from templates.runtime.mcp.reading import read_ahead
from templates.runtime.mcp.results import Limits, presented
from templates.runtime.mcp.settings import McpSettings
from templates.runtime.messages import Format, Headers
from templates.runtime.rest.fields_in import Field
from templates.runtime.rest.whole_bodies import WholeBody
from templates.runtime.server.incoming import Incoming
from templates.runtime.wire.buffered import BufferedReply, buffered
from templates.runtime.wire.decoding import decode
from templates.runtime.wire.mapping import mapped, whole
from tests.mcp_runtime.conftest import sample_app
from tests.mcp_runtime.sample import PLAIN
from tests.runtime.server import Server, answer
from tests.support.processes import Served
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

MANY = 120_000
SMALL = {
    "numbers": "[" + ",".join(["1"] * MANY) + "]",
    "texts": "[" + ",".join(['""'] * MANY) + "]",
    "lists": "[" + ",".join(["[]"] * MANY) + "]",
    "objects": "[" + ",".join(['{"a":[1]}'] * MANY) + "]",
    "members": "{" + ",".join(f'"{number}":1' for number in range(MANY)) + "}",
}
DOCUMENTS = [pytest.param(text, id=name) for name, text in SMALL.items()]


def turns(work: Callable[[], Awaitable[Any]]) -> tuple[int, Any]:
    """How often another task has its turn while something works, and what comes of that."""

    async def both() -> tuple[int, Any]:
        working = asyncio.ensure_future(work())
        count = 0
        while not working.done():
            await asyncio.sleep(0)
            count += 1
        return count, await working

    return asyncio.run(both())


async def _nothing() -> Any:
    raise AssertionError("nothing is received")


@pytest.mark.parametrize("text", DOCUMENTS)
@pytest.mark.parametrize("kind", [Field, WholeBody])
def test_a_body_over_rest(kind: Any, text: str) -> None:
    incoming = Incoming({"method": "POST"}, _nothing)
    incoming.body = text.encode()
    count, _ = turns(lambda: kind("x").ahead[0](incoming))
    assert count > 5
    assert incoming.ahead is not None
    assert incoming.ahead() == (json.loads(text) if kind is Field else type(json.loads(text))())


@pytest.mark.parametrize("text", DOCUMENTS)
def test_a_message_over_mcp(text: str) -> None:
    message = f'{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"arguments":{text}}}}}'
    count, read = turns(lambda: read_ahead(message.encode()))
    assert (count > 5, read) == (True, json.loads(message))


@pytest.mark.parametrize("text", DOCUMENTS)
def test_a_request_to_the_mcp_server(text: str) -> None:
    """The whole server, which for a small message gives nobody a turn."""
    assert _turns_of_a_ping("1") == 1
    assert _turns_of_a_ping(text) > 5


def _turns_of_a_ping(text: str) -> int:
    app, _ = sample_app(McpSettings())
    params = f'{{"_meta":{{"x":{text}}}}}'
    content = f'{{"jsonrpc":"2.0","id":1,"method":"ping","params":{params}}}'.encode()
    given = [{"type": "http.request", "body": content, "more_body": False}]
    said: list[Any] = []

    async def receive() -> Any:
        return given.pop() if given else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        said.append(message)

    headers = [
        (b"host", b"localhost"),
        (b"content-type", b"application/json"),
        (b"accept", b"application/json, text/event-stream"),
        (b"content-length", b"%d" % len(content)),
    ]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    count, _ = turns(lambda: app(scope, receive, send))
    assert said[0]["status"] == 200
    return count


@pytest.mark.parametrize("text", DOCUMENTS)
def test_an_answer_that_a_tool_shows(text: str) -> None:
    headers = Headers((("content-type", "application/json"),))
    limits = Limits(10_000_000, 10_000_000, "X")
    reply = BufferedReply(200, headers, text.encode())
    count, shown = turns(lambda: presented(PLAIN[0], reply, limits, "x"))
    assert count > 5
    assert not shown.is_error


@pytest.mark.parametrize("text", DOCUMENTS)
def test_an_answer_that_is_mapped(text: str) -> None:
    headers = Headers((("content-type", "application/json"),))
    count, reply = turns(lambda: mapped(BufferedReply(200, headers, text.encode()), whole))
    assert count > 5
    assert json.loads(reply.content) == json.loads(text)


LARGE = {
    "yaml": (AS_YAML, "- {a: 1, b: x}\n" * 1500),
    "csv": (AS_CSV, "a,b\n" + "1,2\n" * 40_000),
    "xml": (AS_XML, "<r>" + "<a>1</a>" * 40_000 + "</r>"),
    "html": (as_html(""), "<table>" + "<tr><td>1<td>2" * 4_000 + "</table>"),
}


@pytest.mark.parametrize(("read_as", "text"), LARGE.values(), ids=LARGE)
def test_an_answer_in_another_format(read_as: Format, text: str) -> None:
    """Seen with PyYAML 6, which takes a second for 700 kB."""
    reply = BufferedReply(200, Headers(()), text.encode())
    count, shown = turns(lambda: mapped(reply, whole, read_as=read_as, strict=True))
    assert count > 20
    assert json.loads(shown.content) == decode(text.encode(), Headers(()), read_as)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
def test_an_answer_that_is_compressed(coding: str) -> None:
    plain = b"".join(b"%d," % number for number in range(2_000_000))
    content = gzip.compress(gzip.compress(plain, 1) if "," in coding else plain, 1)
    reply = BufferedReply(200, Headers((("content-encoding", coding),)), content)
    count, shown = turns(lambda: buffered(reply, len(plain)))
    assert count > 5
    assert shown.content == plain


def test_large_documents_pass(upstream: Server, rest_app: Served, tools: ToolCaller) -> None:
    """From end to end, in both eras: the values are the same."""
    notes = list(range(MANY))
    body = json.dumps({"tenant": {"name": "Ann"}, "n": 1, "notes": notes})
    upstream.queue += [answer(200, body)] * 2
    wanted = {"name": "Ann", "n": 1, "notes": notes}
    assert fetch(rest_app.url, "GET", "/tenants/1").json == wanted
    found = tools.call("show-tenant", {"id": "1"})
    assert text_of(found).startswith('{"name":"Ann","n":1,"notes":[0,1,2,')
    name = "x" * 100 + ",[]" * 60_000
    upstream.queue += [answer(201, "{}")] * 2
    sent = json.dumps({"name": name}).encode()
    headers = {"Content-Type": "application/json"}
    assert fetch(rest_app.url, "POST", "/tenants", headers=headers, body=sent).status == 201
    assert not tools.call("add-tenant", {"name": name}).is_error
    assert [json.loads(each.body)["name"] == name for each in upstream.seen[-2:]] == [True, True]


@pytest.mark.parametrize("body", ["[" + "1," * MANY + "]", '{"name":"x",' + '"a":1,' * MANY + "}"])
def test_large_bodies_that_are_no_json(upstream: Server, rest_app: Served, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    reply = fetch(rest_app.url, "POST", "/tenants", headers=headers, body=body.encode())
    assert (reply.status, upstream.seen) == (400, [])
