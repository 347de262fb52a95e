"""The client beyond plain calls: settings, errors, options."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fake_quay import WIDE, FakeQuay, Fault
from tests.support.raw_http import free_port

from .cases import OPERATIONS
from .surfaces import client_options

quay_package: Any = importlib.import_module("generated.quay")
errors: Any = importlib.import_module("generated.quay._runtime.errors")
options: Any = importlib.import_module("generated.quay._runtime.options")


def _client(quay: FakeQuay, **given: Any) -> Any:
    made = {"base_uri": quay.base_uri, "token": WIDE, "options": client_options()} | given
    return quay_package.QuayClient(**made)


# --- settings -----------------------------------------------------------------------------------


def test_the_environment_gives_what_the_arguments_do_not(
    quay: FakeQuay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAY_BASE_URI", quay.base_uri + "/")
    monkeypatch.setenv("QUAY_TOKEN", "of-the-environment")
    with quay_package.QuayClient() as client, pytest.raises(errors.UnauthorizedError):
        client.getloggedinuser()
    request = quay.take_one()
    assert request.target == b"/api/v1/user/"
    assert request.header("Authorization") == "Bearer of-the-environment"

    with quay_package.QuayClient(token=WIDE) as client:
        assert client.getloggedinuser()["username"] == "devtable"
    assert quay.take_one().header("Authorization") == f"Bearer {WIDE}"


def test_the_base_uri_of_the_spec_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUAY_BASE_URI", raising=False)
    settings = importlib.import_module("generated.quay.settings")
    assert settings.QUAY.base_uri == ("https://quay.io/api/v1",)


def test_a_missing_token_is_an_error_of_the_call_and_names_the_variable(
    quay: FakeQuay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUAY_TOKEN", raising=False)
    with quay_package.QuayClient(base_uri=quay.base_uri) as client:
        with pytest.raises(errors.MissingSettingError, match="QUAY_TOKEN"):
            client.getloggedinuser()
        monkeypatch.setenv("QUAY_TOKEN", WIDE)  # read when it is needed, so not too late
        assert client.getloggedinuser()["username"] == "devtable"
    assert len(quay.take()) == 1


def test_the_token_is_in_no_text(quay: FakeQuay) -> None:
    with _client(quay) as client:
        assert WIDE not in repr(client)
        with pytest.raises(errors.NotFoundError) as caught:
            client.getrepo("devtable/nope")
    assert WIDE not in str(caught.value)
    assert WIDE not in repr(caught.value)
    assert WIDE not in repr(caught.value.request.headers)


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (308, "RedirectError"),
        (400, "BadRequestError"),
        (401, "UnauthorizedError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (405, "MethodNotAllowedError"),
        (409, "ConflictError"),
        (415, "UnsupportedMediaTypeError"),
        (418, "ClientError"),
        (422, "UnprocessableContentError"),
        (429, "TooManyRequestsError"),
        (500, "InternalServerError"),
        (503, "ServiceUnavailableError"),
        (520, "ServerError"),
    ],
)
def test_errors_are_typed_by_status(quay: FakeQuay, status: int, kind: str) -> None:
    quay.next_answer(status, b'{"why": "\xc3\xa4"}', headers=(("X-Trace", "abc"),))
    with _client(quay) as client, pytest.raises(errors.StatusError) as caught:
        client.getrepo("a/b")
    error = caught.value
    assert type(error).__name__ == kind
    assert isinstance(error, quay_package.Error)
    assert error.status == status
    assert error.headers.get("x-trace") == "abc"
    assert error.content == b'{"why": "\xc3\xa4"}'
    assert error.body == {"why": "ä"}
    assert str(status) in str(error)


def test_the_body_of_an_error_is_text_where_it_is_no_json(quay: FakeQuay) -> None:
    quay.next_answer(404, b"<html>", "text/html")
    with _client(quay) as client, pytest.raises(errors.NotFoundError) as caught:
        client.getrepo("a/b")
    assert caught.value.body == "<html>"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_refused_connection(quay: FakeQuay) -> None:
    client = _client(quay, base_uri=f"http://127.0.0.1:{free_port()}")
    with client, pytest.raises(errors.UpstreamConnectionError) as caught:
        client.getloggedinuser()
    assert not isinstance(caught.value, errors.UpstreamTimeoutError)


def test_silence_is_a_timeout(quay: FakeQuay, silent: int) -> None:
    client = _client(quay, base_uri=f"http://127.0.0.1:{silent}", timeout=0.2)
    with client, pytest.raises(errors.UpstreamTimeoutError) as caught:
        client.getloggedinuser()
    assert not isinstance(caught.value, errors.UpstreamConnectionError)


def test_silence_and_refusal_asynchronously(quay: FakeQuay, silent: int) -> None:
    async def failed(port: int) -> Any:
        made = quay_package.AsyncQuayClient(
            base_uri=f"http://127.0.0.1:{port}", token=WIDE, timeout=0.2, options=client_options()
        )
        async with made as client:
            with pytest.raises(errors.CallError) as caught:
                await client.getloggedinuser()
        return caught.value

    assert isinstance(asyncio.run(failed(silent)), errors.UpstreamTimeoutError)
    assert isinstance(asyncio.run(failed(free_port())), errors.UpstreamConnectionError)


@pytest.mark.parametrize(
    "fault", [Fault(end="reset"), Fault(raw=b"this is no HTTP\r\n\r\n"), Fault(raw=b"")]
)
def test_an_answer_that_is_none(quay: FakeQuay, fault: Fault) -> None:
    # The connection may have been a kept one: a transport may try such a one twice.
    quay.next(*[fault] * 5)
    with _client(quay) as client, pytest.raises(errors.UpstreamConnectionError):
        client.getloggedinuser()


def test_an_answer_that_is_cut_off(quay: FakeQuay) -> None:
    quay.next(*[Fault(end="cut")] * 5)
    with _client(quay) as client, pytest.raises(errors.UpstreamConnectionError):
        client.getloggedinuser()


@pytest.mark.parametrize("value", ["", ".", "..", "a\x00b", "\ud800"])
def test_arguments_that_cannot_be_sent(quay: FakeQuay, value: str) -> None:
    with _client(quay) as client, pytest.raises(errors.InvalidArgumentError) as caught:
        client.getrepo(value)
    assert caught.value.name == "repository"
    assert isinstance(caught.value, ValueError)
    assert quay.take() == []


# --- outside in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "value"),
    [
        (b"", "application/json", None),
        (b'"Updated"\n', "application/json", "Updated"),
        (b"null", "application/json", None),
        (b'{"a": 1}', "text/html", {"a": 1}),
        (b'{"a": 1}', None, {"a": 1}),
        (b"[1.5, true]", "application/octet-stream", [1.5, True]),
    ],
)
def test_a_wrong_content_type_breaks_nothing(
    quay: FakeQuay, body: bytes, content_type: str | None, value: Any
) -> None:
    quay.next_answer(200, body, content_type)
    with _client(quay) as client:
        assert client.getloggedinuser() == value


# --- options ------------------------------------------------------------------------------------


def test_options_of_one_call(quay: FakeQuay) -> None:
    chosen = options.RequestOptions(
        headers={"X-Trace": "1", "Accept": "x/y"}, query={"limit": 2, "a b": ["c&d", "e"]}
    )
    with _client(quay) as client:
        client.listrepos(namespace="devtable", options=chosen)
    request = quay.take_one()
    assert request.header("X-Trace") == "1"
    assert request.header("Accept") == "x/y"
    assert request.raw_query == "namespace=devtable&limit=2&a%20b=c%26d&a%20b=e"


def test_the_timeout_of_one_call(quay: FakeQuay) -> None:
    quay.next(Fault(delay=2))
    with _client(quay) as client, pytest.raises(errors.UpstreamTimeoutError):
        client.getloggedinuser(options=options.RequestOptions(timeout=0.2))


def test_every_method_takes_options_and_nothing_by_accident() -> None:
    for kind in (quay_package.QuayClient, quay_package.AsyncQuayClient):
        for operation in OPERATIONS:
            method = getattr(kind, operation)
            parameters = list(inspect.signature(method).parameters.values())[1:]
            assert parameters[-1].name == "options"
            for parameter in parameters:
                positional = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
                assert positional == (parameter.default is parameter.empty)
            assert inspect.iscoroutinefunction(method) == (kind is quay_package.AsyncQuayClient)
            assert method.__doc__


def test_docstrings_are_the_specs_words() -> None:
    assert "Get repository details" in (quay_package.QuayClient.getrepo.__doc__ or "")


# --- retries and threads ------------------------------------------------------------------------


def test_the_client_retries_what_may_be_repeated(quay: FakeQuay) -> None:
    policy = options.RetryPolicy(attempts=3, initial_pause=0.01)
    made = options.ClientOptions(retry=policy)
    quay.next_answer(503, b"{}")
    quay.next(Fault(end="reset"))
    with _client(quay, options=made) as client:
        assert client.getloggedinuser()["username"] == "devtable"
    assert len(quay.take()) == 3


def test_the_client_does_not_repeat_a_post(quay: FakeQuay) -> None:
    made = options.ClientOptions(retry=options.RetryPolicy(attempts=3, initial_pause=0.01))
    quay.next_answer(503, b"{}")
    with _client(quay, options=made) as client, pytest.raises(errors.ServiceUnavailableError):
        client.createrepo(body={})
    assert len(quay.take()) == 1


def test_the_client_follows_the_redirect_of_a_get(quay: FakeQuay) -> None:
    made = options.ClientOptions(retry=options.NO_RETRIES)
    with _client(quay, options=made) as client, pytest.raises(errors.NotFoundError):
        client.getorganization("buyn/large")
    targets = [request.target for request in quay.take()]
    assert targets == [b"/api/v1/organization/buyn%2Flarge", b"/api/v1/organization/buyn/large/"]


def test_a_redirect_elsewhere_does_not_carry_the_token(quay: FakeQuay) -> None:
    made = options.ClientOptions(retry=options.NO_RETRIES)
    with FakeQuay() as elsewhere:
        quay.next_answer(307, headers=(("Location", f"{elsewhere.base_uri}/user/"),))
        with _client(quay, options=made) as client, pytest.raises(errors.Error):
            client.getloggedinuser()
        assert all(request.header("Authorization") is None for request in elsewhere.take())
    assert len(quay.take()) == 1


def test_one_client_serves_many_threads(quay: FakeQuay) -> None:
    names: list[str] = []

    def use(client: Any) -> None:
        for _ in range(10):
            names.append(client.getloggedinuser()["username"])

    with _client(quay) as client:
        threads = [threading.Thread(target=use, args=(client,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert names == ["devtable"] * 40
