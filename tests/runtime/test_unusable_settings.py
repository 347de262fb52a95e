"""Addresses, proxies and certificates that cannot be used: one kind of error, at start, for all transports."""

from __future__ import annotations

import contextlib
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.calls.upstream import Upstreams
from templates.runtime.options import NO_RETRIES, ClientOptions, Network
from templates.runtime.settings import ApiSettings

from .conftest import KINDS
from .sample import SHOP, transports
from .server import Server, answer, serving

BASE_URIS = [
    "http://[::1",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]",
    "http://[1:2]",
    "http://[::1]x",
    "http://host:0",
    "http://host:00",
    "http://host:99999",
    "http://host:port",
    "http://host:",
    "http://[::1]:/api",
    "HTTP://host:",
    "http://xn--a/",
    "http://" + "a" * 64 + ".example",
    "http://a..b",
    "http://1.2.3.999/api",
    "http://a%20b/",
    "http://",
    "http:///api",
    "http://:80",
    "http://:80/api",
    "http://user@host",
    "ftp://host",
    "host:80",
    "http://é.example",
]


@pytest.mark.parametrize("uri", BASE_URIS)
def test_a_base_uri(uri: str) -> None:
    with pytest.raises(errors.SettingError, match=r"^SHOP_BASE_URI ") as caught:
        ApiSettings.from_environment(SHOP, {"SHOP_BASE_URI": uri})
    assert uri not in str(caught.value)


@pytest.mark.parametrize("uri", BASE_URIS)
def test_a_base_uri_of_a_client(connect: Any, uri: str) -> None:
    with pytest.raises(errors.SettingError, match="SHOP_BASE_URI"):
        connect(uri).get_item("a")


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:8080/api?a=b",
        "HTTP://localhost:8080/api",
        "Https://api.example",
        "https://[::1]:8443",
        "http://127.0.0.1",
        "http://xn--mnchen-3ya.example",
        "http://a_b.example.:80/x",
    ],
)
def test_a_base_uri_that_is_fine(uri: str) -> None:
    assert ApiSettings.from_environment(SHOP, {"SHOP_BASE_URI": uri}).base_uri == uri


PROXIES = [
    "127.0.0.1:3128",
    "proxy",
    "ftp://proxy",
    "socks4://proxy:1080",
    "http://",
    "http://proxy:99999",
    "http://[::1",
    "http://pro xy",
    "//proxy:3128",
    "http://proxy:0",
    "http://proxy\n",
    "http://proxy\t:3128",
    "http://proxy?x",
    "http://proxy#x",
    "http://[::1]x:3128",
    "http://proxy:",
    "http://proxy:3128/path",
    "socks5://user:word@proxy:1080/x",
]


@pytest.mark.parametrize("uri", PROXIES)
def test_a_proxy(uri: str) -> None:
    with pytest.raises(errors.SettingError, match=r"^SHOP_PROXY "):
        ApiSettings.from_environment(SHOP, {"SHOP_PROXY": uri})
    for proxy in (uri, ""):
        with pytest.raises(errors.SettingError, match=r"^proxy "):
            Network(proxy=proxy)


@pytest.mark.parametrize(
    "uri", ["http://proxy:3128/", "HTTP://user:word@proxy:3128", "socks5h://[::1]:1080"]
)
def test_a_proxy_that_is_fine(uri: str) -> None:
    assert ApiSettings.from_environment(SHOP, {"SHOP_PROXY": uri}).network.proxy == uri


def test_a_scheme_in_capitals_is_that_scheme(connect: Any, server: Server) -> None:
    """Schemes are compared without case (RFC 3986, 3.1)."""
    server.queue.append(answer(body=b'{"id": "a"}'))
    assert connect(server.url.replace("http://", "HTTP://")).get_item("a") == {"id": "a"}


