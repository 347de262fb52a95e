"""Callers' own credentials go upstream, and nobody's answer is made with another's."""

from __future__ import annotations

import base64
import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support import tools
from tests.support.living import Living, Said, Seen, living, said
from tests.support.processes import environment

from .asking import ERAS, MODERN, message, text, tool

SPEC: Final = """
ikanos: "1.0.0-beta5"
info: {title: Callers}
binds:
  - namespace: env
    keys: {TEAM_TOKEN: TEAM_TOKEN, TEAM_NAME: TEAM_NAME, TEAM_PASSWORD: TEAM_PASSWORD, TEAM_KEY: TEAM_KEY}
capability:
  consumes:
    - namespace: shop
      type: http
      description: Orders.
      baseUri: "UPSTREAM/shop"
      authentication: {type: bearer, token: "{{TEAM_TOKEN}}"}
      resources:
        orders:
          path: "/orders/{number}"
          operations:
            order: {method: GET, inputParameters: {number: {in: path, type: string}}}
            forget: {method: DELETE, inputParameters: {number: {in: path, type: string}}}
    - namespace: mail
      type: http
      description: Letters.
      baseUri: "UPSTREAM/mail"
      authentication: {type: basic, username: "{{TEAM_NAME}}", password: "{{TEAM_PASSWORD}}"}
      resources:
        letters: {path: /letters, operations: {letters: {method: GET}}}
    - namespace: maps
      type: http
      description: Places.
      baseUri: "UPSTREAM/maps"
      authentication: {type: apikey, key: X-Maps-Key, value: "{{TEAM_KEY}}", placement: query}
      resources:
        places: {path: /places, operations: {places: {method: GET}}}
    - namespace: open
      type: http
      description: Open to all.
      baseUri: "UPSTREAM/open"
      resources:
        news: {path: /news, operations: {news: {method: GET}}}
  exposes:
    - type: rest
      port: PORT_rest
      namespace: desk-rest
      resources:
        order:
          path: "/orders/{number}"
          operations:
            order: {method: GET, call: shop.order, inputParameters: {number: {in: path, type: string}}}
            forget: {method: DELETE, call: shop.forget, inputParameters: {number: {in: path, type: string}}}
        letters: {path: /letters, operations: {letters: {method: GET, call: mail.letters}}}
        places: {path: /places, operations: {places: {method: GET, call: maps.places}}}
        news: {path: /news, operations: {news: {method: GET, call: open.news}}}
    - type: mcp
      port: PORT_mcp
      namespace: desk-mcp
      description: A desk.
      tools:
        order: {description: One order., call: shop.order, inputParameters: {number: {type: string, required: true}}}
        letters: {description: Letters., call: mail.letters}
        places: {description: Places., call: maps.places}
        news: {description: News., call: open.news}
"""
TEAM: Final = {
    "TEAM_TOKEN": "the-teams-own-token",
    "TEAM_NAME": "team",
    "TEAM_PASSWORD": "the-teams-password",
    "TEAM_KEY": "the-teams-key",
    # On a machine that is busy the SDK takes long to load: its answers stay JSON all the same.
    "DESK_MCP_LONG_CALL_SECONDS": "0",
}
CALLER: Final = {
    "SHOP_CREDENTIALS": "caller",
    "SHOP_CREDENTIALS_HEADER": "X-Shop-Token",
    "MAIL_CREDENTIALS": "caller",
    "MAIL_CREDENTIALS_HEADER": "X-Mail-Login",
    "MAPS_CREDENTIALS": "caller",
    "MAPS_CREDENTIALS_HEADER": "X-Maps-Of-Caller",
}


def _echo(seen: Seen) -> Said:
    """What came with the request; an order that begins with `bad` is refused with it."""
    found = {"authorization": seen.headers.get("authorization"), "target": seen.target}
    if "/orders/slow" in seen.target:
        time.sleep(0.05)
    return said(found, 500 if "/orders/bad" in seen.target else 200)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living(SPEC, tmp_path_factory.mktemp("desk"), _echo, **TEAM, **CALLER) as running:
        yield running


# --- whose credential -----------------------------------------------------------------------------


def test_each_kind_of_credential_is_the_callers(desk: Living) -> None:
    login = base64.b64encode(b"ada:lovelace-1815").decode()
    assert desk.rest("GET", "/orders/1", X_Shop_Token="adas-token").json["authorization"] == (
        "Bearer adas-token"
    )
    assert desk.rest("GET", "/orders/1", X_Shop_Token="bearer adas-token").json == {
        "authorization": "Bearer adas-token",
        "target": "/shop/orders/1",
    }
    assert desk.rest("GET", "/letters", X_Mail_Login=f"Basic {login}").json["authorization"] == (
        f"Basic {login}"
    )
    assert desk.rest("GET", "/places", X_Maps_Of_Caller="a key&x=1").json["target"] == (
        "/maps/places?X-Maps-Key=a%20key%26x%3D1"
    )
    assert desk.rest("GET", "/news").json == {"authorization": None, "target": "/open/news"}
    for era in ERAS:
        reply = tool(desk, era, "order", {"number": "7"}, {"X-Shop-Token": "adas-token"})
        assert json.loads(text(reply))["authorization"] == "Bearer adas-token"
        assert json.loads(text(tool(desk, era, "news")))["authorization"] is None


