"""What operators see: the access log, request ids, metrics."""

from __future__ import annotations

import asyncio
import io
import json
import multiprocessing
import re
import threading
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from templates.runtime.server.access_log import AccessLog
from templates.runtime.server.metrics import BUCKETS, Metrics, together
from templates.runtime.server.request_ids import RequestIds
from tests.support.raw_http import exchange, fetch

from .conftest import SECRET, make_app
from .upstream import Upstream, says


def _entry(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "ended": time.monotonic(),
        "method": "GET",
        "path": "/items/a%2Fb",
        "route": "/items/{item}",
        "status": 200,
        "size": 12,
        "seconds": 0.0123,
        "request_id": b"r-1",
        "client": ("127.0.0.1", 50000),
        "trace": None,
    }
    return values | changes


def _logged(style: str, stream: io.StringIO, *entries: dict[str, Any]) -> None:
    """Requests that are answered in one turn of the event loop, before an app ends."""

    async def turn() -> None:
        log = AccessLog(style, stream)
        for entry in entries:
            log.write(**entry)
        log.flush()

    asyncio.run(turn())


def test_text_and_json() -> None:
    stream = io.StringIO()
    _logged("text", stream, _entry())
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    assert re.fullmatch(
        stamp + r" 127\.0\.0\.1 GET /items/a%2Fb 200 12 12\.3ms r-1\n", stream.getvalue()
    )
    stream = io.StringIO()
    trace = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    _logged("json", stream, _entry(trace=trace))
    line = json.loads(stream.getvalue())
    assert line.pop("time")
    assert line == {
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/items/a%2Fb",
        "route": "/items/{item}",
        "status": 200,
        "bytes": 12,
        "ms": 12.3,
        "request_id": "r-1",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
    }


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_line_has_the_moment_of_its_answer(style: str) -> None:
    stream = io.StringIO()
    before = datetime.now(UTC)
    # Lines wait for others; these were answered ten seconds and a tenth of one ago.
    now = time.monotonic()
    _logged(style, stream, _entry(ended=now - 10), _entry(ended=now - 0.1))
    found = re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+Z", stream.getvalue())
    ago = [(before - datetime.fromisoformat(stamp)).total_seconds() for stamp in found]
    assert ago == [pytest.approx(10, abs=2), pytest.approx(0.1, abs=2)]
    assert ago[0] - ago[1] == pytest.approx(9.9, abs=0.002)


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("nasty", ["/a\nGET /forged 200", "/a\r\x1b[31m", "/a b", '/a"'])
def test_no_caller_writes_a_line_of_its_own(style: str, nasty: str) -> None:
    stream = io.StringIO()
    _logged(style, stream, _entry(path=nasty, method=nasty))
    assert stream.getvalue().count("\n") == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize(
    "changes",
    [{"path": "/\udce4"}, {"path": b"/\xe4 b"}, {"client": ("a b\n", 1)}, {"method": "É"}],
)
def test_what_one_request_brings_changes_its_own_line_only(changes: dict[str, Any]) -> None:
    stream = io.StringIO()
    _logged("text", stream, _entry(), _entry(**changes), _entry(request_id=b"r-3"))
    lines = stream.getvalue().split("\n")
    assert stream.getvalue().isascii()
    assert [line.rpartition(" ")[2] for line in lines] == ["r-1", "r-1", "r-3", ""]
    for line in (lines[0], lines[2]):
        assert line.split(" ")[1:7] == ["127.0.0.1", "GET", "/items/a%2Fb", "200", "12", "12.3ms"]


