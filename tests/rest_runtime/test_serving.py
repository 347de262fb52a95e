"""`python -m <package> rest|serve`: a package by hand, started as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import ROOT, environment
from tests.support.raw_http import fetch, free_port

from .upstream import Received, Upstream, answer_of, stalls

SETTINGS = """
from __future__ import annotations
from ._runtime.rest.settings import RestAdapter, RestSettings
from ._runtime.settings import Api, ApiSettings
from ._runtime.transport.on_pyreqwest import PYREQWEST

SHOP = Api("shop", "SHOP", ("http://127.0.0.1:9",), transports=PYREQWEST)
ONE = RestAdapter("one", "ONE", port=8080)
TWO = RestAdapter("two", "TWO", port=8081)


class Settings:
    def __init__(self, environ):
        self.rest = {each.namespace: RestSettings.from_environment(each, environ) for each in (ONE, TWO)}
        self.apis = (ApiSettings.from_environment(SHOP, environ),)

    @classmethod
    def from_environment(cls, environ=None):
        return cls(environ)
"""
REST = """
from __future__ import annotations
from ._runtime.server.settings import pick
from ._runtime.rest.inputs import PathVariable
from ._runtime.rest.whole_bodies import WholeBody
from ._runtime.wire.bodies import json_body
from ._runtime.wire.encoding import path
from ._runtime.messages import Operation, Request
from ._runtime.rest.app import RestApp
from ._runtime.rest.routing import Route
from ._runtime.values import OMIT
from .settings import ONE, TWO, Settings

GET, POST = Operation("shop", "get", "GET"), Operation("shop", "post", "POST")

async def item(send, /, *, item):
    return await send(Request(GET, "/items" + path("/", ("item", item))))

async def create(send, /, *, body=OMIT):
    return await send(Request(POST, "/items", body=json_body(body)))

ROUTES = (Route("GET", "/items/{item}", item, (PathVariable("item"),)),
          Route("POST", "/items", create, (WholeBody("body"),)))
ADAPTERS = {"one": RestApp(module=__name__, declaration=ONE, routes=ROUTES, openapi="openapi/one.json"),
            "two": RestApp(module=__name__, declaration=TWO, routes=ROUTES)}

def create_app(adapter=None, *, settings=None, transport=None):
    namespace, chosen = pick(ADAPTERS, adapter)
    settings = settings or Settings.from_environment()
    return chosen.create_app(settings.rest[namespace], settings.apis, transport)
"""
MAIN = """
from ._runtime.server.command import main
raise SystemExit(main(__package__, rest=("one", "two")))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package `shop` in it."""
    folder = tmp_path_factory.mktemp("serving")
    package = folder / "shop"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "templates" / "runtime", package / "_runtime", ignore=ignored)
    (package / "openapi").mkdir()
    (package / "openapi" / "one.json").write_text('{"openapi": "3.1.0"}')
    for name, text in {
        "__init__": "",
        "settings": SETTINGS,
        "rest": REST,
        "__main__": MAIN,
    }.items():
        (package / f"{name}.py").write_text(text)
    return folder


@dataclass
class Process:
    """The package's command, running."""

    popen: subprocess.Popen[str]
    urls: dict[str, str]
    lines: list[str]

    def log(self, wanted: str, seconds: float = 5.0) -> str:
        """The first line with this text."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.lines:
                if wanted in line:
                    return line
            time.sleep(0.01)
        raise AssertionError(f"{wanted!r} is not in {self.lines}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.popen.send_signal(number)
        return self.popen.wait(15)


@contextlib.contextmanager
def running(
    folder: Path, up: Upstream, *arguments: str, expected: tuple[str, ...] = ("one",), **env: str
) -> Iterator[Process]:
    """Start the command and wait until it says where it listens and answers there."""
    variables = environment(SHOP_BASE_URI=f"{up.url}/base", **env)
    popen = subprocess.Popen(
        [sys.executable, "-m", "shop", *arguments],
        cwd=folder,
        env=variables,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    process = Process(popen, {}, [])

    def read() -> None:
        assert popen.stderr is not None
        for line in popen.stderr:
            process.lines.append(line.rstrip("\n"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        for name in expected:
            line = process.log(f"{name}: http://", 15)
            process.urls[name] = "/".join(line.partition(": ")[2].split("/")[:3])
        yield process
    finally:
        if popen.poll() is None:
            popen.kill()
        popen.wait()
        reader.join(5)
        assert popen.stderr is not None
        popen.stderr.close()


def failing(folder: Path, *arguments: str, **env: str) -> tuple[int, str]:
    """Run a command that cannot work; its exit code and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "shop", *arguments],
        check=False,
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_one_adapter(folder: Path, up: Upstream) -> None:
    with running(folder, up, "rest", "--port", "0") as process:
        url = process.urls["one"]
        assert url.startswith("http://127.0.0.1:")
        assert fetch(url, "GET", "/items/a%2Fb").json["target"] == "/base/items/a%2Fb"
        assert fetch(url, "GET", "/-/openapi.json").json == {"openapi": "3.1.0"}
        assert re.search(r" GET /items/a%2Fb 200 \d+ [\d.]+ms ", process.log("/items/a%2Fb"))
        assert process.stop() == 0
    assert not [line for line in process.lines if "Traceback" in line]


