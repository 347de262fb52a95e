"""Load from wrk, which is quicker than anything that it measures here."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .cores import beside_servers
from .processes import Server

CONNECTIONS: Final = 32

_REPORT: Final = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("\\nRESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw; times are seconds."""

    rate: float
    """Answers a second."""
    bytes_rate: float
    median: float
    p99: float
    processor: float
    """Of the server under load, for one answer; hardly moved by what else the machine does."""


@dataclass(frozen=True, slots=True)
class Post:
    """A request that is no plain GET."""

    headers: Mapping[str, str]
    body: str

    def script(self) -> str:
        """In wrk's language; JSON texts without non-ASCII characters are Lua texts too."""
        lines = ['wrk.method = "POST"', f"wrk.body = {text(self.body)}"]
        lines += [
            f"wrk.headers[{text(name)}] = {text(value)}" for name, value in self.headers.items()
        ]
        return "\n".join(lines)


def text(value: str) -> str:
    """A text in wrk's language. Raises `ValueError` for other than printable ASCII."""
    if not value.isascii() or not value.isprintable():
        raise ValueError("only printable ASCII goes into a script")
    return json.dumps(value)


def load(
    server: Server,
    path: str,
    seconds: int,
    *,
    connections: int = CONNECTIONS,
    post: Post | None = None,
    on_a_core: bool = True,
) -> Load:
    """Ask a server for some seconds. Raises `RuntimeError` for any answer that is not a success.

    Args:
        server: the one that is measured.
        path: with its query.
        seconds: how long.
        connections: at once, each with one request.
        post: in place of a GET.
        on_a_core: whether the server has one processor for itself (`cores`); not where it has several workers.
    """
    script = post.script() if post else ""
    ran = run(server, path, seconds, script, connections=connections, on_a_core=on_a_core)
    answers, micros, size, median, p99, _ = ran.counts
    return Load(
        rate=answers / micros * 1e6,
        bytes_rate=size / micros * 1e6,
        median=median / 1e6,
        p99=p99 / 1e6,
        processor=ran.used / answers,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a run of wrk."""

    said: str
    """Its output."""
    counts: list[int]
    """Of the line that `_REPORT` makes."""
    used: float
    """Seconds of the processors that the server took."""


def run(
    server: Server,
    path: str,
    seconds: int,
    script: str,
    *,
    connections: int = CONNECTIONS,
    on_a_core: bool = True,
) -> Run:
    """Run wrk. Raises `RuntimeError` for any answer that is not a success.

    Args:
        server: as for `load`, and what is not named here.
        path: see above.
        seconds: see above.
        script: in wrk's language; its report is there already.
        connections: see above.
        on_a_core: see above.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(_REPORT + script)
        file.flush()
        command = _command(server.url + path, seconds, connections, Path(file.name))
        if on_a_core:
            server.take_a_core()
            command = beside_servers(command)
        before = server.processor_seconds()
        said = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        ).stdout
        used = server.processor_seconds() - before
    counts = next(line for line in said.splitlines() if line.startswith("RESULT ")).split()[1:]
    found = [int(count) for count in counts]
    answers, errors = found[0], found[-1]
    if errors or not answers:
        raise RuntimeError(f"{path}: {errors} errors in {answers} answers\n{said}")
    return Run(said, found, used)


def _command(url: str, seconds: int, connections: int, script: Path) -> list[str]:
    limits = [f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    return ["wrk", "-t1", *limits, "-s", str(script), url]
