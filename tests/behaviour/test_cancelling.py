"""A call that a client cancels over stdio ends, and the server goes on (MCP 2025-11-25, "cancellation")."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.mcp_runtime.asking import META
from tests.runtime.server import Seen, Server, answer, serving
from tests.support.processes import ROOT, environment

_INITIALIZE: dict[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


@pytest.fixture
def slow() -> Iterator[Server]:
    """An upstream that takes its time for one path."""

    def rule(seen: Seen) -> bytes:
        if "slow" in seen.target:
            time.sleep(3)
        return answer(200, '{"name": "x"}')

    with serving() as server:
        server.rule = rule
        yield server


class _Talk:
    def __init__(self, process: subprocess.Popen[bytes], meta: dict[str, Any]) -> None:
        self.process = process
        self._meta = {"_meta": meta} if meta else {}

    def say(self, **message: Any) -> None:
        assert self.process.stdin is not None
        if "params" in message:
            message["params"] = {**message["params"], **self._meta}
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline() or b"null")

    def call(self, number: int, namespace: str) -> None:
        arguments = {"orgname": namespace}
        params = {"name": "getorganization", "arguments": arguments}
        self.say(id=number, method="tools/call", params=params)


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_a_cancelled_call_ends_alone(slow: Server, era: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "generated.quay", "mcp", "--transport", "stdio"],
        cwd=ROOT,
        env=environment(QUAY_BASE_URI=slow.url, QUAY_TOKEN="x"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    talk = _Talk(process, META if era == "modern" else {})
    if era == "legacy":
        talk.say(id=0, method="initialize", params=_INITIALIZE)
        assert talk.hear()["id"] == 0
        talk.say(method="notifications/initialized")
    for number in (1, 3, 5):
        talk.call(number, "slow")
        while len(slow.seen) < number:
            time.sleep(0.01)
        talk.say(method="notifications/cancelled", params={"requestId": number})
        talk.call(number + 1, "quick")
        answered = talk.hear()
        while answered is not None and answered["id"] == number:
            answered = talk.hear()
        assert answered is not None, "the server has ended"
        assert (answered["id"], answered["result"]["isError"]) == (number + 1, False)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, b"Traceback" in err) == (0, False)
