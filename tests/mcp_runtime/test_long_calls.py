"""Calls that take long over HTTP: a stream of events that stays alive, and what ends such a call."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import anyio
import pytest
from mcp import Client

from templates.runtime.mcp.http import McpHttp
from templates.runtime.mcp.settings import McpSettings
from tests.support.raw_http import Reply, fetch

from .asking import Asked, legacy, modern
from .conftest import served
from .sample import APP, Answers, reply

BOTH: Final = "application/json, text/event-stream"
ERAS: Final = {"legacy": legacy, "modern": modern}
MODES: Final = ("legacy", "2026-07-28")


class Waiting(Answers):
    """An upstream that answers when it is told to, and knows whether it was left."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.may_answer = threading.Event()

    async def __call__(self, request: Any) -> Any:
        self.begun.set()
        try:
            while not self.may_answer.is_set():
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.ended.set()
            raise
        return reply(200, "application/json", b'{"slow":true}')


@contextlib.contextmanager
def waiting(**settings: Any) -> Iterator[tuple[str, Waiting, McpHttp]]:
    upstream = Waiting()
    given = McpSettings(**{"long_call_seconds": 0.2, **settings})
    app = McpHttp(APP.toolbox(given), upstream, APP.guard(given), given)
    with served(app) as base:
        try:
            yield base, upstream, app
        finally:
            upstream.may_answer.set()


def _asked(era: str, request_id: Any, meta: dict[str, Any] | None = None) -> Asked:
    params: dict[str, Any] = {"name": "slow", "arguments": {}}
    asked = ERAS[era]("tools/call", params, request_id)
    if meta:
        message = asked.message()
        message["params"].setdefault("_meta", {}).update(meta)
        asked = asked.with_message(message)
    return asked


def _post(base: str, asked: Asked, accept: str | None) -> Reply:
    asked = asked.with_header("accept", accept)
    headers = {name.decode(): value.decode() for name, value in asked.headers}
    return fetch(base, "POST", "/mcp", headers=headers, body=asked.body)


def _answered_late(upstream: Waiting, ask: Callable[[], Reply]) -> Reply:
    timer = threading.Timer(1.0, upstream.may_answer.set)
    timer.start()
    try:
        return ask()
    finally:
        timer.cancel()


def _events(body: bytes) -> tuple[list[Any], int]:
    """The messages, and the number of comments."""
    blocks = [block for block in body.split(b"\n\n") if block]
    comments = [block for block in blocks if block.startswith(b":")]
    rest = [block for block in blocks if not block.startswith(b":")]
    assert all(block.startswith(b"event: message\ndata: ") for block in rest)
    return [json.loads(block.partition(b"data: ")[2]) for block in rest], len(comments)


IDS: Final = pytest.mark.parametrize("request_id", [7, 2**60], ids=["fast", "sdk"])
"""An id that the fast path leaves to the SDK."""


@IDS
@pytest.mark.parametrize("era", ERAS)
def test_a_long_call_becomes_a_stream_that_stays_alive(era: str, request_id: int) -> None:
    with waiting() as (base, upstream, _):
        answer = _answered_late(upstream, lambda: _post(base, _asked(era, request_id), BOTH))

    assert answer.status == 200
    assert answer.content_type == "text/event-stream"
    assert answer.header("Cache-Control") == "no-cache, no-transform"
    assert answer.header("X-Accel-Buffering") == "no"
    assert answer.header("Content-Length") is None
    assert answer.header("X-Request-Id")
    messages, comments = _events(answer.body)
    assert comments >= 2
    [response] = messages
    assert response["id"] == request_id
    assert response["result"]["structuredContent"] == {"slow": True}


@IDS
@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("token", ["abc", 5])
def test_who_sent_a_token_hears_of_progress(era: str, request_id: int, token: str | int) -> None:
    with waiting() as (base, upstream, _):
        asked = _asked(era, request_id, {"progressToken": token})
        answer = _answered_late(upstream, lambda: _post(base, asked, BOTH))

    messages, comments = _events(answer.body)
    assert comments == 0
    *progress, response = messages
    assert len(progress) >= 2
    assert {each["method"] for each in progress} == {"notifications/progress"}
    assert {each["params"]["progressToken"] for each in progress} == {token}
    counts = [each["params"]["progress"] for each in progress]
    assert counts == sorted(set(counts))
    assert response["result"]["structuredContent"] == {"slow": True}


