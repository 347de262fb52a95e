"""An API that answers from a recording: `python -m PACKAGE replay FILE`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from templates.runtime.recording.matching import Answers
from templates.runtime.recording.reading import Exchange, exchanges
from templates.runtime.recording.upstream import Replay
from tests.support.living import Upstream
from tests.support.processes import environment, run, serve
from tests.support.raw_http import exchange, fetch

from .making import api, made, python, settings

ASKED: Final = """
import json
from desk import DeskClient, MapsClient, StatusError
desk, maps = DeskClient(), MapsClient()
said = [desk.order('7', full=True), desk.note('7', text='call me', pin=%r), maps.places()]
try:
    desk.order('none')
except StatusError as error:
    said.append([error.status, error.content.decode()])
said.append(desk.order('empty'))
print(json.dumps(said))
"""


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay")
    made(folder, table='recording = ["pin"]\n')
    with Upstream(api) as upstream:
        python(ASKED % "0815", folder, settings(upstream.url, folder / "kept"))
    return folder


@contextmanager
def replaying(folder: Path, file: Path) -> Iterator[dict[str, str]]:
    """The command; what it says is to be set."""
    command = [sys.executable, "-m", "desk", "replay", str(file)]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        said = {}
        while (line := process.stdout.readline()).startswith("export "):
            name, _, value = line.removeprefix("export ").strip().partition("=")
            said[name] = value
        yield said
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def test_what_was_recorded_is_answered_without_the_api(folder: Path) -> None:
    with replaying(folder, folder / "kept") as said:
        assert said.keys() == {"DESK_BASE_URI", "MAPS_BASE_URI"}
        assert said["DESK_BASE_URI"].endswith("/desk/desk")
        environ = environment(DESK_TOKEN="any", MAPS_KEY="any-key", **said)
        answers = json.loads(python(ASKED % "other", folder, environ))
        with serve("rest", environ, package="desk", folder=folder) as served:
            order = fetch(served.url, "GET", "/orders/7?full=true")
            unknown = fetch(served.url, "GET", "/orders/8")

    assert answers[0] == {"number": "7", "api_key": "***", "pin": "***", "total": 12.5, "n": 2**70}
    assert answers[2]["places"] == ["Rome"]
    assert answers[3] == [404, '{"error":"no such order"}']
    assert answers[4] is None
    assert (order.status, order.json) == (200, answers[0])
    assert unknown.status == 501
    assert unknown.json["detail"] == "nothing was recorded for this request"
    assert "/desk/orders/7?full=true" in unknown.json["recorded"]


def test_a_file_that_is_no_recording_is_said(folder: Path, tmp_path: Path) -> None:
    for name in ("missing.json", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "desk", "replay", str(tmp_path / name)]
        done = run(command, environment(), folder)
        assert done.returncode == 1
        assert done.stderr.startswith(b"desk: ")
        assert b"Traceback" not in done.stderr


def _exchange(**data: Any) -> Exchange:
    usual = {"method": "GET", "target": "/a", "status": 200, "content_type": "application/json"}
    return Exchange(0, {**usual, **data})


def _number(found: Exchange | None) -> int | None:
    return None if found is None else found.status


def test_the_same_request_gets_its_answers_in_turn() -> None:
    answers = Answers([_exchange(status=202), _exchange(status=200), _exchange(status=410)])
    found = [_number(answers.of("GET", "/a", None, b"")) for _ in range(4)]
    assert found == [202, 200, 410, 410]


JSON: Final = "application/json"


@pytest.mark.parametrize(
    ("recorded", "target", "kind", "body", "fits"),
    [
        ({"target": "/a?b=1&c=2"}, "/a?c=2&b=1", None, b"", True),
        ({"target": "/a?b=1&b=2"}, "/a?b=2", None, b"", False),
        ({"target": "/a?b=1"}, "/a", None, b"", False),
        ({"target": "/a?key=***&b=1"}, "/a?b=1&key=mine", None, b"", True),
        ({"target": "/bot***/send"}, "/bot12:ab/send", None, b"", True),
        ({"target": "/bot***/send"}, "/bot12/ab/send", None, b"", False),
        ({"target": "/a%2fb"}, "/a%2Fb", None, b"", True),
        ({"target": "/a%2Fb"}, "/a/b", None, b"", False),
        ({"target": "/A"}, "/a", None, b"", False),
        ({"request_body": {"a": 1, "b": "***"}}, "/a", JSON, b'{"b": 7, "a": 1}', True),
        ({"request_body": {"a": 1, "b": "***"}}, "/a", JSON, b'{"b": {}, "a": 1}', False),
        ({"request_body": {"a": 1}}, "/a", JSON, b'{"a": true}', False),
        ({"request_body": {"a": 1}}, "/a", JSON, b'{"a": 1, "b": 2}', False),
        ({"request_body": {"a": 1}}, "/a", JSON, b"{", False),
        ({"request_body": "a=***&b=2"}, "/a", "application/x-www-form-urlencoded", b"a=x&b=2", True),
        ({"request_body": "a=***&b=2"}, "/a", "application/x-www-form-urlencoded", b"a=x&b=3", False),
        ({"request_body": None, "request_body_shortened": True}, "/a", "text/plain", b"long", True),
        ({"request_body": None}, "/a", "text/plain", b"text", False),
        ({"request_body": "AP8=", "request_body_is_base64": True}, "/a", "image/png", b"\x00\xff", True),
    ],
)  # fmt: skip
def test_what_fits(
    recorded: Mapping[str, Any], target: str, kind: str | None, body: bytes, fits: bool
) -> None:
    data = {"request_content_type": kind, **recorded}
    found = Answers([_exchange(**data)]).of("GET", target, kind, body)
    assert (found is not None) is fits


@contextmanager
def _serving(*found: Exchange) -> Iterator[Replay]:
    with Replay(found) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_bodies_come_back_as_they_were() -> None:
    found = (
        _exchange(target="/json", body={"a": [1, None, "ä"]}, body_length=20),
        _exchange(target="/null", body=None, body_length=4),
        _exchange(target="/text", body="{", body_is_raw_text=True),
        _exchange(target="/html", body="<p>", content_type="text/html"),
        _exchange(target="/png", body="AP8=", body_is_base64=True, content_type="image/png"),
        _exchange(target="/none", body=None, body_length=0, status=204, content_type=None),
        _exchange(target="/cut", body=None, body_shortened=True, body_length=9),
        _exchange(target="/odd", body="x", headers={"Location": "/a\r\nSet-Cookie: b"}),
    )
    with _serving(*found) as server:
        said = {each.target: fetch(server.url, "GET", each.target) for each in found}
        chunked = exchange(
            server.url,
            b"GET /json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
        )

    assert said["/json"].body == '{"a":[1,null,"ä"]}'.encode()
    assert said["/null"].body == b"null"
    assert said["/text"].body == b"{"
    assert said["/html"].body == b"<p>"
    assert said["/png"].body == b"\x00\xff"
    assert (said["/none"].status, said["/none"].body) == (204, b"")
    assert said["/none"].content_type is None
    assert said["/cut"].status == 501
    assert said["/odd"].header("Set-Cookie") is None
    assert chunked.startswith(b"HTTP/1.1 200")


@pytest.mark.skipif("CAPWRIGHT_SHARED" not in os.environ, reason="CAPWRIGHT_SHARED is not set")
def test_recordings_of_a_real_quay_are_served() -> None:
    found = exchanges(os.path.join(os.environ["CAPWRIGHT_SHARED"], "quay", "recordings.json"))
    assert len(found) == 163
    with _serving(*found) as server:
        for each in found:
            kind = each.request_content_type
            headers = {} if kind is None else {"Content-Type": kind}
            body = each.request_body or None
            reply = fetch(server.url, each.method, each.target, headers=headers, body=body)
            assert (reply.status, reply.content_type) == (each.status, each.content_type), each
            assert reply.body == (each.body if each.status != 204 else b"")
