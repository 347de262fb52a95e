"""Which tools a server offers: `--read-only`, `--tools` and `--exclude`."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

OPENING = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
MESSAGES = (
    {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": OPENING},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
)


def offered(*options: str) -> set[str]:
    """The names of the tools that a server with these options lists."""
    done = subprocess.run(
        [sys.executable, "-m", "generated.quay", "mcp", "--transport", "stdio", *options],
        input="".join(f"{json.dumps(message)}\n" for message in MESSAGES),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    return {tool["name"] for tool in answers[1]["result"]["tools"]}


@pytest.mark.parametrize(
    ("options", "count", "one", "none"),
    [
        ((), 16, "deleterepo", "nothing"),
        (("--read-only",), 8, "getrepo", "deleterepo"),
        (("--tools", "get*,deletetag"), 6, "deletetag", "listrepos"),
        (("--exclude", "delete*"), 14, "createrepo", "deleterepo"),
        (("--read-only", "--exclude", "getrepo"), 7, "listrepos", "getrepo"),
    ],
)
def test_tools_are_selected(options: tuple[str, ...], count: int, one: str, none: str) -> None:
    tools = offered(*options)
    assert len(tools) == count
    assert one in tools
    assert none not in tools
