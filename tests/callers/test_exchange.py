"""RFC 8693: a token of the caller, exchanged for one that the API takes."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import parse_qs

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.calls import token_exchange
from templates.runtime.credentials.bearer import Bearer
from tests.support.living import Living, Said, Seen, living, said

from .asking import ERAS, tool
from .test_credentials import SPEC, TEAM

SECRET: Final = "secret of the service"
EXCHANGE: Final = {
    "SHOP_CREDENTIALS": "exchange",
    "SHOP_CREDENTIALS_HEADER": "X-Caller-Token",
    "SHOP_EXCHANGE_CLIENT_ID": "desk",
    "SHOP_EXCHANGE_CLIENT_SECRET": SECRET,
    "SHOP_EXCHANGE_AUDIENCE": "https://shop.example",
    "SHOP_EXCHANGE_SCOPE": "orders",
}


class Issuer:
    """A token endpoint, and an API that takes its tokens."""

    def __init__(self) -> None:
        self.lasts = 3600
        self.forms: list[dict[str, list[str]]] = []
        self.revoked: set[str] = set()
        self.broken: Said | None = None
        self._lock = threading.Lock()

    def answer(self, seen: Seen) -> Said:
        if seen.target != "/token":
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            return said({"token": token}, 401 if token in self.revoked else 200)
        assert seen.method == "POST"
        form = parse_qs(seen.body.decode())
        with self._lock:
            self.forms.append({**form, "authorization": [seen.headers["authorization"]]})
            number = len(self.forms)
        if self.broken is not None:
            return self.broken
        if "refused" in form["subject_token"][0]:
            return said({"error": "invalid_grant", "error_description": form["subject_token"]}, 400)
        token = f"for-{form['subject_token'][0]}-{number}"
        kind = "urn:ietf:params:oauth:token-type:access_token"
        return said(
            {
                "access_token": token,
                "issued_token_type": kind,
                "token_type": "Bearer",
                "expires_in": self.lasts,
            }
        )


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def desk(tmp_path: Path, issuer: Issuer) -> Iterator[Living]:
    spec = SPEC.replace('"UPSTREAM/shop"', '"UPSTREAM"')
    there = {"SHOP_EXCHANGE_URL": "/token"}
    with living(spec, tmp_path, issuer.answer, at_upstream=there, **TEAM, **EXCHANGE) as running:
        yield running


def _token(desk: Living, caller: str) -> str:
    return str(desk.rest("GET", "/orders/1", X_Caller_Token=caller).json["token"])


def test_a_token_is_exchanged_and_kept_for_its_caller(desk: Living, issuer: Issuer) -> None:
    assert [_token(desk, "ada"), _token(desk, "bob"), _token(desk, "ada")] == [
        "for-ada-1",
        "for-bob-2",
        "for-ada-1",
    ]
    for era in ERAS:
        reply = tool(desk, era, "order", {"number": "1"}, {"X-Caller-Token": "Bearer ada"})
        assert json.loads(reply.json["result"]["content"][0]["text"])["token"].startswith("for-ada")
    form = issuer.forms[0]
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:token-exchange"]
    assert form["subject_token"] == ["ada"]
    assert form["subject_token_type"] == ["urn:ietf:params:oauth:token-type:access_token"]
    assert form["audience"] == ["https://shop.example"]
    assert form["scope"] == ["orders"]
    given = base64.b64decode(form["authorization"][0].removeprefix("Basic ")).decode()
    assert given == "desk:secret%20of%20the%20service"


@pytest.mark.parametrize("lasts", [0, 20])
def test_a_token_that_ends_soon_is_not_kept(desk: Living, issuer: Issuer, lasts: int) -> None:
    issuer.lasts = lasts
    assert [_token(desk, "ada"), _token(desk, "ada")] == ["for-ada-1", "for-ada-2"]


def test_a_token_that_the_api_refuses_is_not_used_again(desk: Living, issuer: Issuer) -> None:
    issuer.revoked = {"for-ada-1"}
    first = desk.rest("GET", "/orders/1", X_Caller_Token="ada")
    assert first.status == 401
    assert _token(desk, "ada") == "for-ada-2"


def test_a_token_that_the_issuer_refuses(desk: Living, issuer: Issuer) -> None:
    reply = desk.rest("GET", "/orders/1", X_Caller_Token="refused-4711")
    assert reply.status == 401
    assert reply.header("www-authenticate") == 'ApiKey realm="shop", error="invalid_token"'
    assert b"refused-4711" not in reply.body
    assert desk.rest("GET", "/orders/1").status == 401
    assert len(issuer.forms) == 1


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (said({"error": "invalid_client"}, 401), 500),
        (said({"error": "invalid_target"}, 400), 500),
        (said({}, 503), 502),
        (said({"access_token": "x", "token_type": "mac"}), 502),
        (Said(b"not json"), 502),
    ],
)
def test_an_endpoint_that_fails(desk: Living, issuer: Issuer, broken: Said, status: int) -> None:
    issuer.broken = broken
    reply = desk.rest("GET", "/orders/1", X_Caller_Token="ada-token-4711")
    assert reply.status == status
    shown = reply.body.decode() + desk.served.output()
    assert "ada-token-4711" not in shown
    assert SECRET not in shown


def test_many_callers_get_their_own(desk: Living) -> None:
    def one(number: int) -> bool:
        return _token(desk, f"caller{number % 50:02}").startswith(f"for-caller{number % 50:02}-")

    with ThreadPoolExecutor(25) as pool:
        assert all(pool.map(one, range(200)))


class _Endpoint:
    """A transport whose other end exchanges tokens."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send(self, wire: Any) -> Any:
        subject = parse_qs(wire.content.decode())["subject_token"][0]
        self.asked.append(subject)
        document = {"access_token": f"for-{subject}", "token_type": "Bearer", "expires_in": 600}

        async def read(limit: int) -> bytes:
            return json.dumps(document).encode()

        async def aclose() -> None:
            return None

        return SimpleNamespace(status=200, read=read, aclose=aclose)


