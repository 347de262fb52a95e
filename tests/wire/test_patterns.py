"""Inputs held against patterns, on both adapters: the meaning of JSON Schema's dialect, in bounded time.

Sources: JSON Schema 2020-12, 6.3.3 and ECMA-262, 22.2; seen with Python's `re`: one request held a server for seconds, `$`
took a text that ends in a line break, `\\d` other digits than ASCII's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from anyio.from_thread import BlockingPortal

from templates.runtime.patterns import Pattern
from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Server, answer
from tests.support import tools as mcp
from tests.support.processes import ROOT, Served, environment, serve
from tests.support.raw_http import fetch

SPEC = ROOT / "tests/wire/ships-capability.yaml"
IMO = "1234567"
REFUSED = [
    *(("imo", text) for text in ("1234567\n", "١٢٣٤٥٦٧", "12345678")),
    *(("code", text) for text in ("AB\n", "ab", "ABC")),
    *(("word", text) for text in ("é", "٣", "a b", "a\n")),
    *(("slow", text) for text in ("a" * 5_000 + "!", "", "b")),
    *(("free", text) for text in ("x", "\x85")),
]
TAKEN = [
    ("code", "AB"),
    ("word", "a_9"),
    ("slow", "a" * 200),
    ("free", "a\u3000b"),
    ("free", "\ufeff"),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("ships")
    write_package(SPEC, folder)
    return folder


@pytest.fixture(scope="module")
def ships(registry: Server, package: Path) -> Iterator[Served]:
    variables = environment(REGISTRY_BASE_URI=registry.url)
    with serve("rest", variables, package="own", folder=package) as served:
        yield served


@pytest.fixture(scope="module")
def bridge(registry: Server, package: Path, portal: BlockingPortal) -> Iterator[mcp.ToolCaller]:
    variables = environment(REGISTRY_BASE_URI=registry.url)
    with (
        serve("mcp", variables, package="own", folder=package) as served,
        mcp.http_session(portal, served.url + "/mcp", "2026-07-28") as session,
    ):
        yield session


def _target(name: str, value: str) -> str:
    if name == "imo":
        return f"/ships/{quote(value)}"
    return f"/ships/{IMO}?{name}={quote(value)}"


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_rest_refuses(upstream: Server, ships: Served, name: str, value: str) -> None:
    reply = fetch(ships.url, "GET", _target(name, value))
    assert (reply.status, upstream.seen) == (422, [])
    assert "does not match the pattern" in reply.body.decode()


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_mcp_refuses(upstream: Server, bridge: mcp.ToolCaller, name: str, value: str) -> None:
    result = bridge.call("show-ship", {"imo": IMO, name: value})
    assert (result.is_error, upstream.seen) == (True, [])
    assert "expected text that matches" in mcp.text_of(result)


@pytest.mark.parametrize(("name", "value"), TAKEN)
def test_both_take(
    upstream: Server, ships: Served, bridge: mcp.ToolCaller, name: str, value: str
) -> None:
    upstream.queue += [answer(200, "{}"), answer(200, "{}")]
    assert fetch(ships.url, "GET", _target(name, value)).status == 200
    assert bridge.call("show-ship", {"imo": IMO, name: value}).is_error is False


def test_a_mapping_filters_what_an_upstream_sends(
    upstream: Server, ships: Served, bridge: mcp.ToolCaller
) -> None:
    names = ["aA", "aa\n", "a" * 100_000 + "!", "ba", "\ud800"]
    body = json.dumps({"ships": [{"name": name} for name in names]})
    upstream.queue += [answer(200, body), answer(200, body)]
    assert fetch(ships.url, "GET", f"/ships/{IMO}").json == {"names": ["aA"]}
    assert bridge.call("show-ship", {"imo": IMO}).structured_content == {"names": ["aA"]}


def test_requirements_name_the_engine_only_with_a_pattern(package: Path) -> None:
    assert "google-re2" in (package / "own/requirements.txt").read_text("utf-8")
    assert "google-re2" not in (ROOT / "generated/quay/requirements.txt").read_text("utf-8")
    assert not (ROOT / "generated/quay/_runtime/patterns.py").exists()


def test_a_long_text_is_matched_in_bounded_time_or_not_at_all() -> None:
    """RE2 takes time of text times expression at the worst (github.com/google/re2, "Performance")."""
    pattern = Pattern("[a-z]{20}", "[a-z]{20}")
    assert pattern.is_found_in("a" * 1_000_000)
    assert not pattern.is_found_in("a" * 20_000_000)