# What Python reads as a number and no other program does; and what is no number of seconds.
NO_NUMBERS = [
    "1_000",
    "١٢",
    "1e400",
    "0x10",
    "nan",
    "inf",
    "1,5",
    "5s",
    "--1",
    "1 0",
    "९",
    "\uff11\uff10",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_number_is_digits(text: str) -> None:
    for name in ("TIMEOUT", "CONNECT_TIMEOUT", "READ_TIMEOUT"):
        with pytest.raises(errors.SettingError, match=f"^SHOP_{name} must be a number of seconds"):
            ApiSettings.from_environment(SHOP, {f"SHOP_{name}": text})
    with pytest.raises(errors.SettingError, match=r"^SHOP_RETRIES must be a whole number"):
        ApiSettings.from_environment(SHOP, {"SHOP_RETRIES": text})


@pytest.mark.parametrize("text", ["1", "0.5", ".5", "5.", " 30 ", "+2", "1e3", "2.5E-1"])
def test_a_number_of_seconds(text: str) -> None:
    found = ApiSettings.from_environment(SHOP, {"SHOP_TIMEOUT": text})
    assert found.timeout.total == float(text)


def test_a_socks_proxy_works_or_says_what_is_missing(connect: Any) -> None:
    options = ClientOptions(network=Network(proxy="socks5://127.0.0.1:1"))
    expected = (errors.SettingError, errors.UpstreamConnectionError)
    with pytest.raises(expected, match=r"socksio|no answer"):
        connect("http://127.0.0.1:1", options=options).get_item("a")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for loopback, its key, and what can be wrong with them."""
    folder: Path = tmp_path_factory.mktemp("tls")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    subject = ("-subj", "/CN=ca", "-days", "9", "-nodes", "-newkey", "ec")
    curve = ("-pkeyopt", "ec_paramgen_curve:prime256v1")
    openssl("req", "-x509", *subject, *curve, "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *subject, *curve, "-keyout", "key.pem", "-out", "me.csr")
    (folder / "san").write_text("subjectAltName=IP:127.0.0.1\n")
    sign = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "9")
    openssl("x509", "-req", "-in", "me.csr", *sign, "-extfile", "san", "-out", "me.pem")
    openssl("x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der")
    openssl("x509", "-in", "ca.pem", "-trustout", "-addtrust", "serverAuth", "-out", "trusted.pem")
    openssl("pkcs8", "-topk8", "-in", "key.pem", "-passout", "pass:x", "-out", "locked.key")
    for name, marked in (("own", "FALSE"), ("marked", "TRUE")):
        names = ("-addext", "subjectAltName=IP:127.0.0.1,DNS:api.example")
        kind = ("-addext", f"basicConstraints=critical,CA:{marked}")
        openssl(
            *("req", "-x509", *subject, *curve, *names, *kind),
            *("-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    ca = (folder / "ca.pem").read_bytes()
    me, key = (folder / "me.pem").read_bytes(), (folder / "key.pem").read_bytes()
    (folder / "empty.pem").write_bytes(b"")
    (folder / "bundle.pem").write_bytes(ca + ca.replace(b"\nMII", b"\nMIIxxx"))
    (folder / "cut.pem").write_bytes(ca + ca[: len(ca) // 2])
    (folder / "bom.pem").write_bytes(b"\xef\xbb\xbf" + ca)
    (folder / "identity.pem").write_bytes(me + key)
    (folder / "locked.pem").write_bytes(me + (folder / "locked.key").read_bytes())
    return folder


@pytest.mark.parametrize("name", ["empty.pem", "ca.der", "bundle.pem", "cut.pem", "none.pem"])
def test_a_file_of_certificates(files: Path, name: str) -> None:
    path = str(files / name)
    settings = ApiSettings.from_environment(SHOP, {"SHOP_CA_FILE": path})
    with pytest.raises(errors.SettingError, match=r"^SHOP_CA_FILE .*certificate"):
        Upstreams([settings])
    for kind in KINDS:
        with pytest.raises(errors.SettingError, match="certificate"):
            _first_use(kind, Network(ca_file=path))


@pytest.mark.parametrize("name", ["locked.pem", "me.pem", "empty.pem", "none.pem"])
def test_a_certificate_of_ours(files: Path, name: str) -> None:
    path = str(files / name)
    settings = ApiSettings.from_environment(SHOP, {"SHOP_CLIENT_CERTIFICATE": path})
    with pytest.raises(errors.SettingError, match=r"^SHOP_CLIENT_CERTIFICATE "):
        Upstreams([settings])
    for kind in KINDS:
        with pytest.raises(errors.SettingError, match="certificate"):
            _first_use(kind, Network(client_certificate=path))


def _first_use(kind: tuple[str, str], network: Network) -> None:
    """Make a transport and a call."""
    from .sample import callers

    factory = callers(*kind)
    make = next(factory)
    try:
        make("http://127.0.0.1:1", transport=transports(*kind, network=network)).get_item("a")
    finally:
        next(factory, None)


@pytest.mark.parametrize("name", ["ca.pem", "bom.pem", "trusted.pem"])
def test_what_every_transport_trusts(connect: Any, files: Path, name: str) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files / "me.pem", files / "key.pem")
    options = ClientOptions(network=Network(ca_file=str(files / name)))
    with serving(tls) as server:
        server.rule = lambda seen: answer(200, "{}")
        assert connect(server.url, options=options).get_item("a") == {}


@contextlib.contextmanager
def _secured(files: Path, name: str = "me", key: str = "key", *, asks: bool = False) -> Any:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(
        files / f"{name}.pem", files / f"{key}.pem" if key == "key" else files / key
    )
    if asks:
        tls.verify_mode = ssl.CERT_REQUIRED
        tls.load_verify_locations(files / "ca.pem")
    with serving(tls) as server:
        server.rule = lambda seen: answer(200, "{}")
        yield server


def test_a_server_s_own_certificate(connect: Any, files: Path) -> None:
    options = ClientOptions(network=Network(ca_file=str(files / "own.pem")), retry=NO_RETRIES)
    with _secured(files, "own", "own.key") as server:
        assert connect(server.url, options=options).get_item("a") == {}


def test_one_that_is_marked_as_an_authority_s(connect: Any, files: Path) -> None:
    """rustls never takes it, so nobody does; where the address is known, that is said at start."""
    path = str(files / "marked.pem")
    options = ClientOptions(network=Network(ca_file=path), retry=NO_RETRIES)
    with _secured(files, "marked", "marked.key") as server:
        with pytest.raises(errors.UpstreamConnectionError, match="CA:TRUE") as caught:
            connect(server.url, options=options).get_item("a")
        assert caught.value.outcome_unknown is False
    for host in ("127.0.0.1:8443", "api.example", "API.example:1"):
        environ = {"SHOP_CA_FILE": path, "SHOP_BASE_URI": f"https://{host}/api"}
        with pytest.raises(errors.SettingError, match=r"^SHOP_CA_FILE .*CA:FALSE"):
            Upstreams([ApiSettings.from_environment(SHOP, environ)])
    # An authority may have names too; it is no server's certificate until a server shows it.
    environ = {"SHOP_CA_FILE": path, "SHOP_BASE_URI": "https://other.example"}
    Upstreams([ApiSettings.from_environment(SHOP, environ)])


@pytest.mark.parametrize("name", ["ca.pem", "bom.pem", "trusted.pem", "own.pem"])
def test_the_environment_in_place_of_the_system(
    connect: Any, files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(files / name))
    own = name == "own.pem"
    options = ClientOptions(retry=NO_RETRIES)
    with _secured(files, *(("own", "own.key") if own else ())) as server:
        assert connect(server.url, options=options).get_item("a") == {}
    with (
        _secured(files, *(() if own else ("own", "own.key"))) as server,
        pytest.raises(errors.UpstreamConnectionError, match="certificate"),
    ):
        connect(server.url, options=options).get_item("a")


def test_a_directory_in_place_of_the_system(
    connect: Any, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca.pem").write_bytes((files / "ca.pem").read_bytes())
    subprocess.run(["openssl", "rehash", str(tmp_path)], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with _secured(files) as server:
        assert connect(server.url, options=ClientOptions(retry=NO_RETRIES)).get_item("a") == {}


def test_both_add_to_a_file_of_ours(
    connect: Any, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(files / "own.pem"))
    options = ClientOptions(network=Network(ca_file=str(files / "ca.pem")), retry=NO_RETRIES)
    for pair in ((), ("own", "own.key")):
        with _secured(files, *pair) as server:
            assert connect(server.url, options=options).get_item("a") == {}


@pytest.mark.parametrize("name", ["empty.pem", "ca.der", "cut.pem", "none.pem"])
def test_an_environment_that_cannot_be_used(
    files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(files / name))
    with pytest.raises(errors.SettingError, match=r"^SSL_CERT_FILE .*certificate"):
        Upstreams([ApiSettings.from_environment(SHOP, {})])
    for kind in KINDS:
        with pytest.raises(errors.SettingError, match=r"^SSL_CERT_FILE "):
            _first_use(kind, Network())


@pytest.mark.parametrize("separate", [True, False])
def test_a_certificate_of_ours_is_shown(connect: Any, files: Path, separate: bool) -> None:
    network = Network(
        ca_file=str(files / "ca.pem"),
        client_certificate=str(files / ("me.pem" if separate else "identity.pem")),
        client_key=str(files / "key.pem") if separate else None,
    )
    with _secured(files, asks=True) as server:
        options = ClientOptions(network=network, retry=NO_RETRIES)
        assert connect(server.url, options=options).get_item("a") == {}


@pytest.mark.parametrize("key", ["locked.key", "ca.key", "empty.pem", "none.key"])
def test_a_key_that_cannot_be_used(files: Path, key: str) -> None:
    """Encrypted, of another certificate, nothing, not there."""
    certificate, path = str(files / "me.pem"), str(files / key)
    environ = {"SHOP_CLIENT_CERTIFICATE": certificate, "SHOP_CLIENT_KEY": path}
    with pytest.raises(errors.SettingError, match=r"^SHOP_CLIENT_CERTIFICATE "):
        Upstreams([ApiSettings.from_environment(SHOP, environ)])
    for kind in KINDS:
        with pytest.raises(errors.SettingError, match=r"client_certificate .*(key|certificate)"):
            _first_use(kind, Network(client_certificate=certificate, client_key=path))


def test_a_key_without_a_certificate() -> None:
    with pytest.raises(errors.SettingError, match="SHOP_CLIENT_KEY needs SHOP_CLIENT_CERTIFICATE"):
        ApiSettings.from_environment(SHOP, {"SHOP_CLIENT_KEY": "x"})
    with pytest.raises(errors.SettingError, match="client_key needs client_certificate"):
        Network(client_key="x")
