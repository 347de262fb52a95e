"""Tokens of a real issuer (npm's `oidc-provider`), and the official MCP client that finds it by itself."""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.client.auth.oauth2 import AuthorizationCodeResult
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from mcp_types import TextContent

from tests.support.living import Living, living
from tests.support.processes import start, wait_for
from tests.support.raw_http import free_port

from .asking import ERAS, tool
from .test_credentials import SPEC, TEAM
from .tokens import bearer, echo

NPM: Final = Path(__file__).with_name("npm")
SECRETS: Final = {"robot": "secret-of-the-robot", "reader": "secret-of-the-reader"}
OPAQUE: Final = "https://opaque.example/desk"
"""Whom tokens are for that only the issuer can read."""
BACK: Final = "http://127.0.0.1:9/back"


class Real:
    """The issuer as it is reached."""

    def __init__(self, url: str, ports: dict[str, int]) -> None:
        self.url = url
        self.ports = ports

    def resource(self, name: str) -> str:
        """What an adapter calls itself."""
        return f"http://127.0.0.1:{self.ports[name]}{'/mcp' if name == 'mcp' else ''}"

    def token(self, client: str, audience: str, scope: str) -> str:
        """By the client's own credentials (RFC 6749, 4.4; RFC 8707)."""
        form = {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_secret": SECRETS[client],
            "resource": audience,
            "scope": scope,
        }
        with urllib.request.urlopen(f"{self.url}/token", urlencode(form).encode()) as answer:
            return str(json.load(answer)["access_token"])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    if shutil.which("npm") is None:
        pytest.skip("npm installs the issuer")
    folder = tmp_path_factory.mktemp("issuer")
    for name in ("package.json", "package-lock.json", "issuer.mjs"):
        shutil.copy(NPM / name, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, timeout=300)
    ports = {"rest": free_port(), "mcp": free_port()}
    own = free_port()
    found = Real(f"http://127.0.0.1:{own}", ports)
    audiences = [found.resource("rest"), found.resource("mcp"), "https://other.example", OPAQUE]
    command = ["node", "issuer.mjs", str(own), *audiences]
    with start(command, dict(os.environ), found.url, folder) as served:
        wait_for(served, own)
        yield found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, real: Real) -> Iterator[Living]:
    text = SPEC
    for name, port in real.ports.items():
        line = (
            f'authentication: {{type: oauth2, authorizationServerUri: "{real.url}", '
            f'resource: "{real.resource(name)}", scopes: [read]}}'
        )
        text = text.replace(f"port: PORT_{name}", f"port: {port}\n      {line}")
    with living(text, tmp_path_factory.mktemp("desk"), echo, **TEAM) as running:
        for port in real.ports.values():
            wait_for(running.served, port)
        yield Living(running.served, running.folder, running.upstream, real.ports)


def test_tokens_of_the_issuer(desk: Living, real: Real) -> None:
    good = real.token("robot", real.resource("rest"), "read write")
    assert desk.rest("GET", "/news", **bearer(good)).status == 200
    # For the other adapter, for somebody else, without the scope.
    for audience, scope, status in (
        (real.resource("mcp"), "read", 401),
        ("https://other.example", "read", 401),
        (real.resource("rest"), "write", 403),
    ):
        token = real.token("robot", audience, scope)
        assert desk.rest("GET", "/news", **bearer(token)).status == status
    for_mcp = real.token("robot", real.resource("mcp"), "read")
    for era in ERAS:
        assert tool(desk, era, "news", headers=bearer(for_mcp)).status == 200
        assert tool(desk, era, "news", headers=bearer(good)).status == 401


