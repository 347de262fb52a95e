"""How a connection over stdio is opened: without the SDK, in either era, and by clients that try both."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .asking import META, Asked
from .requests import HAND_MADE
from .test_stdio import _INITIALIZE, Server

INITIALIZED = '{"jsonrpc": "2.0", "method": "notifications/initialized"}'
UNKNOWN_ERA = {**META, "io.modelcontextprotocol/protocolVersion": "2099-01-01"}


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.process.kill()
    one.process.communicate()


@pytest.fixture
def without_sdk(tmp_path: Path) -> Iterator[Server]:
    """A server beside an SDK that cannot be imported."""
    (tmp_path / "mcp").mkdir()
    (tmp_path / "mcp" / "__init__.py").write_text("raise ImportError('nobody asked for it')\n")
    (tmp_path / "mcp-2.3.0.dist-info").mkdir()
    (tmp_path / "mcp_types.py").write_text("raise ImportError('nobody asked for it')\n")
    path = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))
    one = Server(PYTHONPATH=path)
    yield one
    one.process.kill()
    one.process.communicate()


def line(method: str, params: Any = None, request_id: Any = 1) -> str:
    message = {"jsonrpc": "2.0", "id": request_id, "method": method}
    return json.dumps(message if params is None else {**message, "params": params})


# --- what needs no SDK --------------------------------------------------------------------------


def test_a_handshake_and_calls_need_no_sdk(without_sdk: Server) -> None:
    without_sdk.shake_hands()
    assert without_sdk.ask("ping")["result"] == {}
    assert len(without_sdk.ask("tools/list")["result"]["tools"]) > 20
    call = {"name": "echo", "arguments": {"name": "é"}, "_meta": {"progressToken": 3}}
    assert without_sdk.ask("tools/call", call)["result"]["structuredContent"] == {"name": "é"}
    assert without_sdk.ended() == (0, [], "")


def test_the_era_without_a_handshake_needs_no_sdk(without_sdk: Server) -> None:
    discovered = without_sdk.ask("server/discover", {"_meta": META})["result"]
    assert discovered["supportedVersions"] == ["2026-07-28"]
    listed = without_sdk.ask("tools/list", {"_meta": META})["result"]
    assert (listed["ttlMs"], len(listed["tools"]) > 20) == (5000, True)
    result = without_sdk.ask("tools/call", {"name": "object", "_meta": META})["result"]
    assert result["resultType"] == "complete"
    assert without_sdk.ended() == (0, [], "")


@pytest.mark.parametrize("end", [b"", b"\r", b" \t\r"], ids=["LF", "CR LF", "spaces"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["", "byte order mark"])
def test_ends_of_lines_and_a_byte_order_mark_need_no_sdk(
    without_sdk: Server, end: bytes, mark: bytes
) -> None:
    """RFC 8259, 2 and 8.1: what runtimes on Windows write to a pipe."""
    for number, message in enumerate((line("initialize", _INITIALIZE), line("ping"))):
        without_sdk.say((b"" if number else mark) + message.encode() + end)
        assert "result" in without_sdk.hear()
    assert without_sdk.ended() == (0, [], "")


def test_an_sdk_that_cannot_be_loaded_is_an_error_and_no_silence(without_sdk: Server) -> None:
    without_sdk.shake_hands()
    for _ in range(2):
        answer = without_sdk.ask("completion/complete", COMPLETION)
        assert answer["error"]["code"] == -32603
    assert without_sdk.ask("ping")["result"] == {}
    code, said, err = without_sdk.ended()
    assert (code, said) == (0, [])
    assert "nobody asked for it" in err


# --- a client that tries both eras --------------------------------------------------------------

COMPLETION = {
    "ref": {"type": "ref/prompt", "name": "x"},
    "argument": {"name": "a", "value": "b"},
}
"""Of a method that the sample does not offer."""
PROBES = {
    "understood": line("server/discover", {"_meta": META}, "probe"),
    "of an era to come": line("server/discover", {"_meta": UNKNOWN_ERA}, "probe"),
    "without an envelope": line("server/discover", {}, "probe"),
    "without parameters": line("server/discover", None, "probe"),
    "half an envelope": line(
        "server/discover",
        {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}},
        "probe",
    ),
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
@pytest.mark.parametrize("count", [1, 2])
def test_a_handshake_after_a_question_wins(server: Server, probe: str, count: int) -> None:
    """Users' world, B.2: @ai-sdk/mcp asks `server/discover` and goes on with `initialize`."""
    # The client waits 0.6 s, gives up, and both lines are there when the process begins to read.
    for _ in range(count):
        server.say(probe)
    server.say(line("initialize", _INITIALIZE, "hello"))
    answers: dict[str, Any] = {}
    for _ in range(count + 1):
        answer = server.hear()
        answers[answer["id"]] = answer
    assert answers["hello"]["result"]["protocolVersion"] == "2025-06-18"
    server.say(INITIALIZED)
    assert len(server.ask("tools/list")["result"]["tools"]) > 20
    assert server.ask("tools/call", {"name": "object"})["result"]["isError"] is False
    # The SDK knows of the handshake too.
    assert server.ask("tools/list", {"cursor": "x"})["error"]["code"] == -32602
    assert server.ask("completion/complete", COMPLETION)["error"]["code"] == -32601
    assert server.ended()[0] == 0


