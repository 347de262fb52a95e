"""Tokens that a client gets for itself (RFC 6749, 4.4): asked for, kept, renewed; on all kinds of clients."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs

import pytest

from templates.runtime import errors
from templates.runtime.around import SurroundedApi
from templates.runtime.authentication import Variable
from templates.runtime.calls.granted import ObtainingTokens
from templates.runtime.credentials.client_credentials import ClientCredentials, Ticket
from templates.runtime.settings import ApiSettings
from templates.runtime.wire_request import Timeout, WireRequest

from .server import answer

SECRET: Final = "a secret: of the/shop"
GIVEN: Final = {"client_id": "shop client", "client_secret": SECRET}


def api(issuer: str, **changes: Any) -> SurroundedApi:
    """An API whose tokens come from an issuer."""
    asked = {"issuer": issuer, "resource": "https://shop.test", "scopes": ("read", "write")}
    return SurroundedApi(
        namespace="shop",
        prefix="SHOP",
        base_uri=("https://shop.test",),
        authentication=ClientCredentials(
            client_id=(Variable("SHOP_OAUTH_CLIENT_ID"),),
            client_secret=(Variable("SHOP_OAUTH_CLIENT_SECRET"),),
        ),
        around=(ObtainingTokens(**{**asked, **changes}),),
    )


class Issuer:
    """Gives tokens by number."""

    def __init__(self, server: Any, lasts: object = 3600) -> None:
        self.server = server
        self.lasts = lasts
        self.given = 0
        self.refusal: tuple[int, Mapping[str, Any]] | None = None
        self.metadata = {"issuer": server.url, "token_endpoint": f"{server.url}/token"}
        server.rule = self

    def __call__(self, seen: Any) -> bytes:
        if seen.target == "/.well-known/oauth-authorization-server":
            return answer(200, json.dumps(self.metadata))
        if seen.target != "/token":
            return answer(404, "{}")
        if self.refusal is not None:
            return answer(self.refusal[0], json.dumps(self.refusal[1]))
        self.given += 1
        found = {"access_token": f"token-{self.given}", "token_type": "Bearer"}
        return answer(
            200, json.dumps({**found, **({"expires_in": self.lasts} if self.lasts else {})})
        )


def shown(server: Any) -> list[str | None]:
    return [each.header("authorization") for each in server.seen]


def test_a_token_is_asked_for_once_and_kept(connect: Any, server: Any, other: Any) -> None:
    issuer = Issuer(other)
    server.rule = lambda seen: answer(200, "[7]")
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    for _ in range(3):
        assert shop.list_items() == [7]
    assert shop.add_item() == [7]
    assert shown(server) == ["Bearer token-1"] * 4
    assert issuer.given == 1
    question = other.last
    assert question.method == "POST"
    assert parse_qs(question.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["read write"],
        "resource": ["https://shop.test"],
    }
    pair = base64.b64decode((question.header("authorization") or "").removeprefix("Basic "))
    assert pair == b"shop+client:a+secret%3A+of+the%2Fshop"  # RFC 6749, 2.3.1
    assert all(SECRET not in str(each.headers) for each in server.seen)


def test_one_that_the_api_refuses_is_renewed_once(connect: Any, server: Any, other: Any) -> None:
    issuer = Issuer(other)
    bad = {"Bearer token-1"}

    def rule(seen: Any) -> bytes:
        return answer(401 if seen.header("authorization") in bad else 200, "[7]")

    server.rule = lambda seen: answer(200, "[7]")
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    shop.list_items()
    server.rule = rule
    assert shop.list_items() == [7]
    assert shown(server) == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]
    bad.add("Bearer token-2")
    with pytest.raises(errors.UnauthorizedError) as caught:
        shop.list_items()
    # Not again at once: the issuer is not asked for each refusal.
    assert issuer.given == 2
    assert "token-2" not in f"{caught.value!r} {caught.value.request}"


def test_a_new_token_that_is_refused_is_not_renewed(connect: Any, server: Any, other: Any) -> None:
    issuer = Issuer(other)
    server.rule = lambda seen: answer(401, json.dumps({"was": seen.header("authorization")}))
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    with pytest.raises(errors.UnauthorizedError) as caught:
        shop.list_items()
    assert (issuer.given, len(server.seen)) == (1, 1)
    assert "token-1" not in str(caught.value.body)


@pytest.mark.parametrize("lasts", [None, True, "60", -5, 0.001])
def test_how_long_a_token_lasts(connect: Any, server: Any, other: Any, lasts: object) -> None:
    issuer = Issuer(other, lasts)
    server.rule = lambda seen: answer(200, "[7]")
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    assert shop.list_items() == [7]
    time.sleep(0.01)
    assert shop.list_items() == [7]
    assert issuer.given == (2 if lasts == 0.001 else 1)


@pytest.mark.parametrize(
    ("status", "said", "kind", "named"),
    [
        (401, {"error": "invalid_client"}, errors.SettingError, "SHOP_OAUTH_CLIENT_ID"),
        (400, {"error": "unauthorized_client"}, errors.SettingError, "SHOP_OAUTH_CLIENT_ID"),
        (400, {"error": "invalid_scope"}, errors.SettingError, "SHOP_OAUTH_SCOPES"),
        (400, {"error": "unsupported_grant_type"}, errors.SettingError, "for itself"),
        (302, {}, errors.UpstreamConnectionError, "302"),
        (503, {}, errors.UpstreamConnectionError, "503"),
        (200, {}, errors.DecodingError, "no bearer token"),
        (200, {"access_token": "a\nb", "token_type": "bearer"}, errors.DecodingError, "no bearer"),
        (200, {"access_token": "x", "token_type": "DPoP"}, errors.DecodingError, "no bearer"),
    ],
    ids=str,
)
def test_issuers_that_give_none(
    connect: Any, server: Any, other: Any, status: int, said: Any, kind: type, named: str
) -> None:
    Issuer(other).refusal = (status, said)
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    with pytest.raises(kind) as caught:
        shop.list_items()
    assert named in str(caught.value)
    assert SECRET not in f"{caught.value!r}"
    assert server.seen == []


def test_the_endpoint_of_the_spec_needs_no_metadata(connect: Any, server: Any, other: Any) -> None:
    Issuer(other)
    server.rule = lambda seen: answer(200, "[7]")
    found = api("https://login.example", token_url=f"{other.url}/token", audience="shop")
    assert connect(server.url, api=found, credentials=GIVEN).list_items() == [7]
    assert [each.target for each in other.seen] == ["/token"]
    assert parse_qs(other.last.body.decode())["audience"] == ["shop"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://other.example", "token_endpoint": "HERE/token"},
        {"issuer": "HERE"},
        {"issuer": "HERE", "token_endpoint": "http://other.example/token"},
        {"issuer": "HERE", "token_endpoint": "file:///token"},
        {},
    ],
    ids=str,
)
def test_metadata_that_are_not_followed(
    connect: Any, server: Any, other: Any, metadata: dict[str, str]
) -> None:
    issuer = Issuer(other)
    issuer.metadata = {n: text.replace("HERE", other.url) for n, text in metadata.items()}
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    with pytest.raises(errors.SettingError, match="SHOP_OAUTH_"):
        shop.list_items()
    assert issuer.given == 0


def test_nothing_is_shown_to_another_origin(connect: Any, server: Any, other: Any) -> None:
    Issuer(other)
    server.queue.append(answer(302, "", ("Location", f"{other.url}/items")))
    shop = connect(server.url, api=api(other.url), credentials=GIVEN)
    with pytest.raises(errors.StatusError):
        shop.list_items()
    assert other.last.target == "/items"
    assert other.last.header("authorization") is None


def test_another_secret_gets_another_token(connect: Any, server: Any, other: Any) -> None:
    issuer = Issuer(other)
    server.rule = lambda seen: answer(200, "[7]")
    secrets = iter(["one secret", "one secret", "another secret"])
    given = {"client_id": "shop", "client_secret": lambda: next(secrets)}
    shop = connect(server.url, api=api(other.url), credentials=given)
    assert [shop.list_items() for _ in range(3)] == [[7]] * 3
    assert issuer.given == 2


def test_a_token_belongs_to_id_and_secret() -> None:
    """Two clients of one secret ask at the same time, each for itself."""
    settings = ApiSettings.from_environment(
        api("https://issuer.test", token_url="https://issuer.test/token"), {}
    )
    asked: list[str] = []

    class Reply:
        status = 200

        def __init__(self, request: WireRequest) -> None:
            self.shown = dict(request.headers)["Authorization"]

        async def read(self, limit: int) -> bytes:
            client = base64.b64decode(self.shown.removeprefix("Basic ")).decode().partition(":")[0]
            asked.append(client)
            return json.dumps({"access_token": f"of-{client}", "token_type": "Bearer"}).encode()

        async def aclose(self) -> None:
            """Nothing to end."""

    class Inner:
        async def send(self, request: WireRequest) -> Any:
            await asyncio.sleep(0)
            return Reply(request)

    async def both() -> list[str]:
        inner: Any = Inner()
        transport = settings.api.around[0].awaiting(inner, settings)
        timeout = Timeout(1.0, 1.0, 1.0)
        requests = (
            WireRequest("GET", "https://shop.test/", (("Authorization", ticket),), None, timeout)
            for ticket in (Ticket.of("one", "same"), Ticket.of("two", "same"))
        )
        replies: list[Any] = await asyncio.gather(*map(transport.send, requests))
        return [reply.shown for reply in replies]

    assert asyncio.run(both()) == ["Bearer of-one", "Bearer of-two"]
    assert sorted(asked) == ["one", "two"]
