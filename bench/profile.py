"""Where the time of one request goes: the server and the HTTP library, and the package itself.

The least that can be done is measured: an app of ten lines on the same server, event loop and HTTP library, with
the same limits of time; and the same app with the package's own transport in place of the library. What an adapter
takes beyond them is the package's own code, which is also measured by itself, in memory. With a base, the package
that another revision makes stands beside them. All of them run at once and are measured in turn.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .builds import Build, built
from .mcp import ERAS, request
from .measuring import interleaved, middle, of_rounds
from .processes import ROOT, TOKEN, Request, Server, environment, free_port, python, serving
from .table import Part, Table, number
from .upstream import LIST_PATH, Upstream, upstream
from .wrk import Load, Post, load

_CALL: Final = {"name": "listrepos", "arguments": {"namespace": "coreos", "public": True}}
KINDS: Final = ("rest", *ERAS)
TITLES: Final = {"rest": "REST, GET", **{era: f"MCP {era}, tools/call" for era in ERAS}}
BASE: Final = "base"
OURS: Final = "this tree"
MEMORY: Final = "this tree, in memory"
TRANSPORT: Final = "ten lines on the package's transport"
STREAMED: Final = "ten lines, head before body"
BARE: Final = "ten lines"
_FLOORS: Final = {TRANSPORT: ("package",), STREAMED: ("streamed",), BARE: ()}
"""What the apps of ten lines are told."""
_COUNT: Final = 3000
_SECONDS: Final = 10.0
_SHOWN: Final = 12
_QUICK: Final = 30.0
"""Seconds for a server to be there."""
_SLOW: Final = 300.0
"""The same under valgrind."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the subjects need."""

    api: Upstream
    base: Build | None
    now: Build | None
    """This tree, built as the base is; None without one."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everything that is served."""
        return (*(() if self.base is None else (BASE,)), OURS, TRANSPORT, STREAMED, BARE)


def measured(seconds: int, rounds: int, base: str | None = None) -> Part:
    """For each adapter a table of the whole, of the least, and of the package in memory; and one of its parts.

    Args:
        seconds: of one measurement.
        rounds: of each measurement; the middle one counts.
        base: a revision of git; None leaves it out.
    """
    with place(base) as here:
        tables = [_requests(kind, here, seconds, rounds) for kind in KINDS]
        # Both eras are served by one server.
        held = {kind: _idle(kind, here) for kind in ("rest", ERAS[0])}
    memory = memories(here.subjects, held, base)
    return Part("profile", "Where the time goes", (*tables, memory, *map(_parts, KINDS)), ())


@contextlib.contextmanager
def place(base: str | None) -> Iterator[Place]:
    """The API; with a base, both builds, each in an environment of its own with the same libraries.

    Args:
        base: a revision of git; None leaves it out.
    """
    with upstream() as api, tempfile.TemporaryDirectory(prefix="bench-profile-") as name:
        if base is None:
            yield Place(api, None, None)
            return
        builder = ROOT / ".venv" / "bin" / "python"
        builds = [
            built(revision, called, Path(name), builder)
            for revision, called in ((base, "base"), (None, "now"))
        ]
        yield Place(api, *builds)


# --- the tables -----------------------------------------------------------------------------------


def requests(title: str, runs: Mapping[str, Sequence[Load]], inside: float) -> Table:
    """What one request takes, for each subject.

    Args:
        title: of the table.
        runs: what was measured of each subject, one for each round.
        inside: CPU seconds of one request in memory.
    """
    table = Table(
        f"{title}: one request", ("", "CPU µs", "of this tree's", "answers/s", "times the base's")
    )
    ours = runs[OURS]
    for name, loads in runs.items():
        times = _of(runs[BASE], loads) if BASE in runs else None
        table.add(
            name,
            number(middle(one.processor for one in loads) * 1e6),
            f"{of_rounds([one.processor for one in loads], [one.processor for one in ours]):.2f}",
            number(middle(one.rate for one in loads)),
            "-" if times is None else f"{times:.2f}",
        )
    share = inside / middle(one.processor for one in ours)
    table.add(MEMORY, number(inside * 1e6), f"{share:.2f}", "-", "-")
    table.note = (
        "Ten lines: on the same uvicorn, uvloop, httptools and pyreqwest, with the same limits of time; nothing is "
        "checked. They wait for the whole answer; head before body, they get the head as soon as it is there, as "
        "an adapter must that hands streams on. In memory no server and no API is there. Ratios are the middle "
        "ones of the rounds."
    )
    return table