@IDS
@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("accept", ["application/json", None, "*/*"])
def test_who_takes_no_stream_gets_json(era: str, request_id: int, accept: str | None) -> None:
    if request_id != 7 and accept == "application/json" and era == "modern":
        pytest.skip("the SDK refuses it")
    with waiting() as (base, upstream, _):
        answer = _answered_late(upstream, lambda: _post(base, _asked(era, request_id), accept))
    assert answer.content_type == "application/json"
    assert answer.json["result"]["structuredContent"] == {"slow": True}


@IDS
@pytest.mark.parametrize("seconds", [None, 10.0])
def test_a_call_that_is_quick_or_a_setting_that_is_off_gives_json(
    request_id: int, seconds: float | None
) -> None:
    with waiting(long_call_seconds=seconds) as (base, upstream, _):
        answer = _answered_late(upstream, lambda: _post(base, _asked("modern", request_id), BOTH))
    assert answer.content_type == "application/json"
    assert answer.header("Content-Length") is not None


@pytest.mark.parametrize("mode", MODES)
def test_the_official_client_gets_progress_and_the_result(mode: str) -> None:
    async def ask(base: str, upstream: Waiting) -> tuple[Any, list[float]]:
        heard: list[float] = []

        async def progress(now: float, total: float | None, message: str | None) -> None:
            heard.append(now)
            if len(heard) == 3:
                upstream.may_answer.set()

        async with Client(f"{base}/mcp", mode=mode) as client:
            return await client.call_tool("slow", {}, progress_callback=progress), heard

    with waiting() as (base, upstream, _):
        result, heard = asyncio.run(ask(base, upstream))
    assert not result.is_error
    assert result.structured_content == {"slow": True}
    assert heard == [1, 2, 3]


@IDS
@pytest.mark.parametrize("seconds", [0.2, 10.0], ids=["streaming", "before the stream"])
def test_a_caller_that_leaves_closes_the_upstream(request_id: int, seconds: float) -> None:
    with waiting(long_call_seconds=seconds) as (base, upstream, app):
        asked = _asked("modern", request_id).with_header("accept", BOTH)
        head = b"".join(b"%b: %b\r\n" % pair for pair in asked.headers)
        address = ("127.0.0.1", int(base.rpartition(":")[2]))
        with socket.create_connection(address, 10) as one:
            one.sendall(
                b"POST /mcp HTTP/1.1\r\n%bContent-Length: %d\r\n\r\n%b"
                % (head, len(asked.body), asked.body)
            )
            assert upstream.begun.wait(10)
            if seconds < 1:
                while b": still" not in one.recv(65536):
                    pass
        assert upstream.ended.wait(10)
        ends = time.monotonic() + 10
        while app.metrics.waiting() and time.monotonic() < ends:
            time.sleep(0.02)
        assert app.metrics.waiting() == 0


@pytest.mark.parametrize("seconds", [0.2, 10.0], ids=["streaming", "before the stream"])
@pytest.mark.parametrize("mode", MODES)
def test_the_official_client_cancels(mode: str, seconds: float) -> None:
    async def ask(base: str, upstream: Waiting) -> None:
        async with Client(f"{base}/mcp", mode=mode) as client:
            with anyio.move_on_after(20) as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(client.call_tool, "slow", {})
                    await anyio.to_thread.run_sync(upstream.begun.wait, 10)
                    await anyio.sleep(0.5)
                    tasks.cancel_scope.cancel()
            assert not scope.cancelled_caught
            assert await anyio.to_thread.run_sync(upstream.ended.wait, 10)
            # The connection, and the server, go on.
            upstream.may_answer.set()
            assert not (await client.call_tool("slow", {})).is_error

    with waiting(long_call_seconds=seconds) as (base, upstream, _):
        asyncio.run(ask(base, upstream))


