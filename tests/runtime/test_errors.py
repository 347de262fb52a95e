"""What a failed call raises, and what the error says."""

from __future__ import annotations

import pickle
import socket
import struct
import time
import traceback
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.messages import Headers
from templates.runtime.options import NO_RETRIES, ClientOptions, RequestOptions
from templates.runtime.wire_request import Timeout

from .sample import TOKEN
from .server import answer

ONCE = ClientOptions(retry=NO_RETRIES)


@pytest.mark.parametrize(
    ("status", "kind", "wider"),
    [
        (300, errors.RedirectError, errors.StatusError),
        (304, errors.RedirectError, errors.StatusError),
        (400, errors.BadRequestError, errors.ClientError),
        (401, errors.UnauthorizedError, errors.ClientError),
        (402, errors.PaymentRequiredError, errors.ClientError),
        (403, errors.ForbiddenError, errors.ClientError),
        (404, errors.NotFoundError, errors.ClientError),
        (405, errors.MethodNotAllowedError, errors.ClientError),
        (406, errors.NotAcceptableError, errors.ClientError),
        (408, errors.RequestTimeoutError, errors.ClientError),
        (409, errors.ConflictError, errors.ClientError),
        (410, errors.GoneError, errors.ClientError),
        (412, errors.PreconditionFailedError, errors.ClientError),
        (413, errors.ContentTooLargeError, errors.ClientError),
        (415, errors.UnsupportedMediaTypeError, errors.ClientError),
        (418, errors.ClientError, errors.StatusError),
        (422, errors.UnprocessableContentError, errors.ClientError),
        (429, errors.TooManyRequestsError, errors.ClientError),
        (500, errors.InternalServerError, errors.ServerError),
        (501, errors.ServerError, errors.StatusError),
        (502, errors.BadGatewayError, errors.ServerError),
        (503, errors.ServiceUnavailableError, errors.ServerError),
        (504, errors.GatewayTimeoutError, errors.ServerError),
        (599, errors.ServerError, errors.StatusError),
        (700, errors.StatusError, errors.CallError),
    ],
)
def test_a_type_for_each_status(
    connect: Any, server: Any, status: int, kind: type, wider: type
) -> None:
    body = b"" if status == 304 else b'{"message": "no way", "code": 7}'
    server.queue.append(answer(status, body, ("X-Id", "9")))
    with pytest.raises(errors.StatusError) as caught:
        connect(server.url, options=ONCE).get_item("a b")
    error = caught.value
    assert type(error) is kind
    assert isinstance(error, wider)
    assert isinstance(error, errors.CallError)
    assert isinstance(error, errors.Error)
    assert (error.status, error.headers.get("x-id"), error.content) == (status, "9", body)
    if body:
        assert error.body == {"message": "no way", "code": 7}
        assert str(error) == f"{status} from GET {server.url}/items/a%20b: no way"


def test_an_error_says_what_was_called(shop: Any, server: Any) -> None:
    server.queue.append(answer(404, "<html>not here</html>", content_type="text/html"))
    with pytest.raises(errors.NotFoundError) as caught:
        shop.get_item("a")
    error = caught.value
    assert error.operation == "get-item"
    assert error.request is not None
    assert (error.request.method, error.request.url) == ("GET", server.url + "/api/items/a")
    assert error.request.headers.get("authorization") == "***"
    assert error.__notes__ == ["operation shop.get-item"]
    assert error.body == "<html>not here</html>"
    assert str(error) == f"404 from GET {server.url}/api/items/a"


def test_streams_and_raw_answers_raise_too(shop: Any, server: Any) -> None:
    server.queue += [answer(404, '{"detail": "gone"}')] * 2
    for view in (shop.raw, shop.streaming):
        with pytest.raises(errors.NotFoundError, match="gone"):
            view.get_item("a")


def test_no_connection(connect: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(errors.UpstreamConnectionError) as caught:
        connect(f"http://127.0.0.1:{port}", options=ONCE).get_item("a")
    assert caught.value.operation == "get-item"
    assert caught.value.__notes__[0] == f"request GET http://127.0.0.1:{port}/items/a"


def test_a_name_that_does_not_resolve(connect: Any) -> None:
    with pytest.raises(errors.UpstreamConnectionError):
        connect("http://nowhere.invalid", options=ONCE).get_item("a")


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    ],
)
def test_a_broken_answer(connect: Any, server: Any, said: bytes) -> None:
    server.rule = lambda seen: lambda connection: connection.sendall(said)
    with pytest.raises(errors.UpstreamConnectionError):
        connect(server.url, options=ONCE).get_item("a")


def test_a_reset(connect: Any, server: Any) -> None:
    server.rule = lambda seen: _reset
    with pytest.raises(errors.UpstreamConnectionError):
        connect(server.url, options=ONCE).get_item("a")


@pytest.mark.parametrize(
    "timeout", [Timeout(total=0.3), Timeout(read=0.3), 0.3, Timeout(1, 0.3, None)]
)
def test_a_server_that_says_nothing(connect: Any, server: Any, timeout: Any) -> None:
    server.rule = lambda seen: lambda connection: time.sleep(2)
    with pytest.raises(errors.UpstreamTimeoutError):
        connect(server.url, options=ONCE, timeout=timeout).get_item("a")


def test_a_timeout_for_one_call(shop: Any, server: Any) -> None:
    server.rule = lambda seen: lambda connection: time.sleep(2)
    with pytest.raises(errors.UpstreamTimeoutError):
        shop.get_item("a", options=RequestOptions(timeout=0.2))


def test_timeouts_are_finite_by_default(shop: Any) -> None:
    limits = shop.client._calls.upstream.settings.timeout
    assert None not in (limits.connect, limits.read, limits.total)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_timeouts_that_are_none(seconds: float) -> None:
    with pytest.raises(errors.SettingError):
        Timeout(seconds)


def test_the_server_may_quote_a_secret_the_message_does_not(shop: Any, server: Any) -> None:
    server.rule = lambda seen: answer(
        401, '{"message": "bad token ' + (seen.header("authorization") or "") + '"}'
    )
    with pytest.raises(errors.UnauthorizedError) as caught:
        shop.get_item("a")
    printed = "".join(traceback.format_exception(caught.value))
    assert "bad token Bearer ***" in printed
    assert TOKEN not in printed


MADE = [
    errors.InvalidArgumentError("a", "is bad"),
    errors.SettingError("x"),
    errors.MissingSettingError("V", "why"),
    errors.MissingDependencyError("lib", "requirements.txt"),
    errors.UpstreamConnectionError("x"),
    errors.UpstreamTimeoutError("x"),
    errors.ResponseTooLargeError(5),
    errors.DecodingError("x", 200, Headers((("a", "b"),)), b"c"),
    errors.NotFoundError(404, Headers((("a", "b"),)), b"c", "404 message"),
]


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error: Any) -> None:
    error.add_note("a note")
    if isinstance(error, errors.CallError):
        error.request = errors.RequestInfo("GET", "http://h/", Headers())
        error.operation = "op"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__notes__) == (type(error), str(error), ["a note"])
    for name in ("status", "content", "headers", "variable", "limit", "operation"):
        assert getattr(again, name, None) == getattr(error, name, None)


def test_errors_of_calls_survive_pickling(shop: Any, server: Any) -> None:
    server.queue.append(answer(404, "{}"))
    with pytest.raises(errors.NotFoundError) as caught:
        shop.get_item("a")
    pickled = pickle.dumps(caught.value)
    assert TOKEN.encode() not in pickled
    again = pickle.loads(pickled)
    assert again.headers.get("content-type") == "application/json"
    assert again.body == {}
