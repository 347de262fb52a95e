"""Who may use an adapter: Host, Origin, credentials."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
from typing import Any

import pytest

from templates.runtime.authentication import Authentication, Variable
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.credentials.basic import Basic
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.credentials.unsupported import Unsupported
from templates.runtime.errors import SettingError, UnsupportedAuthenticationError
from templates.runtime.oauth.declared import OAuth2
from templates.runtime.server.hosts import bare_host, is_loopback
from templates.runtime.server.problem import Refusal
from templates.runtime.server.security import Guard, authenticator, check_secrets
from tests.support.raw_http import exchange, fetch

from .conftest import Running, protected
from .upstream import Upstream


def _with_host(url: str, *hosts: str, extra: str = "") -> int:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    request = f"GET /items/7 HTTP/1.1\r\n{lines}{extra}Connection: close\r\n\r\n"
    return int(exchange(url, request.encode("latin-1")).split(b" ")[1])


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:9999", "[::1]:8080", "::1"]
)
def test_hosts_that_are_ours(shop: Running, host: str) -> None:
    assert _with_host(shop.url, host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "10.0.0.1",
        "",
        "localhost@evil",
        "127.0.0.1.nip.io",
        "[::1]evil.example",
        "localhost:evil.example",
        "localhost, evil.example",
        "2130706433",
        "127.1",
    ],
)
def test_hosts_that_are_not(shop: Running, up: Upstream, host: str) -> None:
    assert _with_host(shop.url, host) == 421
    assert not up.received


def test_two_hosts_or_none(shop: Running, up: Upstream) -> None:
    assert _with_host(shop.url, "localhost", "evil.example") == 400
    assert _with_host(shop.url) in (400, 421)  # By the server, or by us.
    assert not up.received


def test_the_refusal_names_the_setting(shop: Running) -> None:
    reply = fetch(shop.url, "GET", "/items/7", headers={"Host": "evil.example"})
    assert "SHOP_REST_ALLOWED_HOSTS" in reply.json["detail"]
    assert "evil" not in reply.body.decode()
    reply = fetch(shop.url, "GET", "/items/7", headers={"Origin": "https://evil.example"})
    assert "SHOP_REST_ALLOWED_ORIGINS" in reply.json["detail"]
    assert "evil" not in reply.body.decode()


def test_hosts_that_a_setting_allows(shop_with: Any) -> None:
    with shop_with(allowed_hosts=("api.example.com",)) as running:
        assert _with_host(running.url, "api.example.com:443") == 200
        assert _with_host(running.url, "other.example.com") == 421
    with shop_with(allowed_hosts=("*",)) as running:
        assert _with_host(running.url, "anything") == 200


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("allowed_hosts", "http://api.example.com"),
        ("allowed_hosts", "api.example.com/"),
        ("allowed_hosts", "*.example.com"),
        ("allowed_hosts", "api example"),
        ("allowed_hosts", "日本.example"),
        ("allowed_origins", "app.example.com"),
        ("allowed_origins", "https://app.example.com/page"),
        ("allowed_origins", "https://*.example.com"),
        ("allowed_origins", "https://"),
        ("allowed_origins", "https://日本.example"),
    ],
)
def test_a_name_that_no_caller_could_have_is_refused(setting: str, value: str) -> None:
    """It would refuse everybody, and nobody would know why."""
    chosen: Any = {setting: ("*", value)}
    with pytest.raises(SettingError, match=f"X_{setting.upper()} must be .*{re.escape(value)}"):
        Guard(prefix="X", **chosen)


def test_names_that_callers_can_have() -> None:
    hosts = ("*", "API.example.com:8443", "[::1]:80", "::1", "10.0.0.1", "my_service")
    origins = (
        "*",
        "null",
        "HTTPS://App.example.com:8443/",
        "chrome-extension://abc",
        "http://[::1]:3000",
    )
    Guard(prefix="X", allowed_hosts=hosts, allowed_origins=origins)


def test_the_address_that_the_connection_came_in_on() -> None:
    guard = Guard(prefix="X", host="0.0.0.0")
    scope: dict[str, Any] = {"server": ("10.1.2.3", 80)}
    assert guard.check_host(scope, {b"host": b"10.1.2.3:80"}) is None
    assert guard.check_host({"server": ("evil", 80)}, {b"host": b"evil"}) is not None
    assert guard.check_host({"server": None}, {b"host": b"10.1.2.3"}) is not None
    assert guard.check_host({}, {b"host": b"10.1.2.4"}) is not None
    assert guard.check_host({}, {b"host": b"0.0.0.0"}) is not None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "Cross-Site"}, 403),
        ({"Sec-Fetch-Site": "none, cross-site"}, 403),
        ({"Sec-Fetch-Site": "something-new"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_pages_of_other_origins(
    shop: Running, up: Upstream, headers: dict[str, str], status: int, method: str
) -> None:
    reply = fetch(shop.url, method, "/items", headers=headers)
    assert reply.status == (204 if (status, method) == (200, "OPTIONS") else status)
    assert bool(up.received) == (status == 200 and method != "OPTIONS")
    assert not [name for name, _ in reply.headers if name.startswith("access-control")]


def test_what_came_twice_is_neither() -> None:
    """The check that the MCP server calls gets the headers as they came."""
    guard = Guard(prefix="X")
    host = (b"host", b"localhost")
    assert guard({"headers": [host]}) is None
    for twice in (
        [(b"host", b"evil.example"), host],
        [host, (b"origin", b"https://evil.example"), (b"origin", b"http://localhost")],
        [host, (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-site", b"none")],
    ):
        assert guard({"headers": twice}) is not None


def test_a_page_of_our_own_origin(shop: Running) -> None:
    headers = {"Origin": shop.url, "Sec-Fetch-Site": "same-origin"}
    assert fetch(shop.url, "POST", "/items", headers=headers, body=b"{}").status == 200


def test_cross_origin_when_a_setting_allows_it(shop_with: Any, up: Upstream) -> None:
    origin = "https://app.example.com"
    with shop_with(allowed_origins=(origin,)) as running:
        reply = fetch(running.url, "GET", "/items/7", headers={"Origin": origin})
        assert reply.header("access-control-allow-origin") == origin
        assert "Origin" in (reply.header("vary") or "")
        up.received.clear()
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-tenant",
        }
        reply = fetch(running.url, "OPTIONS", "/items", headers=asked)
        assert reply.status == 204
        assert reply.header("access-control-allow-methods") == "GET, HEAD, OPTIONS, POST"
        assert reply.header("access-control-allow-headers") == "content-type, x-tenant"
        assert not up.received
        reply = fetch(running.url, "GET", "/nothing", headers={"Origin": origin})
        assert (reply.status, reply.header("access-control-allow-origin")) == (404, origin)
        evil = {"Origin": "https://evil.example"}
        assert fetch(running.url, "OPTIONS", "/items", headers=asked | evil).status == 403
        assert fetch(running.url, "GET", "/items/7", headers=evil).status == 403


def test_any_origin(shop_with: Any) -> None:
    with shop_with(allowed_origins=("*",)) as running:
        reply = fetch(running.url, "GET", "/items/7", headers={"Origin": "https://x.example"})
        assert reply.header("access-control-allow-origin") == "*"
        assert reply.header("access-control-allow-credentials") is None


SHOWN = Variable("CALLERS_SECRET")
ENVIRON = {"CALLERS_SECRET": "s3cret-ü", "CALLERS_NAME": "ann"}


def _basic(user: str, password: str) -> dict[str, str]:
    coded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {coded}"}


RIGHT = {"Authorization": "Bearer s3cret-ü".encode().decode("latin-1")}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (RIGHT, 200),
        ({"Authorization": RIGHT["Authorization"].replace("Bearer", "bEARER")}, 200),
        ({}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic s3cret"}, 401),
        (_basic("", "s3cret-ü"), 401),
    ],
)
def test_bearer(shop_with: Any, up: Upstream, headers: dict[str, str], status: int) -> None:
    with shop_with(protected(Bearer((SHOWN,))), environ=ENVIRON) as running:
        reply = fetch(running.url, "GET", "/items/7", headers=headers)
        assert reply.status == status
        assert fetch(running.url, "GET", "/nothing").status == 401
        assert fetch(running.url, "GET", "/health/live").status == 401
    if status == 401:
        assert reply.header("www-authenticate") == "Bearer"
        assert not up.received
    else:
        # The caller's credential is for us, ours is for the upstream.
        assert up.take().header("authorization") == "Bearer sesame-open-4711"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (_basic("ann", "s3cret-ü"), 200),
        (_basic("ann", "wrong"), 401),
        (_basic("bob", "s3cret-ü"), 401),
        ({"Authorization": "Basic !!!"}, 401),
        ({"Authorization": "Basic YW5u"}, 401),
        ({}, 401),
    ],
)
def test_basic(shop_with: Any, headers: dict[str, str], status: int) -> None:
    kind = Basic((Variable("CALLERS_NAME"),), (SHOWN,))
    with shop_with(protected(kind), environ=ENVIRON) as running:
        reply = fetch(running.url, "GET", "/items/7", headers=headers)
    assert reply.status == status
    if status == 401:
        assert (reply.header("www-authenticate") or "").startswith('Basic realm="')


@pytest.mark.parametrize("place", ["header", "query", "cookie"])
def test_api_keys(shop_with: Any, up: Upstream, place: Any) -> None:
    kind = ApiKeys((ApiKey("X-Key", ("plain-key",), place),))
    with shop_with(protected(kind)) as running:
        for given, status in (("plain-key", 200), ("wrong", 401), ("", 401)):
            headers = {"header": {"x-key": given}, "cookie": {"Cookie": f"a=b; X-Key={given}"}}
            query = f"?X-Key={given}" if place == "query" else ""
            reply = fetch(running.url, "GET", f"/items/7{query}", headers=headers.get(place))
            assert reply.status == status
    got = up.take()
    assert (got.header("x-key"), got.target) == (None, "/base/items/7")


@pytest.mark.parametrize(
    ("environ", "headers"),
    [
        ({"SHOP_REST_BEARER_TOKEN": "t"}, {"Authorization": "Bearer t"}),
        ({"SHOP_REST_API_KEY": "k"}, {"X-API-Key": "k"}),
        ({"SHOP_REST_API_KEY": "k", "SHOP_REST_API_KEY_HEADER": "X-Mine"}, {"x-mine": "k"}),
        ({"SHOP_REST_BASIC_USERNAME": "u", "SHOP_REST_BASIC_PASSWORD": "p"}, _basic("u", "p")),
    ],
)
def test_authentication_by_setting(
    shop_with: Any, environ: dict[str, str], headers: dict[str, str]
) -> None:
    with shop_with(environ=environ) as running:
        assert fetch(running.url, "GET", "/items/7").status == 401
        assert fetch(running.url, "GET", "/items/7", headers=headers).status == 200


def test_contradictory_settings() -> None:
    with pytest.raises(SettingError, match="only one"):
        authenticator("X", None, {"X_BEARER_TOKEN": "a", "X_API_KEY": "b"})


def test_a_secret_that_is_not_set_lets_nobody_in(shop_with: Any, up: Upstream) -> None:
    with shop_with(protected(Bearer((SHOWN,)))) as running:
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
            reply = fetch(running.url, "GET", "/items/7", headers=headers)
            assert reply.status == 500
            assert "CALLERS_SECRET" in reply.json["detail"]
    assert not up.received


def test_a_kind_that_is_not_supported_lets_nobody_in(shop_with: Any, up: Upstream) -> None:
    with shop_with(protected(Unsupported("digest"))) as running:
        reply = fetch(running.url, "GET", "/items/7")
    assert reply.status == 500
    assert "digest" in reply.json["detail"]
    assert not up.received


class _NoBody:
    namespace = "shop"
    has_hook = False

    def read(self, parameter: str, parts: Any, what: str, *, empty: bool = False) -> str:
        raise AssertionError("nothing is read")

    def matches(self, expected: Any, shown: bytes) -> bool:
        return True


@pytest.mark.parametrize("kind", [OAuth2(), Unsupported("digest")])
def test_a_kind_is_never_more_than_it_says(kind: Authentication) -> None:
    """What a kind leaves out is refused: nobody is let in by it, and no request goes out without it."""
    assert not kind.is_shown({b"authorization": b"Bearer x"}, b"", _NoBody())
    assert kind.taken(["x"], standard=True) is None
    with pytest.raises(UnsupportedAuthenticationError, match="shop"):
        kind.applied(_NoBody())


@pytest.mark.parametrize(
    "kind",
    [
        Bearer((SHOWN,)),
        Basic(("ann",), (SHOWN,)),
        ApiKeys((ApiKey("X-Key", (SHOWN,)),)),
        Unsupported("digest"),
    ],
)
def test_a_launcher_says_so_before_the_first_request(kind: Any) -> None:
    with pytest.raises(SettingError, match=r"CALLERS_SECRET|digest"):
        check_secrets("X", kind, {})
    check_secrets("X", kind, {"X_BEARER_TOKEN": "t"})
    if not isinstance(kind, Unsupported):
        check_secrets("X", kind, ENVIRON)
    check_secrets("X", None, {})


def test_secrets_are_compared_in_constant_time(monkeypatch: Any) -> None:
    compared: list[tuple[int, int]] = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append((len(left), len(right)))
        return left == right

    monkeypatch.setattr("templates.runtime.server.security.hmac.compare_digest", compare)
    check = authenticator("X", Basic(("ann",), ("s",)), {})
    assert check is not None
    for user, password in (("ann", "s"), ("a", "s" * 99), ("", "")):
        headers = {k.lower().encode(): v.encode() for k, v in _basic(user, password).items()}
        with contextlib.suppress(Refusal):
            asyncio.run(check({}, headers))
    # Names and passwords both, every time, and nothing of their length shows.
    assert compared == [(32, 32)] * 6


@pytest.mark.parametrize(
    ("host", "bare", "loopback"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.9.9.9:1", "127.9.9.9", True),
        ("[::1]:80", "::1", True),
        ("::1", "::1", True),
        ("localhost", "localhost", True),
        ("0.0.0.0", "0.0.0.0", False),
        ("::", "::", False),
        ("10.0.0.1", "10.0.0.1", False),
        ("localhost.example.com", "localhost.example.com", False),
        ("", "", False),
        # None of these is a Host; no part of one is taken for one.
        ("[::1]evil.example", "[::1]evil.example", False),
        ("[::1", "[::1", False),
        ("localhost:evil.example", "localhost:evil.example", False),
        ("127.0.0.1:80@evil.example", "127.0.0.1:80@evil.example", False),
        ("[localhost]", "[localhost]", False),
    ],
)
def test_loopback(host: str, bare: str, loopback: bool) -> None:
    assert bare_host(host) == bare
    assert is_loopback(host) is loopback
