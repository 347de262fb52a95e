"""What one request takes, in instructions of the processor: hardly moved by what else the machine does.

Each server of `profile` runs under callgrind (valgrind), which counts what all of its threads execute. It tells
nothing of waiting, of the kernel or of caches; ratios by the clock stand in `profile` and `against`.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from .processes import Request, Server
from .profile import BASE, KINDS, OURS, TITLES, Place, place, request_of, served
from .table import Goal, Part, Table

_CONNECTIONS: Final = 8
_WARM_UP: Final = 200
_COUNTED: Final = 400
_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)
_WANTED: Final = 1.25


def measured(base: str | None) -> Part:
    """A table of all adapters and subjects; with a base, what this tree takes of what it took.

    Args:
        base: a revision of git; None leaves it out.
    """
    with tempfile.TemporaryDirectory(prefix="bench-instructions-") as name, place(base) as here:
        counts = {
            kind: {subject: _counted(subject, kind, here, Path(name)) for subject in here.subjects}
            for kind in KINDS
        }
    return Part("instructions", "Instructions of one request", [table(counts)], list(goals(counts)))


def table(counts: Mapping[str, Mapping[str, float]]) -> Table:
    """A row for each adapter.

    Args:
        counts: instructions of one request, by adapter and subject.
    """
    subjects = list(next(iter(counts.values())))
    made = Table("Thousand instructions of one request", ("", *subjects))
    for kind, found in counts.items():
        made.add(TITLES[kind], *(f"{found[name] / 1000:.0f}" for name in subjects))
        if BASE in found:
            shares = (f"{found[BASE] / found[name]:.2f}" for name in subjects)
            made.add(f"{TITLES[kind]}, times better than the base", *shares)
    made.note = (
        f"Counted by callgrind over {_COUNTED} requests on {_CONNECTIONS} connections, of all threads; the "
        "kernel's are not among them."
    )
    return made


def goals(counts: Mapping[str, Mapping[str, float]]) -> Iterator[Goal]:
    """What this tree is to be better than the base.

    Args:
        counts: as in `table`.
    """
    for kind, found in counts.items():
        if BASE in found:
            said = f"{TITLES[kind]}, instructions: times better"
            yield Goal(said, found[BASE] / found[OURS], _WANTED)


def _counted(subject: str, kind: str, here: Place, folder: Path) -> float:
    """Instructions of one request."""
    out = folder / f"{kind}-{subject}".replace(" ", "-").replace("'", "")
    asked = request_of(kind)

    under = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
    with served(subject, kind, here, under) as server:
        _ask(server, asked, _WARM_UP)
        _control(server, "--zero")
        _ask(server, asked, _COUNTED)
        _control(server, "--dump")
        text = out.with_name(f"{out.name}.1").read_text("utf-8", "replace")
    return int(re.findall(r"^(?:totals|summary): ([0-9]+)", text, re.MULTILINE)[-1]) / _COUNTED


def _control(server: Server, what: str) -> None:
    subprocess.run(
        ["callgrind_control", what, str(server.process.pid)], check=True, capture_output=True
    )


def _ask(server: Server, asked: Request, count: int) -> None:
    async def all_of_them() -> None:
        each = count // _CONNECTIONS
        async with asyncio.TaskGroup() as group:
            for _ in range(_CONNECTIONS):
                group.create_task(_connection(server.port, asked, each))

    asyncio.run(all_of_them())


async def _connection(port: int, asked: Request, count: int) -> None:
    body = (asked.body or "").encode()
    lines = [f"{asked.method} {asked.path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (asked.headers or {}).items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    message = "\r\n".join(lines).encode() + _HEAD + body
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.closing(writer):
        for _ in range(count):
            writer.write(message)
            head = await reader.readuntil(_HEAD)
            length = _LENGTH.search(head)
            if not head.startswith(b"HTTP/1.1 200") or length is None:
                raise RuntimeError(f"{asked.path}: {head!r}")
            await reader.readexactly(int(length[1]))