def _opened(base: str) -> str | None:
    params = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    }
    answer = _post(base, legacy("initialize", params), BOTH)
    assert answer.status == 200
    return answer.header("Mcp-Session-Id")


def _cancel(request_id: Any) -> Asked:
    cancel = legacy("notifications/cancelled", {"requestId": request_id})
    message = {key: value for key, value in cancel.message().items() if key != "id"}
    return cancel.with_message(message)


def _ends(upstream: Waiting, base: str, asked: Asked, cancel: Asked) -> Reply:
    """The answer to a call that is cancelled."""
    answers: list[Reply] = []
    thread = threading.Thread(target=lambda: answers.append(_post(base, asked, BOTH)))
    thread.start()
    assert upstream.begun.wait(10)
    assert _post(base, cancel, BOTH).status == 202
    assert upstream.ended.wait(10)
    thread.join(10)
    return answers[0]


def test_a_session_cancels_its_own_calls_only() -> None:
    with waiting(long_call_seconds=10.0) as (base, upstream, _):
        one, other = _opened(base), _opened(base)
        assert one
        assert other
        assert one != other
        answers: list[Reply] = []
        asked = _asked("legacy", 7).with_header("mcp-session-id", one)
        thread = threading.Thread(target=lambda: answers.append(_post(base, asked, BOTH)))
        thread.start()
        assert upstream.begun.wait(10)
        for stranger in (other, None, "", "guessed"):
            said = _cancel(7).with_header("mcp-session-id", stranger)
            assert _post(base, said, BOTH).status == 202
        for unknown in ("7", 8, 7.0, True, None):
            _post(base, _cancel(unknown).with_header("mcp-session-id", one), BOTH)
        # Who has seen a session id and shows another credential is another caller.
        thief = _cancel(7).with_header("mcp-session-id", one)
        assert _post(base, thief.with_header("authorization", "Bearer x"), BOTH).status == 202
        assert not upstream.ended.wait(0.3)
        assert _post(base, _cancel(7).with_header("mcp-session-id", one), BOTH).status == 202
        assert upstream.ended.wait(10)
        thread.join(10)
    assert [(each.status, each.body) for each in answers] == [(202, b"")]


@pytest.mark.parametrize("session", [None, ""], ids=["none", "empty"])
def test_without_a_session_no_call_is_cancelled(session: str | None) -> None:
    """Its id could be that of somebody else's call."""
    with waiting(long_call_seconds=10.0) as (base, upstream, _):
        answers: list[Reply] = []
        asked = _asked("legacy", 1).with_header("mcp-session-id", session)
        thread = threading.Thread(target=lambda: answers.append(_post(base, asked, BOTH)))
        thread.start()
        assert upstream.begun.wait(10)
        said = _cancel(1).with_header("mcp-session-id", session)
        assert _post(base, said, BOTH).status == 202
        assert not upstream.ended.wait(0.3)
        upstream.may_answer.set()
        thread.join(10)
    assert [each.status for each in answers] == [200]


def test_every_call_of_one_id_in_a_session_is_cancelled_however_the_message_is_written() -> None:
    with waiting(long_call_seconds=10.0) as (base, upstream, _):
        session = _opened(base)
        asked = _asked("legacy", "a").with_header("mcp-session-id", session)
        said = _cancel("a").with_header("mcp-session-id", session)
        message = {**said.message(), "params": {"requestId": "a", "reason": "x", "_meta": {"a": 1}}}
        assert _ends(upstream, base, asked, said.with_message(message)).status == 202


def test_a_handshake_that_the_sdk_answers_opens_a_session_too() -> None:
    params = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
        "_meta": {"io.modelcontextprotocol/odd": 1},
    }
    with waiting() as (base, _, _):
        odd = legacy("initialize", params).with_header("last-event-id", "1")
        answers = [_post(base, each, BOTH) for each in (odd, odd)]
    assert [each.status for each in answers] == [200, 200]
    assert len({each.header("Mcp-Session-Id") or "" for each in answers} - {""}) == 2


def test_no_session_id_is_given_where_a_setting_says_so() -> None:
    with waiting(session_ids=False) as (base, _, _):
        assert _opened(base) is None
