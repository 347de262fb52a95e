"""A write without an answer: callers of both adapters read that it may have been carried out.

Source: RFC 9110, 9.2.2 (what is not idempotent is not repeated unless it is known that it was not carried out).
"""

from __future__ import annotations

import socket
import time

import pytest

from tests.runtime.server import Seen, Server, answer
from tests.support.processes import Served
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

HAPPENED = "The request may have been carried out."


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {"REGISTRY_TIMEOUT": "0.4"}


def _hangs(connection: socket.socket) -> None:
    time.sleep(1)


def _hangs_up(connection: socket.socket) -> None:
    return


def test_rest_says_so(upstream: Server, rest_app: Served) -> None:
    body = b'{"name":"Ann"}'
    kind = {"content-type": "application/json"}
    for failing, status in ((_hangs, 504), (_hangs_up, 502)):
        upstream.queue.append(failing)
        reply = fetch(rest_app.url, "POST", "/tenants", headers=kind, body=body)
        assert (reply.status, HAPPENED in reply.json["detail"]) == (status, True)
        upstream.queue.append(failing)
        reply = fetch(rest_app.url, "DELETE", "/tenants/1")
        assert (reply.status, HAPPENED in reply.json["detail"]) == (status, True)
    upstream.queue.append(_hangs)
    reply = fetch(rest_app.url, "GET", "/tenants/1")
    assert (reply.status, HAPPENED in reply.json["detail"]) == (504, False)
    assert len(upstream.seen) == 5


def test_tools_say_so(upstream: Server, tools: ToolCaller) -> None:
    for failing in (_hangs, _hangs_up):
        upstream.queue.append(failing)
        result = tools.call("add-tenant", {"name": "Ann"})
        assert result.is_error is True
        assert "the request may have been carried out" in text_of(result)
        assert "The outcome of add-tenant is not known" in text_of(result)
    upstream.queue.append(_hangs)
    said = text_of(tools.call("show-tenant", {"id": "1"}))
    assert "carried out" not in said
    assert len(upstream.seen) == 3


def test_a_failed_answer_keeps_its_status(
    upstream: Server, rest_app: Served, tools: ToolCaller
) -> None:
    def rule(seen: Seen) -> bytes:
        return answer(404, '{"message":"no such tenant"}', ("Content-Encoding", "gzip"))

    upstream.rule = rule
    assert fetch(rest_app.url, "GET", "/tenants/1").status == 404
    result = tools.call("show-tenant", {"id": "1"})
    assert text_of(result).startswith("HTTP 404 Not Found\n")
    assert "no such tenant" in text_of(result)