@pytest.mark.parametrize("headers", [{}, {"X-Shop-Token": ""}, {"X-Shop-Token": "Basic abc"}])
def test_without_one_nothing_is_sent(desk: Living, headers: dict[str, str]) -> None:
    desk.upstream.take()
    reply = desk.rest("GET", "/orders/1", **headers)
    assert reply.status == 401
    assert reply.header("www-authenticate") == 'ApiKey realm="shop"'
    assert "x-shop-token" in reply.json["detail"]
    for era in ERAS:
        answer = tool(desk, era, "order", {"number": "1"}, headers)
        assert answer.status == 401
        assert answer.header("www-authenticate") == 'ApiKey realm="shop"'
        assert answer.json["error"]["code"] == -32011
        assert "x-shop-token" in answer.json["error"]["message"]
    assert desk.upstream.take() == []


def test_without_one_on_the_way_through_the_sdk(desk: Living) -> None:
    """A member of `_meta` that the fast path does not know makes it the SDK's."""
    for era in ERAS:
        params = {"name": "order", "arguments": {"number": "1"}, "_meta": {"progressToken": 1}}
        own, body = message(era, "tools/call", params)
        connection = http.client.HTTPConnection("127.0.0.1", desk.ports["mcp"], timeout=10)
        connection.request("POST", "/mcp", body, {**own, "X-Odd": "1"})
        reply = connection.getresponse()
        found = json.loads(reply.read())
        assert (reply.status, found["error"]["code"]) == (401, -32011)
        assert reply.getheader("www-authenticate") == 'ApiKey realm="shop"'
        connection.close()


def test_the_official_client_reads_the_error(desk: Living) -> None:
    url = f"http://127.0.0.1:{desk.ports['mcp']}/mcp"
    with tools.portal() as portal:
        for mode in ("legacy", MODERN):
            with tools.http_session(portal, url, mode) as session:
                with pytest.raises(Exception, match="x-shop-token"):
                    session.call("order", {"number": "1"})
                assert not session.call("news").is_error


def test_a_header_that_comes_twice_is_none(desk: Living) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", desk.ports["rest"], timeout=10)
    connection.putrequest("GET", "/orders/1")
    connection.putheader("X-Shop-Token", "one")
    connection.putheader("X-Shop-Token", "two")
    connection.endheaders()
    assert connection.getresponse().status == 401
    connection.close()


def test_no_cache_on_the_way_mixes_callers(desk: Living) -> None:
    reply = desk.rest("GET", "/orders/1", X_Shop_Token="adas-token")
    assert "x-shop-token" in (reply.header("vary") or "")


# --- many at once ---------------------------------------------------------------------------------

CALLERS: Final = 50
ROUNDS: Final = 6


def _as_caller(desk: Living, number: int, wrong: list[object]) -> None:
    """Calls of one caller, on connections that others use too; some end early, some in errors."""
    draw = random.Random(number)
    mine = f"token-of-caller-{number:03}"
    for turn in range(ROUNDS):
        kind = draw.choice(("good", "slow", "bad", "gone", "anonymous", "mcp", "mcp"))
        order = {"good": "a", "slow": "slow", "gone": "slow"}.get(kind, kind) + f"-{number}-{turn}"
        headers = {} if kind == "anonymous" else {"X-Shop-Token": mine}
        with _connection(desk, "mcp" if kind == "mcp" else "rest") as connection:
            if kind == "gone":
                _leave(connection, order, headers)
                continue
            if kind == "mcp":
                params = {"name": "order", "arguments": {"number": order}}
                own, body = message(draw.choice(ERAS), "tools/call", params)
                connection.request("POST", "/mcp", body, {**own, **headers})
            else:
                connection.request("GET", f"/orders/{order}", headers=headers)
            reply = connection.getresponse()
            content = reply.read().decode()
        if kind == "anonymous":
            good = reply.status == 401 and "token-of" not in content
        elif kind == "bad":
            # What its API repeats of a request that failed is masked; whose it was, the API tells below.
            good = '"Bearer ***"' in content and order in content and "token-of" not in content
        else:
            good = mine in content and order in content and content.count("token-of-caller-") <= 2
        if not good:
            wrong.append((number, kind, reply.status, content))


