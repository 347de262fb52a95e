"""Servers under measurement: started, waited for, looked at, stopped."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .cores import alone

ROOT: Final = Path(__file__).resolve().parents[1]
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 10.0
_POLL_SECONDS: Final = 0.002
TOKEN: Final = "benchmark"  # noqa: S105 - nobody checks it


def environment(**variables: str) -> dict[str, str]:
    """The environment without what would configure a package or its certificates, and with these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QUAY", "PYTHON", "MANY", "SSL_CERT"))
        and "proxy" not in name.lower()
    }
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def python(*arguments: str) -> list[str]:
    """The command that runs a module with this interpreter."""
    return [sys.executable, "-m", *arguments]


@dataclass(frozen=True, slots=True)
class Request:
    """What a server is asked to see whether it is there."""

    path: str
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    seconds_to_first_answer: float
    first_answer: bytes

    @property
    def url(self) -> str:
        """Without a path."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, request: Request) -> bytes:
        """The body of an answer. Raises `RuntimeError` when it is not a success."""
        return ask(self.port, request)

    def headers_of(self, request: Request) -> Mapping[str, str]:
        """The headers of an answer, by their names in lower case. Raises `RuntimeError` as `ask`."""
        return _asked(self.port, request)[0]

    def processor_seconds(self) -> float:
        """What it and the processes that it started have used of the processors."""
        return sum(_processor_seconds(pid) for pid in _family(self.process.pid))

    def take_a_core(self) -> None:
        """From now on it has a processor for itself (`cores`)."""
        alone(_family(self.process.pid))

    def peak_memory(self) -> int:
        """The most that it ever held, in bytes."""
        return _memory(self.process.pid, "VmHWM")

    def forget_peak(self) -> int:
        """Start the peak anew; what the server holds now, in bytes."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", "ascii")
        return _memory(self.process.pid, "VmRSS")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise ValueError(name)


@contextlib.contextmanager
def serving(
    command: Sequence[str],
    variables: Mapping[str, str],
    port: int,
    request: Request,
    patience: float = _START_SECONDS,
) -> Iterator[Server]:
    """A server from its start to its end; it answers `request` with 200 when this begins.

    Args:
        command: what starts it.
        variables: beside those of this process.
        port: of loopback.
        request: see above.
        patience: seconds for it to be there.
    """
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment(**variables), stdout=log, stderr=log, cwd=ROOT
        )
        try:
            answer = _answered(process, port, request, started + patience)
            yield Server(process, port, time.perf_counter() - started, answer)
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read().decode("utf-8", "replace")[-4000:])
            raise
        finally:
            stop(process)


def _answered(process: subprocess.Popen[bytes], port: int, request: Request, until: float) -> bytes:
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            return ask(port, request)
        time.sleep(_POLL_SECONDS)
    raise RuntimeError(f"{process.args!r} does not answer")


def ask(port: int, request: Request) -> bytes:
    """The body of an answer. Raises `RuntimeError` when it is not a success."""
    return _asked(port, request)[1]


def _asked(port: int, request: Request) -> tuple[Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
    with contextlib.closing(connection):
        connection.request(request.method, request.path, request.body, dict(request.headers or {}))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{request.path}: {answer.status} {body[:500]!r}")
        return {name.lower(): value for name, value in answer.getheaders()}, body


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that this benchmark has started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