def test_no_line_of_two_threads_is_lost_or_written_twice() -> None:
    stream = _Writes()
    log = AccessLog("text", stream)

    async def turn(first: int) -> None:
        for number in range(first, first + 5000):
            log.write(**_entry(request_id=b"r-%d" % number))
            if number % 50 == 0:
                await asyncio.sleep(0)  # So that timers that are due write as well.

    threads = [
        threading.Thread(target=lambda first=first: asyncio.run(turn(first)))
        for first in range(0, 20_000, 5000)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.flush()
    names = [line.rpartition(" ")[2] for line in "".join(stream.pieces).splitlines()]
    assert sorted(names) == sorted(f"r-{number}" for number in range(20_000))


def test_a_log_that_is_gone_stops_nothing() -> None:
    stream = io.StringIO()
    stream.close()
    _logged("text", stream, _entry())


class _Writes(io.StringIO):
    """Keeps what came together."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return len(text)


def test_lines_are_written_some_at_a_time() -> None:
    stream = _Writes()
    _logged("text", stream, *(_entry(request_id=b"r-%d" % number) for number in range(200)))
    lines = "".join(stream.pieces).splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == [f"r-{number}" for number in range(200)]
    # What another worker must not write into stays within what a pipe takes at once, and ends with a line.
    assert 2 < len(stream.pieces) < 10
    assert all(len(piece) <= 4096 and piece.endswith("\n") for piece in stream.pieces)


def test_a_line_that_is_longer_than_a_pipe_takes_at_once_is_whole() -> None:
    stream = _Writes()
    _logged("text", stream, _entry(), _entry(path="/" + "x" * 5000), _entry())
    assert [piece.count("\n") for piece in stream.pieces] == [1, 1, 1]


async def _later(turn: Coroutine[Any, Any, None]) -> None:
    """A moment after something was done."""
    await turn
    # The log's timer is due before this one, however late both are.
    await asyncio.sleep(0.1)


def test_a_line_that_nothing_follows_is_written_in_a_moment() -> None:
    stream = io.StringIO()
    log = AccessLog("text", stream)

    async def turn() -> None:
        log.write(**_entry())
        assert stream.getvalue() == ""

    asyncio.run(_later(turn()))
    assert stream.getvalue().endswith(" r-1\n")


@pytest.mark.parametrize("client", [None, ("", 0), ["::1", 50000]])
def test_an_address_is_one_column(client: Any) -> None:
    stream = io.StringIO()
    _logged("text", stream, _entry(client=client))
    assert stream.getvalue().split()[1] == ("::1" if isinstance(client, list) else "-")
    assert len(stream.getvalue().split(" ")) == 8


def test_nothing_is_written_where_nothing_waits() -> None:
    stream = _Writes()
    _logged("text", stream)
    _logged("text", stream, *[_entry()] * 128)
    assert all(stream.pieces)


@pytest.mark.parametrize("path", [b"/items/a%2Fb", "/items/a%2Fb"])
def test_a_path_is_written_as_it_came(path: bytes | str) -> None:
    stream = io.StringIO()
    _logged("text", stream, _entry(path=path), _entry(path=b"/\xe4"))
    assert [line.split()[3] for line in stream.getvalue().splitlines()] == [
        "/items/a%2Fb",
        "/\\xe4",
    ]


def test_a_loop_that_ended_with_lines_keeps_back_nothing_of_the_next() -> None:
    stream = io.StringIO()
    log = AccessLog("text", stream)

    async def turn(name: bytes) -> None:
        log.write(**_entry(request_id=name))

    ended = asyncio.new_event_loop()
    ended.call_soon(ended.stop)
    task = ended.create_task(turn(b"r-1"))
    ended.run_forever()
    ended.close()
    assert task.done()
    assert stream.getvalue() == ""
    asyncio.run(_later(turn(b"r-2")))
    assert stream.getvalue().count("\n") == 2


def test_the_log_holds_no_query_and_no_secret(shop_with: Any, up: Upstream, capsys: Any) -> None:
    with shop_with(access_log="json") as running:
        headers = {"Authorization": "Bearer callers-own", "X-Request-Id": "mine"}
        fetch(running.url, "GET", "/items?text=private&limit=1", headers=headers)
        exchange(
            running.url, b"HEAD /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["method"], one["path"], one["route"], one["status"]) for one in lines] == [
        ("GET", "/items", "/items", 200),
        ("HEAD", "/nothing", "", 404),
    ]
    assert lines[0]["request_id"] == "mine"
    assert not {"private", "callers-own", SECRET} & set(re.findall(r"[\w-]+", str(lines)))


def test_an_app_that_ends_writes_what_waits(up: Upstream, capsys: Any) -> None:
    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Any) -> None:
        return

    async def one() -> None:
        app = make_app(up, access_log="text")
        scope = {"type": "http", "method": "GET", "path": "/nothing", "raw_path": b"/nothing"}
        headers = [(b"host", b"localhost")]
        await app({**scope, "headers": headers, "http_version": "1.1"}, receive, send)
        await app.aclose()

    asyncio.run(one())
    assert " - GET /nothing 404 " in capsys.readouterr().err


def test_request_ids_differ() -> None:
    ids = RequestIds()
    made = {ids.of(None) for _ in range(1000)} | {RequestIds().of(None) for _ in range(10)}
    assert len(made) == 1010
    assert ids.of(b"a-Z_9.=+/") == b"a-Z_9.=+/"


def _samples(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics() -> None:
    metrics = Metrics([("GET", "/a"), ("POST", '/b"\\')])
    metrics.count(0, 200, 0.003, 10, 0)
    metrics.count(0, 200, 0.3, 10, 0)
    metrics.count(0, 599, 99.0, 0, 0)
    metrics.count(1, 100, 0.001, 0, 0)
    metrics.count(-1, 404, 0.0, 5, 0)
    metrics.in_flight(3)
    samples = _samples(together([("x", metrics)]))
    a = 'adapter="x",method="GET",route="/a"'
    assert samples[f'http_server_requests_total{{{a},status="200"}}'] == 2
    assert samples[f'http_server_requests_total{{{a},status="599"}}'] == 1
    b = 'adapter="x",method="POST",route="/b\\"\\\\"'
    assert samples[f'http_server_requests_total{{{b},status="100"}}'] == 1
    none = 'adapter="x",method="",route=""'
    assert samples[f'http_server_requests_total{{{none},status="404"}}'] == 1
    duration = "http_server_request_duration_seconds"
    classes = [samples[f'{duration}_bucket{{{a},le="{end}"}}'] for end in (*BUCKETS, "+Inf")]
    assert classes == sorted(classes)
    assert classes[-1] == samples[f"{duration}_count{{{a}}}"] == 3
    assert samples[f"{duration}_sum{{{a}}}"] == pytest.approx(99.303)
    assert samples[f"http_server_response_bytes_total{{{a}}}"] == 20
    assert samples['http_server_requests_in_flight{adapter="x"}'] == 3


def _count(metrics: Metrics, worker: int) -> None:
    metrics.use(worker)
    for _ in range(100):
        metrics.count(0, 200, 0.1, 1, 0)


def test_metrics_of_several_processes() -> None:
    metrics = Metrics([("GET", "/a")], workers=2)
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_count, args=(metrics, n)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    samples = _samples(together([("x", metrics)]))
    name = 'http_server_requests_total{adapter="x",method="GET",route="/a",status="200"}'
    assert samples[name] == 200


def test_what_is_counted(shop_with: Any, up: Upstream) -> None:
    with shop_with() as running:
        fetch(running.url, "GET", "/items/7")
        up.answer = says(503, b"busy")
        fetch(running.url, "GET", "/items/7")
        fetch(running.url, "PATCH", "/items/7")
    # A request is counted once its answer has gone, so only now.
    samples = _samples(together([("x", running.app.metrics)]))
    route = 'adapter="x",method="GET",route="/items/{item}"'
    assert samples[f'http_server_requests_total{{{route},status="200"}}'] == 1
    assert samples[f'http_server_requests_total{{{route},status="503"}}'] == 1
    assert samples['http_server_requests_total{adapter="x",method="",route="",status="405"}'] == 1
    assert samples['http_server_requests_in_flight{adapter="x"}'] == 0


def test_every_setting_is_in_the_page() -> None:
    from templates.runtime.rest.settings import RestSettings

    page = (Path(__file__).parents[2] / "docs" / "rest.md").read_text()
    for name in RestSettings.fields:
        if name != "environ":
            assert f"`{name.upper()}`" in page, name