def _credentials(audience: str, **more: Any) -> token_exchange.ExchangedCredentials:
    bearer = Bearer((Variable("SHOP_TOKEN"),))
    api: Any = SimpleNamespace(namespace="shop", prefix="SHOP", authentication=bearer)
    endpoint = token_exchange.Endpoint(
        url="https://login.example/token",
        client_id="desk",
        client_secret=SECRET,
        audience=audience,
        **more,
    )
    settings: Any = SimpleNamespace(api=api)
    return token_exchange.ExchangedCredentials(settings, ("x-caller-token",), endpoint)


def test_what_is_kept_is_bounded_and_found_by_a_keyed_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(token_exchange, "_MOST", 3)
    one, endpoint = _credentials("https://shop.example"), _Endpoint()
    transport: Any = endpoint

    async def ask(caller: str) -> None:
        shown = [(b"x-caller-token", f"Bearer {caller}".encode())]
        assert await one.secrets(shown, transport) == {"token": f"for-{caller}"}

    async def many() -> None:
        for caller in ("ada", "bob", "cy", "ada", "dan", "ada", "bob"):
            await ask(caller)

    asyncio.run(many())
    # Of four callers the one that was longest away had to be exchanged anew.
    assert endpoint.asked == ["ada", "bob", "cy", "dan", "bob"]
    assert len(one._kept) == 3
    kept = b"".join(one._kept)
    for caller in ("ada", "bob", "dan"):
        assert caller.encode() not in kept
        assert hashlib.sha256(caller.encode()).digest() not in kept
    # Another process, another audience, another scope: another digest.
    digests = {
        each._digest("ada")
        for each in (
            one,
            _credentials("https://shop.example"),
            _credentials("https://mail.example"),
        )
    }
    assert len(digests) == 3
    other = _credentials("https://mail.example")
    narrow = _credentials("https://shop.example", scope="orders")
    for each in (other, narrow):
        each._key = one._key
        assert each._digest("ada") != one._digest("ada")
