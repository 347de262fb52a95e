"""Patterns of consumed parameters: held against before anything is sent, by the client and by both adapters."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Server, answer
from tests.support import tools as mcp
from tests.support.processes import ROOT, environment, serve
from tests.support.raw_http import fetch

SPEC = ROOT / "tests/wire/codes-capability.yaml"
GOOD: dict[str, Any] = {"code": "AB1", "word": "aaa"}
REFUSED: list[tuple[str, Any]] = [
    *(("code", value) for value in ("ab1", "AB1\n", "AB\u0661", "AB12", "")),
    *(("tag", value) for value in (["a", "b c"], ["\u00e9"], "x y")),
    *(("count", value) for value in ("1", 123, 1.5)),
    *(("trace", value) for value in ("xyz", "AB")),
    *(("word", value) for value in ("a" * 5_000 + "!", "b")),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("codes")
    write_package(SPEC, folder, name="codes_own")
    return folder


@pytest.fixture
def own(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(package)
    yield importlib.import_module("codes_own")
    for name in [name for name in sys.modules if name.partition(".")[0] == "codes_own"]:
        del sys.modules[name]


def _called(client: Any, arguments: dict[str, Any]) -> Any:
    given = {name.lower().replace("-", "_"): value for name, value in arguments.items()}
    return client.put_code(given.pop("code"), **given)


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_the_client_refuses(
    own: Any, registry: Server, upstream: Server, name: str, value: Any
) -> None:
    with (
        own.CodesClient(base_uri=registry.url) as client,
        pytest.raises(own.InvalidArgumentError, match="does not match the pattern") as caught,
    ):
        _called(client, {**GOOD, name: value})
    assert (caught.value.name, upstream.seen) == (name, [])


def test_the_client_sends_what_matches(own: Any, registry: Server, upstream: Server) -> None:
    upstream.queue += [answer(200, "{}"), answer(200, "{}")]
    with own.CodesClient(base_uri=registry.url) as client:
        _called(client, GOOD)
        _called(client, {**GOOD, "tag": ["a", "b_1"], "count": 12, "trace": "0f"})
    assert [seen.target for seen in upstream.seen] == [
        "/codes/AB1",
        "/codes/AB1?tag=a&tag=b_1&count=12",
    ]
    assert upstream.last.header("trace") == "0f"
    assert json.loads(upstream.last.body) == {"word": "aaa"}


def test_the_adapters_refuse(
    registry: Server, upstream: Server, package: Path, portal: BlockingPortal
) -> None:
    variables = environment(CODES_BASE_URI=registry.url)
    with serve("rest", variables, package="codes_own", folder=package) as served:
        headers = {"Content-Type": "application/json"}
        for target, body in (("/codes/ab1", b'{"word":"a"}'), ("/codes/AB1", b'{"word":"b"}')):
            reply = fetch(served.url, "PUT", target, headers=headers, body=body)
            assert reply.status in (400, 422)
            assert "does not match the pattern" in reply.body.decode()
    with (
        serve("mcp", variables, package="codes_own", folder=package) as served,
        mcp.http_session(portal, served.url + "/mcp", "2026-07-28") as session,
    ):
        for name, value in (("code", "ab1"), ("tag", ["a b"]), ("word", "b")):
            result = session.call("put-code", {**GOOD, name: value})
            assert result.is_error
            assert "does not match the pattern" in mcp.text_of(result)
        assert upstream.seen == []
        upstream.queue.append(answer(200, "{}"))
        assert not session.call("put-code", GOOD).is_error
