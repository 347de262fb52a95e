"""What is imported when, and a server that lives as long as its input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .asking import META

RUNTIME = Path(__file__).parents[2] / "templates" / "runtime"
SCRIPT = "import sys, {modules}; print([name for name in {names} if name in sys.modules])"


def imported(modules: str, *names: str) -> str:
    """Which of the names a fresh interpreter has loaded after importing the modules."""
    code = SCRIPT.format(modules=modules, names=names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_declaring_a_server_does_not_load_the_sdk() -> None:
    names = ("mcp", "mcp_types", "pydantic", "starlette", "uvicorn", "httpx2", "pyreqwest")
    modules = "templates.runtime.mcp.app, templates.runtime.mcp.tools"
    assert imported(modules, *names) == "[]"


def test_only_two_modules_know_the_sdk() -> None:
    for path in RUNTIME.rglob("*.py"):
        text = path.read_text()
        loads = "\nimport mcp" in text or "\nfrom mcp" in text
        assert loads == (
            path.relative_to(RUNTIME).as_posix() in ("mcp/sdk.py", "mcp/stdio.py")
        ), path


@pytest.mark.parametrize("era", ["handshake", "modern"])
def test_sixteen_calls_over_stdio_end_with_the_input(era: str) -> None:
    meta = {"_meta": META} if era == "modern" else {}
    opening = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "x", "version": "1"},
    }
    messages = (
        [] if meta else [{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": opening}]
    )
    for number in range(1, 17):
        params = {"name": "object", **meta}
        messages.append({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params})
    lines = b"".join(json.dumps(message).encode() + b"\n" for message in messages)

    done = subprocess.run(
        [sys.executable, "-m", "tests.mcp_runtime.sample"],
        input=lines,
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == len(messages)
