"""A server on standard input and output: its messages, and how it comes to its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from .asking import META

_INITIALIZE: dict[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Server:
    """The sample as a process."""

    def __init__(self, **environ: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mcp_runtime.sample"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environ},
        )
        self._number = 0

    def say(self, line: str | bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write((line.encode() if isinstance(line, str) else line) + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr and self.process.stderr.read()
        return json.loads(line)

    def post(self, method: str, params: dict[str, Any] | None = None) -> int:
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params or {}}
        self.say(json.dumps(message))
        return self._number

    def ask(self, method: str, params: dict[str, Any] | None = None) -> Any:
        number = self.post(method, params)
        answer = self.hear()
        assert answer["id"] == number
        return answer

    def shake_hands(self) -> None:
        assert self.ask("initialize", _INITIALIZE)["result"]["protocolVersion"] == "2025-06-18"
        self.say('{"jsonrpc": "2.0", "method": "notifications/initialized"}')

    def ended(self) -> tuple[int, list[Any], str]:
        """Exit code, what it still said, and its standard error."""
        out, err = self.process.communicate(timeout=60)
        return (
            self.process.returncode,
            [json.loads(line) for line in out.splitlines()],
            err.decode(),
        )


@pytest.fixture(scope="module")
def talking() -> Iterator[Server]:
    """A server for the tests that do not end it, after the handshake."""
    one = Server(SAMPLE_MCP_MAX_RESULT_BYTES="1000000")
    one.shake_hands()
    yield one
    one.process.kill()
    one.process.communicate()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.process.kill()
    one.process.communicate()


def test_both_eras(server: Server) -> None:
    server.shake_hands()
    assert len(server.ask("tools/list")["result"]["tools"]) > 20
    result = server.ask("tools/call", {"name": "echo", "arguments": {"name": "é"}})["result"]
    assert result["structuredContent"] == {"name": "é"}
    assert "resultType" not in result
    modern = Server()
    answer = modern.ask("tools/call", {"name": "object", "_meta": META})["result"]
    assert answer["resultType"] == "complete"
    assert modern.ask("server/discover", {"_meta": META})["result"]["ttlMs"] == 5000
    assert modern.ended()[0] == 0


def test_the_end_of_input_waits_for_what_is_in_flight(server: Server) -> None:
    server.shake_hands()
    numbers = {server.post("tools/call", {"name": "slow"}) for _ in range(5)}
    code, said, err = server.ended()
    assert {answer["id"] for answer in said} == numbers
    assert all(answer["result"]["structuredContent"] == {"slow": True} for answer in said)
    assert (code, err) == (0, "")


def test_an_empty_input(server: Server) -> None:
    assert server.ended() == (0, [], "")


def test_input_that_ends_without_a_line_break(server: Server) -> None:
    assert server.process.stdin is not None
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": _INITIALIZE}
    server.process.stdin.write(json.dumps(message).encode())
    code, said, _ = server.ended()
    assert (code, [answer["id"] for answer in said]) == (0, [1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(server: Server, number: signal.Signals) -> None:
    server.shake_hands()
    server.post("tools/call", {"name": "slow"})
    time.sleep(0.15)
    server.process.send_signal(number)
    # The input is still open: the signal alone has to end it.
    assert server.process.wait(10) == 0
    code, said, err = server.ended()
    assert [answer["result"]["structuredContent"] for answer in said] == [{"slow": True}]
    assert (code, err) == (0, "")


def test_a_signal_while_nothing_happens(server: Server) -> None:
    server.shake_hands()
    server.process.terminate()
    # The input is still open: waiting for it would be waiting for ever.
    assert server.process.wait(5) == 0


def test_a_reader_that_leaves_ends_it(server: Server) -> None:
    server.shake_hands()
    assert server.process.stdout is not None
    server.process.stdout.close()
    server.post("tools/list")
    assert server.process.wait(5) == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"nonsense", -32700),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', -32600),
        (b'"x"', -32600),
        (b"[" * 5000, -32700),
    ],
)
def test_lines_that_are_no_message(talking: Server, line: bytes, code: int) -> None:
    talking.say(line)
    answer = talking.hear()
    assert (answer["id"], answer["error"]["code"]) == (None, code)
    assert talking.ask("ping")["result"] == {}


def test_a_line_over_the_limit() -> None:
    server = Server(SAMPLE_MCP_MAX_BODY_BYTES="1000")
    server.shake_hands()
    server.say(b" " * 500_000 + b"x")
    answer = server.hear()
    assert (answer["id"], answer["error"]["code"]) == (None, -32600)
    assert "1000 bytes" in answer["error"]["message"]
    assert server.ask("ping")["result"] == {}
    assert server.ended()[0] == 0


def test_blank_lines_mean_nothing(talking: Server) -> None:
    talking.say(b"\r")
    talking.say(b"")
    assert talking.ask("ping")["result"] == {}


def test_a_cancelled_call_holds_nothing_up(server: Server) -> None:
    server.shake_hands()
    number = server.post("tools/call", {"name": "slow"})
    cancel = {
        "jsonrpc": "2.0",
        "method": "notifications/cancelled",
        "params": {"requestId": number},
    }
    server.say(json.dumps(cancel))
    assert server.ended()[0] == 0


def test_what_is_printed_never_mixes_with_messages() -> None:
    server = Server(SAMPLE_PRINTS="1")
    server.shake_hands()
    assert server.ask("tools/call", {"name": "object"})["result"]["isError"] is False
    code, said, err = server.ended()
    assert (code, said) == (0, [])
    assert "a library prints" in err


def test_large_results_pass_whole(talking: Server) -> None:
    body = {"text": "é" * 100_000}
    result = talking.ask("tools/call", {"name": "echo", "arguments": {"name": "x", "body": body}})[
        "result"
    ]
    assert result["structuredContent"]["body"] == body