class _Pool:
    """Connections that are kept and handed to whoever comes next."""

    def __init__(self) -> None:
        self.free: dict[int, list[http.client.HTTPConnection]] = {}
        self.lock = threading.Lock()


_POOL: Final = _Pool()


class _connection:  # noqa: N801
    def __init__(self, desk: Living, kind: str) -> None:
        self._port = desk.ports[kind]

    def __enter__(self) -> http.client.HTTPConnection:
        with _POOL.lock:
            free = _POOL.free.setdefault(self._port, [])
            self._taken = (
                free.pop()
                if free
                else http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            )
        return self._taken

    def __exit__(self, *_: object) -> None:
        with _POOL.lock:
            _POOL.free[self._port].append(self._taken)


def _leave(connection: http.client.HTTPConnection, order: str, headers: dict[str, str]) -> None:
    """Ask and go: the answer is never read."""
    connection.request("GET", f"/orders/{order}", headers=headers)
    time.sleep(0.01)
    connection.close()


def test_fifty_callers_at_once_get_their_own(desk: Living) -> None:
    desk.upstream.take()
    wrong: list[object] = []
    with ThreadPoolExecutor(CALLERS) as pool:
        for future in [pool.submit(_as_caller, desk, n, wrong) for n in range(CALLERS)]:
            future.result()
    assert wrong == []
    for seen in desk.upstream.take():
        number = int(seen.target.rsplit("-", 2)[1])
        assert seen.headers["authorization"] == f"Bearer token-of-caller-{number:03}", seen
    for connections in _POOL.free.values():
        for connection in connections:
            connection.close()
    _POOL.free.clear()
    assert "token-of-caller" not in desk.served.output()


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said_of_it"),
    [
        ({"SHOP_CREDENTIALS_HEADER": ""}, "SHOP_CREDENTIALS_HEADER must name the header"),
        ({"SHOP_CREDENTIALS_HEADER": "a, b"}, "SHOP_CREDENTIALS_HEADER must name the header"),
        ({"SHOP_CREDENTIALS_HEADER": "Traceparent"}, "cannot carry a credential"),
        ({"SHOP_CREDENTIALS_HEADER": "a b"}, "cannot carry a credential"),
        ({"SHOP_CREDENTIALS": "theirs"}, "must be one of team, caller, exchange"),
        (
            {"OPEN_CREDENTIALS": "caller", "OPEN_CREDENTIALS_HEADER": "X-Open"},
            "open declares no credential",
        ),
        (
            {"SHOP_CREDENTIALS_HEADER": "Authorization", "DESK_{}_BEARER_TOKEN": "let-me-in-4711"},
            "must not be 'authorization'",
        ),
        (
            {"SHOP_CREDENTIALS_HEADER": "X-Api-Key", "DESK_{}_API_KEY": "let-me-in-4711"},
            "must not be 'x-api-key'",
        ),
        ({"SHOP_CREDENTIALS": "exchange"}, "SHOP_EXCHANGE_AUDIENCE"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_at_start(
    desk: Living, changed: dict[str, str], said_of_it: str
) -> None:
    for kind in ("rest", "mcp"):
        more = {name.format(kind.upper()): value for name, value in changed.items()}
        run = subprocess.run(
            [sys.executable, "-m", "living", kind, "--port", "0"],
            cwd=desk.folder,
            env=environment(**{**TEAM, **CALLER, **more}),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert run.returncode == 1, (kind, run.stderr)
        assert said_of_it in run.stderr
        assert "Traceback" not in run.stderr


def test_authorization_carries_it_where_the_adapter_is_open(tmp_path: Path) -> None:
    named = {**CALLER, "SHOP_CREDENTIALS_HEADER": "authorization"}
    with living(SPEC, tmp_path, _echo, **TEAM, **named) as running:
        reply = running.rest("GET", "/orders/1", Authorization="Bearer adas-token")
        assert reply.json["authorization"] == "Bearer adas-token"
        for header in ({}, {"Authorization": "adas-token"}, {"Authorization": "Basic eDp5"}):
            refused = running.rest("GET", "/orders/1", **header)
            assert refused.status == 401
            assert refused.header("www-authenticate") == 'Bearer realm="shop"'


def test_over_stdio_the_environment_is_the_callers(desk: Living) -> None:
    variables = environment(**TEAM, **CALLER)
    with (
        tools.portal() as portal,
        tools.stdio_session(
            portal, variables, "--adapter", "desk-mcp", package="living", folder=desk.folder
        ) as session,
    ):
        found: Any = json.loads(tools.text_of(session.call("order", {"number": "1"})))
    assert found["authorization"] == "Bearer the-teams-own-token"
