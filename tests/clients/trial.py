"""One client against one server: what it got of the list and of five calls."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import environments
from .environments import ROOT
from .garden import garden
from .subjects import Subject

STEPS = ("list", "call", "404", "bad", "null", "204")
_PATIENCE = 180.0


@dataclass(frozen=True)
class Outcome:
    """What came of one client over one transport."""

    steps: dict[str, str]
    """Of each step what went wrong; empty for nothing."""
    needed_sdk: bool


def tried(subject: Subject, transport: str, folder: Path) -> Outcome:
    """Try one client; `folder` holds the generated package."""
    mark = folder / f"mark-{time.monotonic_ns()}"
    with garden() as (base_uri, asked):
        environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))),
            "GARDEN_BASE_URI": base_uri,
            "GARDEN_MCP_ACCESS_LOG": "off",
            "TRIAL_MARK": str(mark),
            "NO_COLOR": "1",
        }
        server = [sys.executable, "-m", "tests.clients.server", "mcp"]
        with contextlib.ExitStack() as stack:
            target = [*server, "--transport", "stdio"]
            if transport == "http":
                target = [stack.enter_context(_served(server, environ))]
            said = _driven([*environments.command(subject), transport, *target], environ)
        return Outcome({step: _fault(step, said, asked) for step in STEPS}, mark.exists())


def _driven(command: list[str], environ: dict[str, str]) -> dict[str, dict[str, object]]:
    try:
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return {"list": {"said": f"nothing within {_PATIENCE:.0f} s", "failed": True}}
    for line in reversed(done.stdout.splitlines()):
        with contextlib.suppress(ValueError):
            outcome = json.loads(line)
            if isinstance(outcome, dict):
                return outcome
    last = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
    return {"list": {"said": f"exit {done.returncode}: {last}", "failed": True}}


@contextlib.contextmanager
def _served(server: list[str], environ: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*server, "--transport", "http", "--port", str(port)]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()
            process.wait(15)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server does not listen")


# --- what is right ------------------------------------------------------------------------------


def _fault(step: str, outcome: dict[str, dict[str, object]], asked: list[str]) -> str:
    """What is wrong with a step; empty for nothing."""
    if step not in outcome:
        return "not reached"
    said, failed = str(outcome[step]["said"]), bool(outcome[step]["failed"])
    wanted = {
        "list": all(name in said for name in ("get_bed", "list_beds", "remove_bed")),
        "call": "alpine" in said and "GET /beds?kind=alpine" in asked,
        "404": "404" in said,
        "bad": "limit" in said or "many" in said,
        "null": "alpine" in said and asked.count("GET /beds?kind=alpine") >= 2,
        "204": "204" in said and "DELETE /beds/1" in asked,
    }[step]
    # A refusal may come as an exception, as a result that is marked, or as a text for the model.
    right = wanted and (step in ("404", "bad") or not failed)
    return "" if right else " ".join(said.split()) or "nothing"
