"""What is imported when, and a server that lives as long as its input."""

from __future__ import annotations

import importlib.metadata
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from templates.runtime.errors import MissingDependencyError
from templates.runtime.mcp import installed

from .asking import META

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "templates" / "runtime"
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


def test_only_four_modules_know_the_sdk() -> None:
    for path in RUNTIME.rglob("*.py"):
        text = path.read_text()
        loads = "\nimport mcp" in text or "\nfrom mcp" in text
        assert loads == (
            path.relative_to(RUNTIME).as_posix()
            in ("mcp/asking.py", "mcp/sdk.py", "mcp/sdk_offers.py", "mcp/sdk_stream.py")
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


@pytest.mark.parametrize("transport", ["http", "stdio"])
@pytest.mark.parametrize("version", ["1.30.0", "2.0.1", "3.0.0"])
def test_another_version_of_the_sdk_is_said_at_the_start(
    tmp_path: Path, version: str, transport: str
) -> None:
    """Users' world, B.7: beside an older `mcp` every `initialize` was a 500."""
    (tmp_path / "mcp").mkdir()
    (tmp_path / "mcp" / "__init__.py").touch()
    (tmp_path / f"mcp-{version}.dist-info").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "generated.quay", "mcp", "--transport", transport, "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        f"mcp>=2.1,<3 is needed, mcp {version} is installed: pip install -r requirements-mcp.txt"
    )
    assert "Traceback" not in done.stderr


def test_the_versions_that_are_checked_are_those_that_are_required() -> None:
    required = (ROOT / "generated" / "quay" / "requirements-mcp.txt").read_text().splitlines()
    floor, ceiling = (".".join(map(str, one)) for one in (installed.FLOOR, installed.CEILING))
    assert f"mcp>={floor},<{ceiling}" in required


@pytest.mark.parametrize(
    ("version", "fits"),
    [("2.1", True), ("2.1.0rc1", True), ("2.10.0", True), ("2.0.9", False), ("10.0", False)],
)
def test_versions_are_numbers(monkeypatch: pytest.MonkeyPatch, version: str, fits: bool) -> None:
    monkeypatch.setattr(installed, "_beside", lambda origin: None)
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    if fits:
        installed.need_sdk()
    else:
        with pytest.raises(MissingDependencyError, match=f"mcp {version} is installed") as caught:
            installed.need_sdk()
        again = pickle.loads(pickle.dumps(caught.value))
        assert (str(again), again.found) == (str(caught.value), f"mcp {version}")
