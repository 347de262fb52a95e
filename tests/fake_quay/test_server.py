"""The fake's own machinery: what it records, the faults it makes, the state it keeps."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator

import pytest

from tests.fake_quay import WIDE, Answer, FakeQuay, Fault
from tests.support.raw_http import exchange, fetch

AUTHORIZED = {"Authorization": f"Bearer {WIDE}"}


@pytest.fixture(scope="module")
def running() -> Iterator[FakeQuay]:
    with FakeQuay() as quay:
        yield quay


@pytest.fixture
def quay(running: FakeQuay) -> FakeQuay:
    running.reset()
    return running


def test_a_request_is_kept_byte_for_byte(quay: FakeQuay) -> None:
    sent = {"X-MiXed": "a  b", "Authorization": "Bearer x"}
    fetch(quay.base_uri, "PUT", "/api/v1/a%2Fb%2f~/%e9?x=%20&x=+", headers=sent, body=b"\x00\xff")

    received = quay.take_one()
    assert received.method == "PUT"
    assert received.target == b"/api/v1/a%2Fb%2f~/%e9?x=%20&x=+"
    assert ("X-MiXed", "a  b") in received.headers
    assert received.body == b"\x00\xff"
    assert quay.take() == []


def test_chunked_bodies_and_kept_connections(quay: FakeQuay) -> None:
    connection = http.client.HTTPConnection(quay.authority, timeout=5)
    for size in (0, 10, 100_000):
        chunks = iter([b"x" * size] if size else [])
        connection.request("POST", "/api/v1/user/", body=chunks, encode_chunked=True)
        connection.getresponse().read()
    connection.close()
    assert [len(one.body) for one in quay.take()] == [0, 10, 100_000]


def test_bytes_that_are_no_request_are_refused_and_counted(quay: FakeQuay) -> None:
    for data in (
        b"\x16\x03\x01 hello\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length : 3\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ):
        assert exchange(quay.base_uri, data).startswith(b"HTTP/1.1 400 ")
    assert len(quay.record.malformed) == 4
    assert quay.take() == []


def test_state_changes(quay: FakeQuay) -> None:
    made = {"repository": "new", "visibility": "public", "description": ""}
    headers = AUTHORIZED | {"Content-Type": "application/json"}
    body = json.dumps(made).encode()
    base = quay.base_uri
    assert fetch(base, "POST", "/api/v1/repository", headers=headers, body=body).status == 201
    assert fetch(base, "POST", "/api/v1/repository", headers=headers, body=body).status == 400
    path = "/api/v1/repository/devtable%2Fnew"
    assert fetch(base, "GET", path, headers=AUTHORIZED).json["is_public"] is True
    assert fetch(base, "DELETE", path, headers=AUTHORIZED).status == 204
    assert fetch(base, "GET", path, headers=AUTHORIZED).status == 404


def test_delete_of_a_path_that_looks_like_tags_deletes_a_repository(quay: FakeQuay) -> None:
    quay.world.add_repository("devtable/simple/tag")
    target = "/api/v1/repository/devtable/simple/tag"
    assert fetch(quay.base_uri, "DELETE", target, headers=AUTHORIZED).status == 204
    assert quay.world.find("devtable/simple/tag") is None
    assert quay.world.find("devtable/simple") is not None


def test_faults(quay: FakeQuay) -> None:
    quay.next(Fault(answer=Answer(418, b"tea", "text/plain")), Fault(end="reset"))
    quay.next(Fault(raw=b"not http"), Fault(end="cut", answer=Answer(200, b"12345678")))

    assert fetch(quay.base_uri, "GET", "/").status == 418
    with pytest.raises(ConnectionError):
        fetch(quay.base_uri, "GET", "/")
    with pytest.raises(http.client.BadStatusLine):
        fetch(quay.base_uri, "GET", "/")
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        fetch(quay.base_uri, "GET", "/")
    assert fetch(quay.base_uri, "GET", "/api/v1/user/", headers=AUTHORIZED).status == 200
    assert len(quay.take()) == 5


def test_a_delay_holds_up_nobody_else(quay: FakeQuay) -> None:
    quay.next(Fault(delay=5.0))
    with socket.create_connection(("127.0.0.1", quay.port)) as slow:
        slow.sendall(b"GET /api/v1/user/ HTTP/1.1\r\nHost: x\r\n\r\n")
        while not quay.record.requests:
            time.sleep(0.001)
        assert fetch(quay.base_uri, "GET", "/api/v1/user/", timeout=2).status == 401


def test_a_responder_may_leave_a_request_to_quay(quay: FakeQuay) -> None:
    quay.responder = lambda request: Answer(200, b"mine") if request.path == "/mine" else None
    assert fetch(quay.base_uri, "GET", "/mine").body == b"mine"
    assert fetch(quay.base_uri, "GET", "/api/v1/user/").status == 401


def test_a_port_that_is_taken_is_an_error(quay: FakeQuay) -> None:
    with pytest.raises(OSError, match="in use"):
        FakeQuay(port=quay.port).start()
