"""The MCP clients of `make clients`, and the oldest SDK that the server runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

from templates.runtime.mcp.installed import FLOOR
from tests.support.processes import ROOT

_TESTS = ("test_fast.py", "test_opening.py", "test_stdio.py", "test_clients.py")


def each_client() -> None:
    """Every client still does what the table of docs/mcp.md says; raises where one does not."""
    subprocess.run([sys.executable, "-m", "tests.clients", "--check"], cwd=ROOT, check=True)


def oldest_sdk() -> None:
    """The server beside the oldest `mcp` that requirements-mcp.txt allows, in both eras."""
    version = "~=" + ".".join(map(str, (*FLOOR, 0)))
    with TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        names = (f"mcp{version}", f"mcp-types{version}")
        subprocess.run(
            [*install, "--disable-pip-version-check", "--target", folder, *names], check=True
        )
        path = os.pathsep.join((folder, os.environ.get("PYTHONPATH", "")))
        tests = [f"tests/mcp_runtime/{name}" for name in _TESTS]
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *tests],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            check=True,
        )
