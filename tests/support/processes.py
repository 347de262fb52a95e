"""Servers as processes of their own, on free ports, waited for and stopped again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from .raw_http import free_port

ROOT: Final = Path(__file__).resolve().parents[2]
"""The repository."""

_START: Final = 30.0
_STOP: Final = 10.0


def environment(**variables: str) -> dict[str, str]:
    """The environment of this process without anything that would configure a package."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QUAY", "PYTHON", "COVERAGE")) and "proxy" not in name.lower()
    }
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"} | variables


@dataclass
class Served:
    """A server that runs; `url` has neither path nor final slash."""

    process: subprocess.Popen[bytes]
    url: str
    log: IO[bytes]

    def output(self) -> str:
        """What it has printed so far."""
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def stop(self) -> int:
        """Ask it to stop, and make it when it does not; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def serve(
    surface: str,
    environ: Mapping[str, str],
    *arguments: str,
    package: str = "generated.quay",
    folder: Path = ROOT,
    ready: bool = True,
) -> Served:
    """`python -m PACKAGE SURFACE` on a free port of the loopback interface, ready for requests."""
    port = free_port()
    command = [sys.executable, "-m", package, surface, "--port", str(port), *arguments]
    served = start(command, environ, f"http://127.0.0.1:{port}", folder)
    if ready:
        wait_for(served, port)
    return served


def start(
    command: Sequence[str], environ: Mapping[str, str], url: str, folder: Path, **more: Any
) -> Served:
    """A process; `more` is for `Popen`."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 - `Served.stop` closes it
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        **more,
    )
    return Served(process, url, log)


def wait_for(served: Served, port: int) -> None:
    """Return once the port accepts connections. Raises `RuntimeError` when it never does."""
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if served.process.poll() is not None:
            raise RuntimeError(f"the server ended at once:\n{served.output()}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    served.stop()
    raise RuntimeError(f"nothing listens on port {port} after {_START} seconds")


def run(
    command: Sequence[str],
    environ: Mapping[str, str],
    folder: Path = ROOT,
    *,
    timeout: float = 60.0,
    stdin: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """A command to its end."""
    return subprocess.run(
        command,
        cwd=folder,
        env=dict(environ),
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