def test_another_adapter_and_settings(folder: Path, up: Upstream) -> None:
    port = free_port()
    with running(
        folder, up, "rest", "--adapter", "two", expected=("two",), TWO_PORT=str(port)
    ) as p:
        assert p.urls == {"two": f"http://127.0.0.1:{port}"}
        assert fetch(p.urls["two"], "GET", "/items/1").status == 200
        assert p.stop(signal.SIGINT) == 0


def test_all_adapters_on_their_ports(folder: Path, up: Upstream) -> None:
    with running(
        folder, up, "serve", "--control-port", "0", expected=("one", "two", "control"),
        ONE_PORT="0", TWO_PORT="0", ONE_ACCESS_LOG="json",
    ) as process:  # fmt: skip
        for name in ("one", "two"):
            assert fetch(process.urls[name], "GET", "/items/1").status == 200
        control = process.urls["control"]
        assert fetch(control, "GET", "/health/live").status == 200
        assert fetch(control, "GET", "/health/ready").status == 200
        text = fetch(control, "GET", "/metrics").body.decode()
        for name in ("one", "two"):
            labels = f'adapter="{name}",method="GET",route="/items/{{item}}"'
            assert f'http_server_requests_total{{{labels},status="200"}} 1' in text
        assert fetch(control, "GET", "/nothing").status == 404
        assert fetch(control, "POST", "/metrics").status == 405
        assert fetch(control, "GET", "/metrics", headers={"Host": "evil.example"}).status == 421
        assert json.loads(process.log('"route":'))["status"] == 200
        assert process.stop() == 0


def test_requests_in_flight_finish(folder: Path, up: Upstream) -> None:
    go_on = threading.Event()

    def answer(connection: socket.socket, request: Received) -> None:
        go_on.wait(10)
        connection.sendall(answer_of(200, b"late"))

    up.answer = answer
    with running(folder, up, "rest", "--port", "0", "--control-port", "0",
                 expected=("one", "control")) as process:  # fmt: skip
        url = process.urls["one"]
        replies: list[Any] = []
        thread = threading.Thread(target=lambda: replies.append(fetch(url, "GET", "/items/1")))
        thread.start()
        while not up.received:
            time.sleep(0.01)
        process.popen.send_signal(signal.SIGTERM)
        time.sleep(0.4)
        with pytest.raises(ConnectionError):
            fetch(url, "GET", "/items/2")
        assert fetch(process.urls["control"], "GET", "/health/ready").status == 503
        assert fetch(process.urls["control"], "GET", "/health/live").status == 200
        go_on.set()
        thread.join(10)
        assert replies[0].body == b"late"
        assert process.popen.wait(10) == 0