def test_tokens_that_only_the_issuer_can_read(tmp_path: Path, real: Real) -> None:
    """RFC 7662, by the address that the issuer's metadata say."""
    line = (
        f'authentication: {{type: oauth2, authorizationServerUri: "{real.url}", '
        f'resource: "{OPAQUE}", scopes: [read], tokenValidation: introspection}}'
    )
    text = re.sub(r"(      port: PORT_(?:rest|mcp)\n)", rf"\1      {line}\n", SPEC)
    ours = {
        f"DESK_{kind}_OAUTH_{name}": value
        for kind in ("REST", "MCP")
        for name, value in (
            ("CLIENT_ID", "desk"),
            ("CLIENT_SECRET", "secret-of/the desk"),
            ("INTROSPECTION_KEPT", "0" if kind == "REST" else "60"),
        )
    }
    with living(text, tmp_path, echo, **TEAM, **ours) as running:
        good = real.token("robot", OPAQUE, "read write")
        assert good.count(".") == 0
        assert running.rest("GET", "/news", **bearer(good)).status == 200
        for era in ERAS:
            assert tool(running, era, "news", headers=bearer(good)).status == 200
        writer = real.token("robot", OPAQUE, "write")
        assert running.rest("GET", "/news", **bearer(writer)).status == 403
        # One for somebody else, which the issuer knows as well.
        other = real.token("robot", real.resource("rest"), "read")
        assert running.rest("GET", "/news", **bearer(other)).status == 401
        form = {"token": good, "client_id": "robot", "client_secret": SECRETS["robot"]}
        url = f"{real.url}/token/revocation"
        with urllib.request.urlopen(url, urlencode(form).encode()) as answer:
            assert answer.status == 200
        assert running.rest("GET", "/news", **bearer(good)).status == 401


class Memory:
    """Where the client keeps what it gets."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


async def _called(url: str, auth: httpx2.Auth, mode: Any) -> list[str]:
    """What a client sees that knows the address and nothing else."""
    async with (
        httpx2.AsyncClient(auth=auth, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        names = [each.name for each in (await client.list_tools()).tools]
        result = await client.call_tool("news", {})
        assert not result.is_error
        assert isinstance(result.content[0], TextContent)
        return names


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_the_official_client_with_credentials_of_its_own(
    desk: Living, real: Real, mode: str
) -> None:
    url = real.resource("mcp")
    memory = Memory()
    auth = ClientCredentialsOAuthProvider(url, memory, "robot", SECRETS["robot"], issuer=real.url)
    names = asyncio.run(_called(url, auth, mode))
    assert "order" in names
    assert memory.tokens is not None
    assert memory.tokens.scope == "read"


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_the_official_client_for_a_person(desk: Living, real: Real, mode: str) -> None:
    """401 → metadata of the resource → of the issuer → registration → authorization code → token."""
    url = real.resource("mcp")
    memory = Memory()
    came: list[AuthorizationCodeResult] = []

    async def browse(address: str) -> None:
        came.append(await asyncio.to_thread(_agreed, address))

    async def back() -> AuthorizationCodeResult:
        return came[-1]

    metadata = OAuthClientMetadata(redirect_uris=[BACK], client_name="test")  # type: ignore[list-item]
    auth = OAuthClientProvider(url, metadata, memory, browse, back)
    assert "order" in asyncio.run(_called(url, auth, mode))
    assert memory.tokens is not None
    assert came


class _Stop(urllib.request.HTTPRedirectHandler):
    """Follows up to the client's own address, which nobody serves."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if newurl.startswith(BACK):
            raise _ArrivedError(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _ArrivedError(Exception):
    pass


def _agreed(address: str) -> AuthorizationCodeResult:
    """What a browser brings back."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(_Stop(), cookies)
    try:
        opener.open(address, timeout=30)
    except _ArrivedError as arrived:
        said = parse_qs(urlsplit(str(arrived)).query)
        one = {name: values[0] for name, values in said.items()}
        return AuthorizationCodeResult(code=one["code"], state=one["state"], iss=one.get("iss"))
    raise AssertionError(re.sub(r"code=[^&]+", "code=…", address))
