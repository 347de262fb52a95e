"""Credentials in headers, and an upstream that repeats the headers of a request: callers of the adapters never see them.

Seen with debugging pages of web frameworks and echo endpoints, which print the headers of a request in their failed answers.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from anyio.from_thread import BlockingPortal

from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Seen, Server, answer
from tests.support import tools as mcp
from tests.support.processes import Served, environment, serve
from tests.support.raw_http import fetch

from .conftest import SPEC

SECRET = "s3cret-token/of+us=="
KINDS = {
    "bearer": "{type: bearer, token: '{{KEY}}'}",
    "basic": "{type: basic, username: robot, password: '{{KEY}}'}",
    "apikey": "{type: apikey, key: X-Key, value: '{{KEY}}', placement: header}",
}
SENT = base64.b64encode(f"robot:{SECRET}".encode()).decode()


@pytest.fixture(scope="module", params=KINDS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("secrets")
    base = "    baseUri: https://registry.example.org\n"
    text = SPEC.read_text(encoding="utf-8")
    text = text.replace(base, f"{base}    authentication: {KINDS[request.param]}\n")
    spec = made / "capability.yaml"
    spec.write_text(text, encoding="utf-8")
    write_package(spec, made, even_refused=True)
    return made


@pytest.fixture(scope="module")
def variables(registry: Server) -> dict[str, str]:
    return environment(REGISTRY_BASE_URI=registry.url, REGISTRY_KEY=SECRET)


@pytest.fixture(scope="module")
def rest(variables: dict[str, str], folder: Path) -> Iterator[Served]:
    with serve("rest", variables, package="own", folder=folder) as served:
        yield served


def _credential(seen: Seen) -> str:
    return seen.header("authorization") or seen.header("x-key") or ""


def _echo(status: int) -> Any:
    def rule(seen: Seen) -> bytes:
        shown = _credential(seen)
        place = f"http://registry/login?was={quote(shown, safe='')}"
        escaped = shown.replace("/", "\\/")
        return answer(
            status, f"you sent {shown}, {escaped}", ("Location", place), ("X-Sent", shown)
        )

    return rule


def _shows_nothing(text: str) -> None:
    for secret in (SECRET, SENT):
        for spelled in (secret, quote(secret, safe=""), secret.replace("/", "\\/")):
            assert spelled not in text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("status", [302, 404, 500])
def test_over_rest(upstream: Server, rest: Served, status: int, method: str) -> None:
    upstream.rule = _echo(status)
    reply = fetch(rest.url, method, "/raw/1")
    assert _credential(upstream.last)
    assert reply.status == status
    for name in ("location", "x-sent"):
        assert "***" in (reply.header(name) or "")
        _shows_nothing(reply.header(name) or "")
    _shows_nothing(reply.body.decode())
    assert method == "HEAD" or (b"you sent" in reply.body and b"***" in reply.body)


def test_over_mcp(
    upstream: Server, variables: dict[str, str], folder: Path, portal: BlockingPortal
) -> None:
    with (
        serve("mcp", variables, package="own", folder=folder) as served,
        mcp.http_session(portal, served.url + "/mcp", "2026-07-28") as session,
    ):
        for status in (302, 404, 500):
            upstream.rule = _echo(status)
            said = mcp.text_of(session.call("raw-tenant", {"id": "1"}))
            assert "***" in said
            _shows_nothing(said)


def test_in_a_compressed_answer(upstream: Server, rest: Served) -> None:
    upstream.rule = lambda seen: answer(
        404,
        gzip.compress(_credential(seen).encode()),
        ("Content-Encoding", "gzip"),
        ("ETag", '"1"'),
    )
    reply = fetch(rest.url, "GET", "/raw/1")
    assert b"***" in reply.body
    assert (reply.header("content-encoding"), reply.header("etag")) == (None, None)


@pytest.mark.parametrize(
    ("coding", "body"), [("gzip", gzip.compress(b"no")), ("br", b"\x0b\x01\x80no\x03")]
)
def test_an_answer_without_them_stays_as_it_came(
    upstream: Server, rest: Served, coding: str, body: bytes
) -> None:
    upstream.rule = lambda seen: answer(404, body, ("Content-Encoding", coding), ("ETag", '"1"'))
    reply = fetch(rest.url, "GET", "/raw/1")
    assert (reply.status, reply.body) == (404, body)
    assert (reply.header("content-encoding"), reply.header("etag")) == (coding, '"1"')


def test_what_succeeded_is_handed_on(upstream: Server, rest: Served) -> None:
    upstream.rule = _echo(200)
    reply = fetch(rest.url, "GET", "/raw/1")
    assert reply.status == 200
    assert _credential(upstream.last) in reply.body.decode()