def _of(base: Sequence[Load], loads: Sequence[Load]) -> float:
    """How many times the base's rate; what ran shortly after one another is compared."""
    return of_rounds([one.rate for one in loads], [one.rate for one in base])


def memories(
    subjects: Sequence[str], held: Mapping[str, Mapping[str, float]], base: str | None
) -> Table:
    """What the subjects hold.

    Args:
        subjects: in the order of the columns.
        held: bytes of each subject, for each adapter.
        base: the revision, if there is one.
    """
    table = Table("Resident MB after 10 idle seconds", ("adapter", *subjects))
    for kind, sizes in held.items():
        title = TITLES[kind].partition(",")[0]
        table.add(title, *(number(sizes[name] / 1e6) for name in subjects))
        if BASE in subjects:
            shares = (f"{sizes[name] / sizes[BASE]:.2f}" for name in subjects)
            table.add(f"{title}, of the base's", *shares)
    if base is not None:
        table.note = f"The base is {base}."
    return table


def _requests(kind: str, place: Place, seconds: int, rounds: int) -> Table:
    with _all(kind, place) as servers:
        for server in servers.values():
            _load(kind, server, 1)
        runs = interleaved(servers, lambda name: _load(kind, servers[name], seconds), rounds)
    return requests(TITLES[kind], runs, middle(_inside(kind) for _ in range(rounds)))


def _idle(kind: str, place: Place) -> dict[str, float]:
    with _all(kind, place) as servers:
        time.sleep(_SECONDS)
        return {name: server.forget_peak() for name, server in servers.items()}


# --- the servers ----------------------------------------------------------------------------------


@contextlib.contextmanager
def _all(kind: str, place: Place) -> Iterator[dict[str, Server]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(served(name, kind, place)) for name in place.subjects}


@contextlib.contextmanager
def served(name: str, kind: str, place: Place, under: Sequence[str] = ()) -> Iterator[Server]:
    """One of the subjects as it runs.

    Args:
        name: of the subject.
        kind: `rest`, or an era of MCP.
        place: what the subjects need.
        under: the command that its command is given to, such as valgrind.
    """
    port = free_port()
    adapter = "rest" if kind == "rest" else "mcp"
    uri = place.api.base_uri
    variables = {
        "BENCH_PORT": str(port),
        "BENCH_BASE_URI": uri,
        "QUAY_BASE_URI": uri,
        "QUAY_TOKEN": TOKEN,
        f"QUAY_{adapter.upper()}_PORT": str(port),
        f"QUAY_{adapter.upper()}_ACCESS_LOG": "off",
    }
    build = {BASE: place.base, OURS: place.now}.get(name)
    if build is not None:
        variables |= build.variables()
    command = [*under, *_command(name, adapter, build)]
    patience = _SLOW if under else _QUICK
    with serving(command, variables, port, request_of(kind), patience) as server:
        yield server


def _command(name: str, adapter: str, build: Build | None) -> list[str]:
    if name in _FLOORS:
        return python(f"bench.subjects.{adapter}_floor", *_FLOORS[name])
    arguments = (adapter, *(("--transport", "http") if adapter == "mcp" else ()))
    if build is not None:
        return build.command(build.package, *arguments)
    return python("generated.quay", *arguments)


def request_of(kind: str) -> Request:
    """What an adapter is asked.

    Args:
        kind: `rest`, or an era of MCP.
    """
    return Request(LIST_PATH) if kind == "rest" else request(kind, "tools/call", _CALL)


def _load(kind: str, server: Server, seconds: int) -> Load:
    asked = request_of(kind)
    post = None if kind == "rest" else Post(asked.headers or {}, asked.body or "")
    return load(server, asked.path, seconds, post=post)


# --- in memory ------------------------------------------------------------------------------------


def _said(kind: str, what: str) -> str:
    command = python("bench.subjects.inside", kind, what, str(_COUNT))
    run = subprocess.run(
        command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True
    )
    return run.stdout


def _inside(kind: str) -> float:
    return float(_said(kind, "seconds"))


def _parts(kind: str) -> Table:
    """How the time in memory is shared out, by a profiler, which makes short functions look longer."""
    table = Table(f"{TITLES[kind]}: the package's own time", ("part", "share"))
    for line in _said(kind, "shares").splitlines()[:_SHOWN]:
        share, part = line.split("\t")
        table.add(f"`{part}`" if "/" in part or "." in part else part, f"{float(share):.0%}")
    return table
