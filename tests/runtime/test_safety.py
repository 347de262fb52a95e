"""Attempts to break the safety rules: of callers, of servers, of whoever reads our logs."""

from __future__ import annotations

import contextlib
import gzip
import logging
import pickle
import socket
import ssl
import time
import traceback
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.runtime import errors
from templates.runtime.calls.preparing import Upstream
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.credentials.basic import Basic
from templates.runtime.errors import InvalidArgumentError
from templates.runtime.options import (
    NO_RETRIES,
    ClientOptions,
    Network,
    RequestOptions,
    RetryPolicy,
)
from templates.runtime.settings import Api, ApiSettings
from templates.runtime.wire.cookie_header import cookies
from templates.runtime.wire.decoding import inflated
from templates.runtime.wire.encoding import header, path, query
from templates.runtime.wire_request import Timeout

from .sample import SHOP, TOKEN, get_item
from .server import answer, serving

CLOSED = ("Connection", "close")
"""The server of these tests closes after a rule that is a function, and has to say so."""

# --- callers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["", ".", "..", "a\x00b", "\ud800"])
def test_path_values_that_are_refused(shop: Any, server: Any, value: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        shop.get_item(value)
    assert caught.value.name == "item"
    assert not server.seen


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        ("../x", "..%2Fx"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a?b#c", "a%3Fb%23c"),
        ("a\\b", "a%5Cb"),
        ("a;b,c", "a%3Bb%2Cc"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
        ("é", "%C3%A9"),
        ("a'b", "a%27b"),
        (True, "true"),
        (1.5, "1.5"),
    ],
)
def test_path_values_stay_one_segment(shop: Any, server: Any, value: Any, arrives: str) -> None:
    shop.get_item(value)
    assert server.last.target == "/api/items/" + arrives


def test_a_path_value_of_64_kilobytes(shop: Any, server: Any) -> None:
    try:
        shop.get_item("x" * 64 * 1024)
    except errors.Error:
        assert not server.seen  # A transport may refuse it, with an error of ours.
    else:
        assert server.last.target == "/api/items/" + "x" * 64 * 1024


@given(st.text(max_size=40))
def test_any_text_is_one_segment_or_refused(value: str) -> None:
    try:
        encoded = path("/", ("x", value))[1:]
    except InvalidArgumentError:
        return
    assert not set(encoded) & set("/?#\\%.") - set("%.")
    assert encoded not in ("", ".", "..")


@given(st.text(max_size=40), st.text(min_size=1, max_size=10))
def test_any_text_is_one_query_pair(value: str, name: str) -> None:
    try:
        encoded = query((name, value))
    except InvalidArgumentError:
        return
    assert encoded.count("=") == 1
    assert not set(encoded) & set("&#; +")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\x00b", "a\x1bb", "a\x7fb"])
def test_header_values_cannot_break_out(shop: Any, server: Any, value: str) -> None:
    with pytest.raises(InvalidArgumentError):
        shop.list_items(trace=value)
    with pytest.raises(InvalidArgumentError):
        shop.list_items(options=RequestOptions(headers={"X-A": value}))
    with pytest.raises(InvalidArgumentError):
        shop.list_items(options=RequestOptions(idempotency_key=value))
    assert not server.seen


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é"])
def test_header_names_cannot_break_out(shop: Any, name: str) -> None:
    with pytest.raises(InvalidArgumentError):
        shop.list_items(options=RequestOptions(headers={name: "1"}))


def test_cookies_cannot_break_out() -> None:
    ((_, value),) = cookies(("a", 'x; b=1, "\\\r\n é'))
    assert value == "a=x%3B%20b=1%2C%20%22%5C%0D%0A%20%C3%A9"
    assert header("X", " a\tb ") == ("X", "a\tb")


def test_a_path_that_is_not_in_its_final_form_is_not_sent() -> None:
    from templates.runtime.messages import Request

    upstream = Upstream(
        ApiSettings(api=SHOP, base_uri="http://h", credentials={"token": "t"}, environ={})
    )
    for wrong in ("/a/../b", "/a/%2e%2E/b", "/a\\b", "/a b", "/.", "/..", "/a/./b", '/"'):
        with pytest.raises(InvalidArgumentError, match="final form"):
            upstream.prepare(Request(get_item("a").operation, wrong))


# --- secrets -----------------------------------------------------------------------------------


def _everything_about(caller: Any, error: BaseException | None = None) -> str:
    """What a log, a debugger's repr or a traceback with locals would show."""
    seen = [repr(caller.client), repr(vars(caller.client)), repr(caller.client._calls)]
    seen += [repr(caller.client._calls.upstream.settings), repr(caller.client._calls.options)]
    if error is not None:
        seen += traceback.format_exception(error)
        seen += [repr(error.__context__), repr(error.__cause__), repr(error.__dict__)]
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if "templates/runtime" in frame.f_code.co_filename:
                seen += [f"{name}={value!r}" for name, value in frame.f_locals.items()]
    return "\n".join(seen)


def test_no_secret_in_repr_error_traceback_or_log(
    connect: Any, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    keys = ApiKeys((ApiKey("key", (TOKEN + "/x",), "query"), ApiKey("X-Key", (TOKEN,), "header")))
    caplog.set_level(logging.DEBUG)
    # `repr` of the declaration shows the constants of the spec, so the key comes as a value.
    keys = ApiKeys(tuple(ApiKey(k.name, ("",), k.place, k.name) for k in keys.keys))
    api = Api("shop", "SHOP", (server.url,), keys)
    caller = connect(api=api, credentials={"key": TOKEN + "/x", "X-Key": TOKEN})
    server.rule = lambda seen: answer(404, "{}")
    with pytest.raises(errors.NotFoundError) as caught:
        caller.get_item("a")
    assert server.last.target.endswith(TOKEN + "%2Fx")
    assert TOKEN not in _everything_about(caller, caught.value)
    assert TOKEN not in caplog.text
    assert TOKEN.encode() not in pickle.dumps(caught.value)
    assert "key=***" in str(caught.value)


def test_no_secret_in_the_log_of_a_retry(
    connect: Any, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    api = Api("shop", "SHOP", (server.url,), ApiKeys((ApiKey("key", ("",), "query"),)))
    caller = connect(api=api, credentials={"api_key": TOKEN})
    server.queue.append(answer(503, "", ("Retry-After", "0")))
    caller.get_item("a")
    assert "again in" in caplog.text
    assert "key=***" in caplog.text
    assert TOKEN not in caplog.text


def test_no_secret_when_the_connection_fails(
    connect: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = ApiKeys((ApiKey("key", ("",), "query"),))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    api = Api("shop", "SHOP", (f"http://127.0.0.1:{port}",), keys)
    caller = connect(
        api=api, credentials={"api_key": TOKEN}, options=ClientOptions(retry=NO_RETRIES)
    )
    with pytest.raises(errors.UpstreamConnectionError) as caught:
        caller.get_item("a")
    assert TOKEN not in _everything_about(caller, caught.value)
    assert TOKEN not in caplog.text


def test_calls_are_logged_under_the_name_of_the_package(
    shop: Any, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="acme.shop")
    server.queue += [answer(503), answer(200)]
    shop.get_item("a")
    messages = [r.getMessage() for r in caplog.records if r.name == "acme.shop"]
    assert len(messages) == 3
    assert messages[0].startswith(f"GET {server.url}/api/items/a: 503 in ")
    assert "attempt 1 failed (503), again in " in messages[1]


def test_clients_and_requests_are_not_pickled(shop: Any) -> None:
    upstream = shop.client._calls.upstream
    for thing in (shop.client, upstream.prepare(get_item("a"))):
        with pytest.raises(TypeError, match="credentials"):
            pickle.dumps(thing)
    assert TOKEN not in repr(upstream.prepare(get_item("a")))


@pytest.mark.parametrize(
    "record",
    [
        ApiSettings(api=SHOP, credentials={"token": TOKEN}, environ={}),
        ApiSettings(api=SHOP, environ={"SHOP_TOKEN": TOKEN}),
        ClientOptions(headers={"X-Key": TOKEN}),
        Network(proxy=f"http://me:{TOKEN}@proxy:3128"),
    ],
)
def test_options_with_secrets_are_shown_and_pickled_by_nobody(record: Any) -> None:
    assert TOKEN not in repr(record)
    with pytest.raises(TypeError, match="not pickled") as caught:
        pickle.dumps(record)
    assert TOKEN not in str(caught.value)


def test_options_without_secrets_survive_pickling() -> None:
    for record in (ClientOptions(max_redirects=1), Network(max_connections=3), NO_RETRIES):
        assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "a\x00b"])
def test_a_broken_secret_is_refused_and_not_shown(connect: Any, server: Any, token: str) -> None:
    with pytest.raises(errors.SettingError) as caught:
        connect(server.url, credentials={"token": token}).get_item("a")
    assert token not in "".join(traceback.format_exception(caught.value))
    assert not server.seen


def test_nothing_is_read_when_declared_or_made(connect: Any) -> None:
    class Environ(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            assert name != "SHOP_TOKEN", "read too early"
            return default

    connect("http://h", credentials={}, environ=Environ())
    assert "secret" not in repr(
        ApiSettings(api=SHOP, credentials={"token": "secret"}, environ={"SHOP_TOKEN": "secret"})
    )
    assert "secret" not in repr(Network(proxy="http://user:secret@proxy"))
    assert "secret" not in repr(ClientOptions(headers={"X-Key": "secret"}))
    assert Basic(("u",), ("p",)).username == ("u",)


# --- servers -----------------------------------------------------------------------------------


def _bomb(size: int) -> bytes:
    """A gzip of so many zero bytes, made without holding them."""
    packer, piece = zlib.compressobj(9, wbits=31), bytes(1024 * 1024)
    packed = b"".join(packer.compress(piece) for _ in range(size // len(piece)))
    return packed + packer.flush()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """512 MB behind half a megabyte; repeated, as members of one gzip, it is 10 GB."""
    return _bomb(512 * 1024 * 1024)


def test_a_gzip_bomb_fails_quickly(shop: Any, server: Any, bomb: bytes) -> None:
    content = bomb * 20
    server.queue.append(answer(200, content, ("Content-Encoding", "gzip")))
    with pytest.raises(errors.ResponseTooLargeError):
        shop.get_item("a", options=RequestOptions(max_response_bytes=16 * 1024 * 1024))


def test_a_bomb_in_a_bomb() -> None:
    inner = _bomb(64 * 1024 * 1024)
    with pytest.raises(errors.ResponseTooLargeError):
        inflated(gzip.compress(inner), ("gzip", "gzip"), 1024 * 1024)


def test_a_bomb_in_an_error_and_in_a_stream(shop: Any, server: Any, bomb: bytes) -> None:
    server.queue.append(answer(404, bomb, ("Content-Encoding", "gzip")))
    with pytest.raises(errors.ResponseTooLargeError):
        shop.get_item("a", options=RequestOptions(max_response_bytes=1024 * 1024))
    server.queue.append(answer(200, bomb, ("Content-Encoding", "gzip")))
    with pytest.raises(errors.ResponseTooLargeError):
        shop.pieces(shop.streaming.get_item("a"), 1024 * 1024)


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    try:
        for _ in range(4096):
            connection.sendall(b"x" * 65536)
    except OSError:
        return


def test_the_error_of_a_stream_is_bounded(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(500, b"x" * 2_000_000)
    caller = connect(server.url, options=ClientOptions(retry=NO_RETRIES))
    with pytest.raises(errors.ResponseTooLargeError):
        caller.streaming.get_item("a")


def test_an_endless_body(shop: Any, server: Any) -> None:
    server.queue.append(_endless)
    with pytest.raises(errors.ResponseTooLargeError):
        shop.get_item("a", options=RequestOptions(max_response_bytes=1_000_000))


@pytest.mark.parametrize("length", ["9" * 30, "1000001", "999999999999999999"])
def test_a_length_that_is_too_large_is_not_waited_for(
    connect: Any, server: Any, length: str
) -> None:
    said = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode() + bytes(100_000)
    server.rule = lambda seen: lambda c: (c.sendall(said), time.sleep(2))[0]
    caller = connect(
        server.url, options=ClientOptions(retry=NO_RETRIES, max_response_bytes=1_000_000)
    )
    with pytest.raises((errors.ResponseTooLargeError, errors.UpstreamConnectionError)):
        caller.get_item("a")


def _dripping(start: bytes, drop: bytes) -> Any:
    """An answer that goes on a byte at a time, for much longer than a call may take."""

    def drip(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(start)
            for _ in range(100):
                connection.sendall(drop)
                time.sleep(0.05)
            connection.shutdown(socket.SHUT_RDWR)

    return drip


DRIPS = {
    "head": _dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
    "body": _dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
    "chunk": _dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"x"),
    "interim": _dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_slow_drip(connect: Any, server: Any, drip: str) -> None:
    """Each wait is short, their sum is not; the drip would end as another error."""
    server.rule = lambda seen: DRIPS[drip]
    caller = connect(
        server.url, timeout=Timeout(read=1, total=0.5), options=ClientOptions(retry=NO_RETRIES)
    )
    with pytest.raises(errors.UpstreamTimeoutError):
        caller.get_item("a")


def test_slow_redirects_count_together(connect: Any, server: Any) -> None:
    """Four of 0.4 seconds each; a limit for each hop alone would let them through."""

    def slow(connection: socket.socket) -> None:
        time.sleep(0.4)
        hop = len(server.seen)
        on = answer(302, "", ("Location", f"/hop/{hop}"), CLOSED)
        with contextlib.suppress(OSError):
            connection.sendall(on if hop < 5 else answer(200, "{}", CLOSED))

    server.rule = lambda seen: slow
    caller = connect(server.url, timeout=1.0, options=ClientOptions(retry=NO_RETRIES))
    with pytest.raises(errors.UpstreamTimeoutError):
        caller.get_item("a")


def test_slow_attempts_count_together(connect: Any, server: Any) -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.4)
        with contextlib.suppress(OSError):
            tried = len(server.seen)
            connection.sendall(answer(503, "", CLOSED) if tried < 6 else answer(200, "{}", CLOSED))

    server.rule = lambda seen: slow
    policy = RetryPolicy(attempts=10, initial_pause=0.001, longest_pause=0.001)
    caller = connect(server.url, timeout=1.0, options=ClientOptions(retry=policy))
    with pytest.raises((errors.UpstreamTimeoutError, errors.ServiceUnavailableError)):
        caller.get_item("a")
    assert len(server.seen) < 6


def test_a_thousand_headers_break_nothing_of_ours(connect: Any, server: Any) -> None:
    many = [(f"X-{n}", "v") for n in range(5000)]
    server.rule = lambda seen: answer(200, "{}", *many)
    caller = connect(server.url, options=ClientOptions(retry=NO_RETRIES))
    with contextlib.suppress(errors.UpstreamConnectionError):  # More than the transport takes.
        assert caller.get_item("a") == {}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 of an authority that nobody knows, with its key."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def signed(subject: str, key: Any, issuer: str, signer: Any) -> Any:
        now = datetime.now(UTC)
        names = [
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
            for name in (subject, issuer)
        ]
        builder = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1])
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1))
        builder = builder.not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(
            x509.BasicConstraints(ca=subject == issuer, path_length=None), True
        )
        if subject != issuer:
            place = x509.IPAddress(ip_address("127.0.0.1"))
            builder = builder.add_extension(x509.SubjectAlternativeName([place]), False)
        return builder.sign(signer, hashes.SHA256())

    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        signed("server", key, "authority", authority).public_bytes(pem)
        + key.private_bytes(pem, pkcs8, serialization.NoEncryption())
    )
    root = signed("authority", authority, "authority", authority)
    (path.parent / "ca.pem").write_bytes(root.public_bytes(pem))
    return path


def test_tls_is_verified_unless_told_otherwise(connect: Any, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as server:
        with pytest.raises(errors.UpstreamConnectionError):
            connect(server.url, options=ClientOptions(retry=NO_RETRIES)).get_item("a")
        assert not server.seen
        trusting = ClientOptions(network=Network(ca_file=str(certificate.parent / "ca.pem")))
        assert connect(server.url, options=trusting).get_item("a") == {}
        careless = ClientOptions(network=Network(verify=False))
        assert connect(server.url, options=careless).get_item("a") == {}


def test_a_client_certificate_is_shown_to_who_asks_for_it(connect: Any, certificate: Path) -> None:
    authority = str(certificate.parent / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.load_verify_locations(authority)
    context.verify_mode = ssl.CERT_REQUIRED
    with serving(context) as server:
        unknown = ClientOptions(network=Network(ca_file=authority), retry=NO_RETRIES)
        with pytest.raises(errors.UpstreamConnectionError):
            connect(server.url, options=unknown).get_item("a")
        assert not server.seen
        network = Network(ca_file=authority, client_certificate=str(certificate))
        known = ClientOptions(network=network, retry=NO_RETRIES)
        assert connect(server.url, options=known).get_item("a") == {}


def test_a_certificate_that_is_not_there(connect: Any) -> None:
    options = ClientOptions(network=Network(ca_file="/nowhere.pem"))
    with pytest.raises(errors.SettingError, match="certificate"):
        connect("https://h", options=options).get_item("a")


def test_proxies_are_used_when_set_and_never_from_the_environment(
    connect: Any, server: Any, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.url)
    connect(server.url).get_item("a")
    assert not other.seen
    connect(server.url, options=ClientOptions(network=Network(proxy=other.url))).get_item("b")
    assert other.last.target == server.url + "/items/b"


def test_netrc_is_not_read(
    connect: Any, server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    connect(api=Api("shop", "SHOP", (server.url,)), credentials={}).get_item("a")
    assert server.last.header("authorization") is None