def test_a_handshake_after_a_question_that_was_cancelled(server: Server) -> None:
    server.say(PROBES["of an era to come"])
    cancelled = {"requestId": "probe", "reason": "timed out"}
    message = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancelled}
    server.say(json.dumps(message))
    server.say(line("initialize", _INITIALIZE, "hello"))
    answer = server.hear()
    while answer["id"] != "hello":
        answer = server.hear()
    assert answer["result"]["protocolVersion"] == "2025-06-18"
    assert server.ended()[0] == 0


@pytest.mark.parametrize("method", ["tools/list", "tools/call", "resources/list"])
def test_a_handshake_after_a_request_comes_too_late(server: Server, method: str) -> None:
    server.ask(
        method, {"_meta": META} if method != "tools/call" else {"_meta": META, "name": "text"}
    )
    assert server.ask("initialize", _INITIALIZE)["error"]["code"] == -32022
    assert "tools" in server.ask("tools/list", {"_meta": META})["result"]


@pytest.mark.parametrize("method", ["tools/list", "server/discover"])
def test_after_a_handshake_the_other_era_is_refused(server: Server, method: str) -> None:
    server.shake_hands()
    assert server.ask(method, {"_meta": META})["error"]["code"] == -32600
    assert "tools" in server.ask("tools/list")["result"]


def test_nothing_is_served_before_the_connection_is_open(server: Server) -> None:
    assert server.ask("tools/list")["error"]["code"] == -32602
    assert server.ask("initialize", _INITIALIZE)["result"]["serverInfo"]["name"] == "sample-mcp"
    assert "tools" in server.ask("tools/list")["result"]


def test_a_cancelled_call_is_not_answered_and_ends_at_once(server: Server) -> None:
    server.shake_hands()
    numbers = [server.post("tools/call", {"name": "slow"}) for _ in range(3)]
    message = {
        "jsonrpc": "2.0",
        "method": "notifications/cancelled",
        "params": {"requestId": numbers[1]},
    }
    server.say(json.dumps(message))
    assert server.ask("ping")["result"] == {}
    code, said, _ = server.ended()
    assert (code, sorted(answer["id"] for answer in said)) == (0, [numbers[0], numbers[2]])


# --- the same as the SDK ------------------------------------------------------------------------


def _answers(lines: list[bytes], **environ: str) -> list[str]:
    """What a server says to these lines."""
    server = Server(SAMPLE_MCP_MAX_RESULT_BYTES="2000", **environ)
    out, err = server.process.communicate(b"".join(one + b"\n" for one in lines), timeout=120)
    assert server.process.returncode == 0, err
    return sorted(_comparable(one) for one in out.splitlines())


def _comparable(said: bytes) -> str:
    text = json.dumps(json.loads(said), sort_keys=True)
    head, found, rest = text.partition("has it as ")
    return head + found + rest[12:] if found else text


def _lines(era: str) -> list[bytes]:
    """The bodies of the requests made by hand that can stand on a connection of this era."""
    opening = (
        line("initialize", _INITIALIZE) if era == "legacy" else line("tools/list", {"_meta": META})
    )
    bodies = [
        asked.body
        for asked in HAND_MADE
        if b"\n" not in asked.body and b"\r" not in asked.body and not _closes(asked)
    ]
    assert len(bodies) > 700
    return [opening.encode(), *bodies]


def _closes(asked: Asked) -> bool:
    """A cancellation ends calls whose ids all of these have; the SDK reads odd texts on its own."""
    return b"cancelled" in asked.body or "body:" in asked.note


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_what_is_answered_is_what_the_sdk_answers(era: str) -> None:
    ours, theirs = _answers(_lines(era)), _answers(_lines(era), SAMPLE_BLIND="1")
    assert len(ours) > 500
    assert ours == theirs
