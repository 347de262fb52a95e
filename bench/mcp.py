"""MCP: our server, FastMCP over an OpenAPI document, and the SDK's low-level server by hand."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from . import many, openapi_client
from .in_turn import in_turn
from .measuring import interleaved, middle, of_rounds, quickest
from .processes import ROOT, TOKEN, Request, Server, environment, free_port, python, serving, stop
from .table import Goal, Part, Table, number, times
from .upstream import Upstream, upstream
from .wrk import Load, Post, load

OURS: Final = "Capwright"
FASTMCP: Final = "FastMCP `from_openapi`"
LOWLEVEL: Final = "`mcp` low-level Server + pyreqwest"
SUBJECTS: Final = (OURS, FASTMCP, LOWLEVEL)
ERAS: Final = ("2025-11-25", "2026-07-28")
_MODERN: Final = ERAS[1]
_PATH: Final = "/mcp"
_ARGUMENTS: Final = {"namespace": "coreos", "public": True}
_CALL: Final = {"name": "listrepos", "arguments": _ARGUMENTS}
_INFO: Final = {"name": "bench", "version": "1"}
_HELLO: Final = {"protocolVersion": ERAS[0], "capabilities": {}, "clientInfo": _INFO}
_SESSION: Final = "mcp-session-id"
_STARTS: Final = 3
_LONGER: Final = 16
"""Times the seconds of one measurement, for two whose ratio is near 1."""
_STDIO_CALLS: Final = 16


@dataclass(frozen=True, slots=True)
class _Place:
    """What the servers are started with."""

    api: Upstream
    folder: Path


@dataclass(frozen=True, slots=True)
class _Found:
    """What was measured: by subject, and by era where it says so."""

    calls: dict[str, dict[str, list[Load]]]
    lists: dict[str, dict[str, list[Load]]]
    listed: float
    """The rate of `tools/list` in 2026-07-28, of the rate in 2025-11-25."""
    starts: dict[str, float]
    greetings: dict[str, float]
    """Over stdio, from spawn to the first answer."""
    told: dict[str, float]
    """The rate of calls that bring more in `_meta`, of the rate of those that do not."""
    stdio: dict[str, float]


def measured(seconds: int, rounds: int) -> Part:
    """Everything about MCP."""
    with tempfile.TemporaryDirectory(prefix="bench-mcp-") as name, upstream() as api:
        place = _Place(api, Path(name))
        many.make(place.folder)
        _documents(place.folder)
        starts = interleaved(SUBJECTS, lambda one: _start(one, place), _STARTS)
        greetings = interleaved(SUBJECTS, lambda one: _stdio(one, place, 0), _STARTS)
        stdio = interleaved(SUBJECTS, lambda one: _stdio(one, place, _STDIO_CALLS), _STARTS)
        with _all(place, "quay") as servers:
            calls = _eras(servers, "tools/call", _CALL, seconds, rounds, _is_called)
            told = _told(servers[OURS], seconds * _LONGER)
        with _all(place, many.NAME) as servers:
            lists = _eras(servers, "tools/list", {}, seconds, rounds, _is_listed)
            listed = listed_in_turn(servers[OURS], seconds * _LONGER)
    quick = [quickest(each) for each in (starts, greetings, stdio)]
    return _part(_Found(calls, lists, listed, quick[0], quick[1], told, quick[2]))


def _documents(folder: Path) -> None:
    """The OpenAPI documents that FastMCP and the low-level server are made of."""
    made = json.loads((folder / "many/openapi/many-rest.json").read_text("utf-8"))
    for name, document in (("quay", openapi_client.document()), (many.NAME, made)):
        text = json.dumps(openapi_client.plain(document))
        (folder / f"{name}.json").write_text(text, "utf-8")


def request(era: str, method: str, params: Mapping[str, Any]) -> Request:
    """A request of one of the two eras; both servers are stateless."""
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": era,
    }
    filled = dict(params)
    if era == _MODERN:
        headers["mcp-method"] = method
        if "name" in filled:
            headers["mcp-name"] = filled["name"]
        filled["_meta"] = {
            "io.modelcontextprotocol/protocolVersion": era,
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": _INFO,
        }
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": filled}
    return Request(_PATH, "POST", json.dumps(message), headers)


def _start(name: str, place: _Place) -> float:
    with _served(name, place, "quay") as server:
        return server.seconds_to_first_answer


@contextlib.contextmanager
def _served(name: str, place: _Place, package: str) -> Iterator[Server]:
    port = free_port()
    first = request(ERAS[0], "tools/list", {})
    command = _command(name, package, "http")
    with serving(command, _variables(place, package, port), port, first) as server:
        yield server


def _command(name: str, package: str, transport: str) -> list[str]:
    if name == OURS:
        module = "generated.quay" if package == "quay" else package
        return python(module, "mcp", "--transport", transport)
    module = "mcp_fastmcp" if name == FASTMCP else "mcp_lowlevel"
    return python(f"bench.subjects.{module}", transport)


def _variables(place: _Place, package: str, port: int) -> dict[str, str]:
    prefix = package.upper()
    return {
        "PYTHONPATH": f"{ROOT}:{place.folder}",
        "BENCH_PORT": str(port),
        "BENCH_BASE_URI": place.api.base_uri,
        "BENCH_DOCUMENT": str(place.folder / f"{package}.json"),
        f"{prefix}_BASE_URI": place.api.base_uri,
        "QUAY_TOKEN": TOKEN,
        f"{prefix}_MCP_PORT": str(port),
        f"{prefix}_MCP_ACCESS_LOG": "off",
    }


@contextlib.contextmanager
def _all(place: _Place, package: str) -> Iterator[dict[str, Server]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(_served(name, place, package)) for name in SUBJECTS}


def _eras(
    servers: Mapping[str, Server],
    method: str,
    params: Mapping[str, Any],
    seconds: int,
    rounds: int,
    is_right: Callable[[Any], bool],
) -> dict[str, dict[str, list[Load]]]:
    found = {}
    for era in ERAS:
        asked = request(era, method, params)
        for name, server in servers.items():
            _check(name, server, asked, is_right)
        ask = partial(_loaded, servers, seconds, _post(asked))
        found[era] = interleaved(servers, ask, rounds)
    return found


def _told(server: Server, seconds: int) -> dict[str, float]:
    """Ours alone, in turn: calls that ask for progress and for logs, and the same without."""
    more: dict[str, dict[str, Any]] = {
        "`progressToken`": {"progressToken": 1},
        "`logLevel`": {"io.modelcontextprotocol/logLevel": "info"},
    }
    others = _with_meta({})
    return {name: in_turn(server, seconds, others, _with_meta(meta)) for name, meta in more.items()}


def listed_in_turn(server: Server, seconds: int) -> float:
    """`tools/list`: the rate of 2026-07-28 as a part of 2025-11-25's, of one server, era by era in turn.

    Both ask as clients of their era do: the older ones have shaken hands, and bring the id of their session with
    each request; the newer ones say who they are in each.

    Args:
        server: runs.
        seconds: of both together.
    """
    older, newer = (request(era, "tools/list", {}) for era in ERAS)
    older = replace(older, headers={**(older.headers or {}), **_session(server)})
    for asked in (older, newer):
        load(server, _PATH, 1, post=_post(asked))
    return in_turn(server, seconds, older, newer)


def _post(asked: Request) -> Post:
    return Post(asked.headers or {}, asked.body or "")


def _session(server: Server) -> dict[str, str]:
    """The header that a handshake asks for in what follows it (MCP 2025-11-25, "Session Management")."""
    headers = server.headers_of(request(ERAS[0], "initialize", _HELLO))
    return {_SESSION: headers[_SESSION]} if _SESSION in headers else {}


def _with_meta(more: Mapping[str, Any]) -> Request:
    asked = request(_MODERN, "tools/call", _CALL)
    message = json.loads(asked.body or "")
    message["params"]["_meta"].update(more)
    return replace(asked, body=json.dumps(message))


def _loaded(servers: Mapping[str, Server], seconds: int, post: Post, name: str) -> Load:
    return load(servers[name], _PATH, seconds, post=post)


def _check(name: str, server: Server, asked: Request, is_right: Callable[[Any], bool]) -> None:
    """Ask once, so that only right answers are counted. Raises `RuntimeError`."""
    for _ in range(20):  # And the SDK is loaded now where it had not been.
        answer = json.loads(server.ask(asked))
    if not is_right(answer.get("result", {})):
        raise RuntimeError(f"{name}: not the answer: {str(answer)[:500]}")


def _is_called(result: Any) -> bool:
    return not result.get("isError") and len(result["structuredContent"]["repositories"]) == 4


def _is_listed(result: Any) -> bool:
    return len(result.get("tools", ())) == many.TOOLS


def _stdio(name: str, place: _Place, calls: int) -> float:
    """Seconds from spawn to the last of the answers: the handshake, then calls one by one."""
    started = time.perf_counter()
    with subprocess.Popen(
        _command(name, "quay", "stdio"),
        env=environment(**_variables(place, "quay", 0)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _talk(process.stdin, process.stdout, calls)
            return time.perf_counter() - started
        finally:
            process.stdin.close()
            stop(process)


def _talk(to: IO[bytes], back: IO[bytes], calls: int) -> None:
    def tell(method: str, params: Mapping[str, Any], number: int | None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        identity = {} if number is None else {"id": number}
        to.write(json.dumps({**message, **identity}).encode() + b"\n")
        to.flush()

    def answer(number: int) -> Any:
        for line in back:
            message = json.loads(line)
            if message.get("id") == number:
                return message["result"]
        raise RuntimeError("the server has ended")

    tell("initialize", _HELLO, 0)
    answer(0)
    tell("notifications/initialized", {}, None)
    for index in range(1, calls + 1):
        tell("tools/call", _CALL, index)
        if not _is_called(answer(index)):
            raise RuntimeError("not the answer")


def _part(found: _Found) -> Part:
    tables = [_era_table(era, found) for era in ERAS]
    start = Table(
        "Start",
        (
            "server",
            "spawn to first answer, HTTP, ms",
            "the same over stdio, ms",
            f"and {_STDIO_CALLS} calls, ms",
        ),
    )
    for name in SUBJECTS:
        seconds = (found.starts[name], found.greetings[name], found.stdio[name])
        start.add(name, *(number(one * 1e3) for one in seconds))
    return Part("mcp", "MCP server", (*tables, start), _goals(found))


def _era_table(era: str, found: _Found) -> Table:
    table = Table(
        f"Protocol {era}, HTTP, 32 connections",
        (
            "server",
            "tools/call a second",
            "Capwright is",
            "p50 ms",
            "p99 ms",
            "CPU µs a call",
            f"tools/list of {many.TOOLS} a second",
            "CPU µs a list",
        ),
    )
    calls = found.calls[era]
    rates = {name: [one.rate for one in runs] for name, runs in calls.items()}
    for name in SUBJECTS:
        table.add(
            name,
            number(middle(rates[name])),
            times(of_rounds(rates[OURS], rates[name])),
            number(middle(one.median for one in calls[name]) * 1e3),
            number(middle(one.p99 for one in calls[name]) * 1e3),
            number(middle(one.processor for one in calls[name]) * 1e6),
            number(middle(one.rate for one in found.lists[era][name])),
            number(middle(one.processor for one in found.lists[era][name]) * 1e6),
        )
    return table


def _goals(found: _Found) -> list[Goal]:
    goals = []
    for era in ERAS:
        ours, theirs = found.calls[era][OURS], found.calls[era][FASTMCP]
        rate = of_rounds([one.rate for one in ours], [one.rate for one in theirs])
        p99 = of_rounds([one.p99 for one in ours], [one.p99 for one in theirs])
        listed = middle(one.rate for one in found.lists[era][OURS])
        goals += [
            Goal(f"{era}: calls/s, times FastMCP", rate, 16),
            Goal(f"{era}: p99, of FastMCP's", p99, 0.2, at_least=False),
            Goal(f"{era}: tools/list of {many.TOOLS} a second", listed, 20_000),
        ]
    first = found.greetings[OURS] / found.greetings[LOWLEVEL]
    called = found.stdio[OURS] / found.stdio[LOWLEVEL]
    return [
        *goals,
        Goal(f"tools/list, {ERAS[1]} of {ERAS[0]}", found.listed, 0.95),
        *(Goal(f"calls with {what}, of others", rate, 0.97) for what, rate in found.told.items()),
        Goal("import and start, HTTP", found.starts[OURS] * 1e3, 800, False, " ms"),
        Goal("16 stdio calls", found.stdio[OURS] * 1e3, 1000, False, " ms"),
        Goal("stdio: spawn to first answer, of the low-level server's", first, 0.5, False),
        Goal("stdio: 16 calls, of the low-level server's", called, 0.6, False),
    ]
