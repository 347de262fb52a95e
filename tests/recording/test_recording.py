"""What a package writes down of its exchanges with APIs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support import tools
from tests.support.living import Upstream
from tests.support.processes import run, serve
from tests.support.raw_http import fetch

from .making import KEY, TOKEN, api, made, python, recorded, settings

CLIENTS: Final = {
    "sync": "from desk import DeskClient\nprint(DeskClient().order('7', full=True))",
    "sync-httpx2": (
        "from desk import DeskClient\nfrom desk.transports import Httpx2Transport\n"
        "print(DeskClient(transport=Httpx2Transport()).order('7', full=True))"
    ),
    "async": (
        "import asyncio\nfrom desk import AsyncDeskClient\n"
        "async def main():\n    async with AsyncDeskClient() as c:\n"
        "        print(await c.order('7', full=True))\nasyncio.run(main())"
    ),
    "async-httpx2": (
        "import asyncio\nfrom desk import AsyncDeskClient\n"
        "from desk.transports import AsyncHttpx2Transport\n"
        "async def main():\n    async with AsyncDeskClient(transport=AsyncHttpx2Transport()) as c:\n"
        "        print(await c.order('7', full=True))\nasyncio.run(main())"
    ),
    "stream": (
        "from desk import DeskClient\n"
        "with DeskClient().with_streaming_response.order('7', full=True) as answer:\n"
        "    print(b''.join(answer.chunks()))"
    ),
}
SECRETS: Final = (TOKEN, KEY, "sk-live-1", "s3ss10n", "hunter2", "4711", "0815")


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recording")
    made(folder, table='recording = ["pin"]\n')
    return folder


@pytest.fixture(name="upstream")
def _upstream() -> Iterator[Upstream]:
    with Upstream(api) as upstream:
        yield upstream


def _order(each: dict[str, Any]) -> None:
    assert each["api"] == "desk"
    assert each["op"] == "order"
    assert each["method"] == "GET"
    assert each["target"] == "/desk/orders/7?full=true"
    assert each["request_body"] is None
    assert each["auth"] == "Bearer"
    assert each["status"] == 200
    assert each["content_type"] == "application/json"
    assert each["body"] == {
        "number": "7", "api_key": "***", "pin": "***", "total": 12.5, "n": 2**70
    }  # fmt: skip
    headers = {name.lower(): value for name, value in each["headers"].items()}
    assert headers["x-trace"] == "t-1"
    assert "set-cookie" not in headers


def _is_clean(folder: Path) -> None:
    text = "".join(file.read_text() for file in folder.glob("*.json"))
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_records(folder: Path, upstream: Upstream, tmp_path: Path, client: str) -> None:
    python(CLIENTS[client], folder, settings(upstream.url, tmp_path / "kept"))

    [each] = recorded(tmp_path / "kept")
    _order(each)
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    _is_clean(tmp_path / "kept")


def test_nothing_is_written_unless_a_setting_says_so(
    folder: Path, upstream: Upstream, tmp_path: Path
) -> None:
    before = sorted(folder.rglob("*.json"))
    python(CLIENTS["sync"], folder, settings(upstream.url))
    assert sorted(folder.rglob("*.json")) == before


def test_a_package_that_does_not_ask_has_nothing_of_it(tmp_path: Path) -> None:
    package = made(tmp_path)
    assert not (package / "_runtime" / "recording").exists()
    assert "RECORD" not in (package / "README.md").read_text()
    assert "recording" not in (package / "MANIFEST.json").read_text()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_adapters_record(folder: Path, upstream: Upstream, tmp_path: Path, workers: str) -> None:
    kept = tmp_path / "kept"
    environ = settings(upstream.url, kept)
    with serve("rest", environ, "--workers", workers, package="desk", folder=folder) as served:
        for _ in range(6):
            fetch(served.url, "GET", "/orders/7?full=true")
        for path in ("none", "picture", "page", "empty"):
            fetch(served.url, "GET", f"/orders/{path}")
        fetch(served.url, "GET", "/places")
        body = json.dumps({"text": "call me", "pin": "0815"}).encode()
        kind = {"Content-Type": "application/json"}
        assert fetch(served.url, "POST", "/orders/7", headers=kind, body=body).status == 200

    found = recorded(kept)
    assert len(found) == 12
    orders = [each for each in found if each["target"] == "/desk/orders/7?full=true"]
    assert len(orders) == 6
    for each in orders:
        _order(each)
    by_target = {each["target"]: each for each in found}
    assert by_target["/desk/orders/none"]["status"] == 404
    assert by_target["/desk/orders/picture"]["body_is_base64"] is True
    assert by_target["/desk/orders/page"]["body_withheld"] is True
    assert by_target["/desk/orders/page"]["body"] is None
    assert by_target["/desk/orders/empty"]["body"] is None
    places = by_target["/maps/places?key=***"]
    assert places["api"] == "maps"
    assert places["auth"] == "key"
    assert places["body"]["next"] == "https://maps.example/places?key=***&page=2"
    [note] = [each for each in found if each["method"] == "POST"]
    assert note["request_body"] == {"text": "call me", "pin": "***"}
    assert note["request_content_type"] == "application/json"
    _is_clean(kept)


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_tools_record(
    folder: Path, upstream: Upstream, tmp_path: Path, transport: str, mode: str
) -> None:
    environ = settings(upstream.url, tmp_path / "kept")
    with tools.portal() as portal:
        if transport == "stdio":
            with tools.stdio_session(
                portal, environ, package="desk", folder=folder, mode=mode
            ) as session:
                assert not session.call("order", {"number": "7", "full": True}).is_error
        else:
            with (
                serve("mcp", environ, package="desk", folder=folder) as served,
                tools.http_session(portal, f"{served.url}/mcp", mode) as session,
            ):
                assert not session.call("order", {"number": "7", "full": True}).is_error

    [each] = recorded(tmp_path / "kept")
    _order(each)


def test_long_bodies_are_left_out(folder: Path, upstream: Upstream, tmp_path: Path) -> None:
    environ = settings(upstream.url, tmp_path / "kept", DESK_RECORD_MAX_BODY="20")
    python(CLIENTS["sync"], folder, environ)

    [each] = recorded(tmp_path / "kept")
    assert each["body"] is None
    assert each["body_shortened"] is True
    assert each["body_length"] > 20


def test_a_recording_ends_where_its_size_does(
    folder: Path, upstream: Upstream, tmp_path: Path
) -> None:
    environ = settings(upstream.url, tmp_path / "kept", DESK_RECORD_MAX_BYTES="4096")
    code = (
        "import logging; logging.basicConfig(level='WARNING')\n"
        "from desk import DeskClient\nc = DeskClient()\n"
        "for _ in range(40): assert c.order('7')['number'] == '7'"
    )
    done = run([sys.executable, "-c", code], environ, folder)

    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().count("the recording ends") == 1
    [file] = (tmp_path / "kept").iterdir()
    assert file.stat().st_size <= 4096
    assert 2 < len(recorded(tmp_path / "kept")) < 40


@pytest.mark.parametrize("surface", ["client", "rest", "mcp"])
def test_a_folder_that_cannot_be_written_to_is_said_at_the_start(
    folder: Path, upstream: Upstream, tmp_path: Path, surface: str
) -> None:
    (tmp_path / "file").write_text("")
    environ = settings(upstream.url, tmp_path / "file" / "kept")
    command = {
        "client": ["-c", "from desk import DeskClient; DeskClient()"],
        "rest": ["-m", "desk", "rest", "--port", "0"],
        "mcp": ["-m", "desk", "mcp", "--port", "0"],
    }[surface]
    done = run([sys.executable, *command], environ, folder)

    assert done.returncode == 1
    last = done.stderr.decode().strip().splitlines()[-1]
    assert "DESK_RECORD names a folder that cannot be written to" in last


@pytest.mark.parametrize("name", ["DESK_RECORD_MAX_BODY", "DESK_RECORD_MAX_BYTES"])
def test_a_limit_that_is_none_is_said_at_the_start(
    folder: Path, upstream: Upstream, tmp_path: Path, name: str
) -> None:
    environ = settings(upstream.url, tmp_path / "kept", **{name: "much"})
    done = run([sys.executable, "-c", "import desk; desk.DeskClient()"], environ, folder)
    assert f"{name} must be a whole number" in done.stderr.decode()


def test_children_of_a_process_have_files_of_their_own(
    folder: Path, upstream: Upstream, tmp_path: Path
) -> None:
    code = (
        "import os\nfrom desk import DeskClient\nfrom desk.transports import Httpx2Transport\n"
        "c = DeskClient(transport=Httpx2Transport())\nc.order('0')\n"
        "children = []\n"
        "for n in range(3):\n"
        "    pid = os.fork()\n"
        "    if not pid:\n"
        "        for _ in range(20): c.order(str(n))\n"
        "        os._exit(0)\n"
        "    children.append(pid)\n"
        "for pid in children: assert os.waitpid(pid, 0)[1] == 0\n"
        "c.order('0')\n"
    )
    python(code, folder, settings(upstream.url, tmp_path / "kept"))

    assert len(list((tmp_path / "kept").iterdir())) == 4
    assert len(recorded(tmp_path / "kept")) == 62


def test_a_process_that_is_killed_leaves_what_it_wrote(
    folder: Path, upstream: Upstream, tmp_path: Path
) -> None:
    code = "import os\nfrom desk import DeskClient\nc = DeskClient()\nc.order('1'); c.order('2')\nos.kill(os.getpid(), 9)"
    run([sys.executable, "-c", code], settings(upstream.url, tmp_path / "kept"), folder)
    assert len(recorded(tmp_path / "kept")) == 2