def test_shutdown_is_bounded(folder: Path, up: Upstream) -> None:
    up.answer = stalls(up)
    with running(folder, up, "rest", "--port", "0", ONE_SHUTDOWN_TIMEOUT="1") as process:
        with contextlib.suppress(OSError):
            url = process.urls["one"]
            thread = threading.Thread(target=_ignoring, args=(url,), daemon=True)
            thread.start()
        while not up.received:
            time.sleep(0.01)
        assert process.stop() == 0
        thread.join(5)


def _ignoring(url: str) -> None:
    with contextlib.suppress(Exception):
        fetch(url, "GET", "/items/1")


def test_workers(folder: Path, up: Upstream) -> None:
    with running(
        folder, up, "rest", "--port", "0", "--workers", "2", "--control-port", "0",
        expected=("one", "control"),
    ) as process:  # fmt: skip
        url, control = process.urls["one"], process.urls["control"]
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not _is_ready(control):
            time.sleep(0.05)
        for _ in range(20):
            assert fetch(url, "GET", "/items/1").status == 200
        # A request is counted once its answer is out, so that its caller may be first.
        counted = b'route="/items/{item}",status="200"} 20'
        while time.monotonic() < deadline:
            if counted in fetch(control, "GET", "/metrics").body:
                break
        assert counted in fetch(control, "GET", "/metrics").body
        workers = _children(process.popen.pid)
        assert len(workers) == 3
        victim = min(workers)
        os.kill(victim, signal.SIGKILL)
        process.log(f"process {victim} died")
        deadline = time.monotonic() + 10
        while len(_children(process.popen.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert fetch(url, "GET", "/items/1").status == 200
        assert process.stop() == 0
        with pytest.raises(ConnectionError):
            fetch(url, "GET", "/items/1")


def test_nothing_outlives_a_killed_supervisor(folder: Path, up: Upstream) -> None:
    """Nobody would stop them: the workers and the control port end by themselves."""
    with running(
        folder, up, "rest", "--port", "0", "--workers", "2", "--control-port", "0",
        expected=("one", "control"),
    ) as process:  # fmt: skip
        control = process.urls["control"]
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not _is_ready(control):
            time.sleep(0.05)
        left = _children(process.popen.pid)
        assert len(left) == 3
        process.popen.kill()
        process.popen.wait()
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = [pid for pid in left if _runs(pid)]
        assert left == []
        with pytest.raises(ConnectionError):
            fetch(control, "GET", "/health/live")


def _runs(pid: int) -> bool:
    """Whether a process runs; one that ended may wait for a parent that never asks."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def _is_ready(control: str) -> bool:
    try:
        return fetch(control, "GET", "/health/ready").status == 200
    except ConnectionError:
        return False


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_other_addresses_need_authentication(folder: Path, host: str) -> None:
    code, said = failing(folder, "rest", "--host", host, "--port", "0")
    assert code == 1
    assert "ONE_BEARER_TOKEN" in said
    assert "--allow-anonymous" in said


def test_other_addresses_with_authentication(folder: Path, up: Upstream) -> None:
    arguments = ("rest", "--host", "0.0.0.0", "--port", "0")
    with running(folder, up, *arguments, ONE_BEARER_TOKEN="t") as process:
        url = process.urls["one"].replace("0.0.0.0", "127.0.0.1")
        assert fetch(url, "GET", "/items/1").status == 401
        assert fetch(url, "GET", "/items/1", headers={"Authorization": "Bearer t"}).status == 200
        assert process.stop() == 0
    with running(folder, up, *arguments, "--allow-anonymous") as process:
        url = process.urls["one"].replace("0.0.0.0", "127.0.0.1")
        assert fetch(url, "GET", "/items/1").status == 200
        assert process.stop() == 0


def test_a_secret_that_is_missing_is_said_at_the_start(folder: Path) -> None:
    code, said = failing(folder, "rest", "--port", "0", ONE_BASIC_PASSWORD="p")
    assert (code, "ONE_BASIC_USERNAME" in said) == (1, True)


def test_what_cannot_be_done(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = failing(folder, "rest", "--port", port)
    assert (code, port in said) == (1, True)
    assert failing(folder, "rest", ONE_PORT="eighty")[0] == 1
    assert failing(folder, "rest", ONE_UNKNOWN_QUERY="perhaps")[0] == 1
    assert failing(folder, "rest", "--adapter", "three")[0] == 2
    assert failing(folder, "rest", "--port", "70000")[0] == 2
    assert failing(folder)[0] == 2


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_address_is_said_that_cannot_be_opened(folder: Path, workers: str) -> None:
    """What cannot start says why, and nothing that looks like a start."""
    arguments = ("rest", "--port", "0", "--control-port", "0", "--workers", workers)
    for variable in ("SHOP_TIMEOUT", "ONE_UNKNOWN_QUERY", "ONE_ALLOWED_HOSTS"):
        code, said = failing(folder, *arguments, **{variable: "http://soon/"})
        assert (code, "http://127" in said, len(said.splitlines())) == (1, False, 1), said
        assert variable in said


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (
            ("--port", "eighty"),
            "argument --port: must be a whole number from 0 to 65535, is 'eighty'",
        ),
        (("--port", "70000"), "from 0 to 65535, is '70000'"),
        (("--control-port", "-1"), "argument --control-port: must be a whole number from 0 to"),
        (
            ("--workers", "two"),
            "argument --workers: must be a whole number from 1 to 512, is 'two'",
        ),
        (("--workers", "٣"), "from 1 to 512"),
    ],
)
def test_a_number_that_is_none_is_said_in_words(
    folder: Path, arguments: tuple[str, str], wanted: str
) -> None:
    code, said = failing(folder, "rest", *arguments)
    assert code == 2
    assert wanted in said


def test_a_variable_says_its_bounds(folder: Path) -> None:
    said = failing(folder, "rest", ONE_PORT="70000")[1]
    assert "ONE_PORT must be a whole number from 0 to 65535" in said
    said = failing(folder, "rest", ONE_MAX_HEADERS="many")[1]
    assert said.rstrip().endswith("ONE_MAX_HEADERS must be a whole number from 1")


def test_a_missing_server_names_the_requirements(folder: Path, tmp_path: Path) -> None:
    blocker = "import sys\nsys.modules['uvicorn'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(blocker)
    code, said = failing(folder, "rest", PYTHONPATH=str(tmp_path))
    assert code == 1
    assert "requirements-rest.txt" in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_control_port_takes_no_page_and_no_other_name(
    folder: Path, up: Upstream, workers: str
) -> None:
    """Users' world, E: it took any Host and Origin."""
    with running(
        folder, up, "rest", "--port", "0", "--control-port", "0", "--workers", workers,
        expected=("one", "control"),
    ) as process:  # fmt: skip
        control = process.urls["control"]
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and not _is_ready(control):
            time.sleep(0.05)
        port = control.rpartition(":")[2]
        for host, status in (
            (f"localhost:{port}", 200),
            (f"127.0.0.1:{port}", 200),
            ("evil.example", 421),
            ("10.1.2.3", 421),
            ("8.8.8.8", 421),
            ("[::ffff:8.8.8.8]", 421),
            ("", 421),
        ):
            for path in ("/metrics", "/health/live", "/health/ready"):
                reply = fetch(control, "GET", path, headers={"Host": host})
                assert reply.status == status, (host, path)
        for headers, status in (
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Origin": control}, 200),
            ({"Sec-Fetch-Site": "none"}, 200),
        ):
            assert fetch(control, "GET", "/metrics", headers=headers).status == status, headers
        assert process.stop() == 0
        assert process.stop() == 0


def test_the_start_says_where_the_documentation_is(folder: Path, up: Upstream) -> None:
    """Cheap to own, the command: an address that one can open."""
    with running(folder, up, "rest", "--port", "0", expected=("one",)) as process:
        line = process.log("one: http://")
        assert re.fullmatch(r"one: http://127\.0\.0\.1:\d+/-/docs", line)
    with running(
        folder, up, "rest", "--port", "0", expected=("one",), ONE_DOCUMENTATION="false"
    ) as process:
        assert re.fullmatch(r"one: http://127\.0\.0\.1:\d+", process.log("one: http://"))
