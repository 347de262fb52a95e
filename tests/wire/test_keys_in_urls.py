"""An API key of the URL, and an upstream that repeats its URL: callers of the adapters never see it.

Source: RFC 9110, 17.9 (URIs are shown and kept); seen with an upstream that repeats the URL of a request in `Location` and `Link`.
"""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Seen, Server, answer
from tests.support import tools as mcp
from tests.support.processes import Served, environment, serve
from tests.support.raw_http import fetch

from .conftest import SPEC

KEY = "k3y/with+odd=parts"
ECHOED = ("location", "link", "content-location", "refresh")


@pytest.fixture(scope="module", params=["query", "path"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("keys")
    text = SPEC.read_text(encoding="utf-8")
    base = "    baseUri: https://registry.example.org\n"
    key = (
        f"    authentication: {{type: apikey, key: key, value: '{{{{KEY}}}}', "
        f"placement: {request.param}}}\n"
    )
    text = text.replace(base, base + key)
    if request.param == "path":
        text = text.replace("path: /tenants/{{id}}\n      operations:\n      - name: raw", "x")
    spec = made / "capability.yaml"
    spec.write_text(text, encoding="utf-8")
    write_package(spec, made, even_refused=True)
    (made / "place").write_text(request.param)
    return made


@pytest.fixture(scope="module")
def variables(registry: Server, folder: Path) -> dict[str, str]:
    where = "/{key}" if (folder / "place").read_text() == "path" else ""
    return environment(REGISTRY_BASE_URI=registry.url + where, REGISTRY_KEY=KEY)


@pytest.fixture(scope="module")
def rest(variables: dict[str, str], folder: Path) -> Iterator[Served]:
    with serve("rest", variables, package="own", folder=folder) as served:
        yield served


def _echo(status: int) -> object:
    def rule(seen: Seen) -> bytes:
        there = f"http://registry{seen.target}"
        lower = there.replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d")
        headers = [("Location", there), ("Link", f"<{lower}>; rel=next"), ("Refresh", there)]
        headers.append(("Content-Location", lower))
        return answer(status, f'{{"message":"see {there} or {lower}"}}', *headers)

    return rule


def _shows_no_key(text: str) -> None:
    for spelled in ("k3y/with", "k3y%2Fwith", "k3y%2fwith"):
        assert spelled not in text


@pytest.mark.parametrize("status", [200, 302, 404])
def test_over_rest(upstream: Server, rest: Served, status: int) -> None:
    upstream.rule = _echo(status)  # type: ignore[assignment]
    reply = fetch(rest.url, "GET", "/raw/1")
    assert reply.status == status
    assert "k3y%2Fwith" in upstream.last.target
    said = [value for name, value in reply.headers if name in ECHOED]
    assert len(said) >= 3
    for value in said:
        assert "***" in value
        _shows_no_key(value)
    if status != 200:
        _shows_no_key(reply.body.decode())


def test_over_mcp(
    upstream: Server, variables: dict[str, str], folder: Path, portal: BlockingPortal
) -> None:
    with (
        serve("mcp", variables, package="own", folder=folder) as served,
        mcp.http_session(portal, served.url + "/mcp", "legacy") as session,
    ):
        for status in (302, 404):
            upstream.rule = _echo(status)  # type: ignore[assignment]
            said = mcp.text_of(session.call("raw-tenant", {"id": "1"}))
            assert "***" in said
            _shows_no_key(said)


def _in_pieces(status: int, body: bytes) -> Any:
    """An answer without a length, so that the adapter hands it on as it comes."""
    head = f"HTTP/1.1 {status} So\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"

    def said(connection: socket.socket) -> None:
        connection.sendall(head.encode())
        for at in range(0, len(body), 7):
            piece = body[at : at + 7]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")

    return said


def _body_of(seen: Seen) -> bytes:
    return (
        f'{{"message":"see http:\\/\\/registry{seen.target.replace("/", chr(92) + "/")}"}}'.encode()
    )


FORMS: dict[str, Any] = {
    "gzip": lambda body: answer(404, gzip.compress(body), ("Content-Encoding", "gzip")),
    "deflate": lambda body: answer(503, zlib.compress(body), ("Content-Encoding", "deflate")),
    "large": lambda body: answer(404, body + b" " * 200_000),
    "pieces": lambda body: _in_pieces(404, body),
    "another coding": lambda body: answer(400, body, ("Content-Encoding", "br")),
    "another type": lambda body: answer(500, body, content_type="text/html"),
}


@pytest.mark.parametrize("form", FORMS)
def test_however_an_error_comes(upstream: Server, rest: Served, form: str) -> None:
    upstream.rule = lambda seen: FORMS[form](_body_of(seen))
    reply = fetch(rest.url, "GET", "/raw/1")
    assert reply.status in (400, 404, 500, 503)
    body = gzip.decompress(reply.body) if reply.body[:2] == b"\x1f\x8b" else reply.body
    _shows_no_key(body.decode())
    _shows_no_key(body.decode().replace("\\", ""))
    assert reply.header("content-length") in (None, str(len(reply.body)))
    assert (b"***" in body) == (form != "another coding")


def test_an_error_without_the_key_stays_as_it_came(upstream: Server, rest: Served) -> None:
    body = gzip.compress(b'{"message":"no"}')
    headers = (("Content-Encoding", "gzip"), ("ETag", '"1"'))
    upstream.rule = lambda seen: answer(404, body, *headers)
    reply = fetch(rest.url, "GET", "/raw/1")
    assert (reply.status, reply.body) == (404, body)
    assert (reply.header("content-encoding"), reply.header("etag")) == ("gzip", '"1"')


def test_over_mcp_however_an_error_comes(
    upstream: Server, variables: dict[str, str], folder: Path, portal: BlockingPortal
) -> None:
    with (
        serve("mcp", variables, package="own", folder=folder) as served,
        mcp.http_session(portal, served.url + "/mcp", "2026-07-28") as session,
    ):
        for form in FORMS.values():
            upstream.rule = lambda seen, form=form: form(_body_of(seen))  # type: ignore[misc]
            said = mcp.text_of(session.call("raw-tenant", {"id": "1"}))
            _shows_no_key(said)
            _shows_no_key(said.replace("\\", ""))
