"""Where the time of one request goes: the server and the HTTP library, and the package itself.

The least that can be done is measured: an app of ten lines on the same server, event loop and HTTP library. What
an adapter takes beyond it is the package's own code, which is also measured by itself, in memory.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from typing import Final

from .mcp import ERAS, request
from .measuring import interleaved, middle
from .processes import ROOT, TOKEN, Request, Server, environment, free_port, python, serving
from .table import Part, Table, number
from .upstream import LIST_PATH, Upstream, upstream
from .wrk import Load, Post, load

_CALL: Final = {"name": "listrepos", "arguments": {"namespace": "coreos", "public": True}}
_KINDS: Final = ("rest", *ERAS)
_TITLES: Final = {"rest": "REST, GET", **{era: f"MCP {era}, tools/call" for era in ERAS}}
_COUNT: Final = 3000
_SECONDS: Final = 10.0
_SHOWN: Final = 12


def measured(seconds: int, rounds: int) -> Part:
    """A table of the whole, of the least, and of the package in memory; and one of its parts."""
    table = Table(
        "CPU µs of one request",
        ("adapter", "whole", "the least possible", "the package, in memory", "of the whole"),
    )
    memory = Table("Resident MB after 10 idle seconds", ("adapter", "whole", "the least possible"))
    with upstream() as api:
        for kind in _KINDS:
            runs = _loads(kind, api, seconds, rounds)
            whole, least = (middle(one.processor for one in loads) * 1e6 for loads in runs)
            if kind != ERAS[1]:  # Both eras are served by one server.
                idle = (_idle(name, kind, api) for name in ("whole", "least"))
                memory.add(_TITLES[kind].partition(",")[0], *map(number, idle))
            inside = middle(_inside(kind) for _ in range(rounds)) * 1e6
            table.add(
                _TITLES[kind],
                *(number(one) for one in (whole, least, inside)),
                f"{inside / whole:.0%}",
            )
    table.note = (
        "The least: an app of ten lines on the same uvicorn, uvloop, httptools and pyreqwest, which checks "
        "nothing. In memory no server and no API is there."
    )
    return Part("profile", "Where the time goes", (table, memory, *map(_parts, _KINDS)), ())


def _loads(kind: str, api: Upstream, seconds: int, rounds: int) -> tuple[list[Load], list[Load]]:
    with contextlib.ExitStack() as stack:
        servers = {
            name: stack.enter_context(_served(name, kind, api)) for name in ("whole", "least")
        }
        for server in servers.values():
            _load(kind, server, 1)
        runs = interleaved(servers, lambda name: _load(kind, servers[name], seconds), rounds)
    return runs["whole"], runs["least"]


def _idle(name: str, kind: str, api: Upstream) -> float:
    with _served(name, kind, api) as server:
        time.sleep(_SECONDS)
        return server.forget_peak() / 1e6


@contextlib.contextmanager
def _served(name: str, kind: str, api: Upstream) -> Iterator[Server]:
    port = free_port()
    adapter = "rest" if kind == "rest" else "mcp"
    variables = {
        "BENCH_PORT": str(port),
        "BENCH_BASE_URI": api.base_uri,
        "QUAY_BASE_URI": api.base_uri,
        "QUAY_TOKEN": TOKEN,
        f"QUAY_{adapter.upper()}_PORT": str(port),
        f"QUAY_{adapter.upper()}_ACCESS_LOG": "off",
    }
    transport = ("--transport", "http") if adapter == "mcp" else ()
    ours = python("generated.quay", adapter, *transport)
    command = ours if name == "whole" else python(f"bench.subjects.{adapter}_floor")
    with serving(command, variables, port, _request(kind)) as server:
        yield server


def _request(kind: str) -> Request:
    return Request(LIST_PATH) if kind == "rest" else request(kind, "tools/call", _CALL)


def _load(kind: str, server: Server, seconds: int) -> Load:
    asked = _request(kind)
    post = None if kind == "rest" else Post(asked.headers or {}, asked.body or "")
    return load(server, asked.path, seconds, post=post)


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
    table = Table(f"{_TITLES[kind]}: the package's own time", ("part", "share"))
    for line in _said(kind, "shares").splitlines()[:_SHOWN]:
        share, part = line.split("\t")
        table.add(f"`{part}`" if "/" in part or "." in part else part, f"{float(share):.0%}")
    return table
