"""Null has one meaning: refused where an input is required, left out by a tool, a JSON null only in a body."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from anyio.from_thread import BlockingPortal

from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Server, answer
from tests.support import tools as mcp
from tests.support.processes import ROOT, environment, serve
from tests.support.raw_http import fetch

SPEC = ROOT / "tests/wire/labels-capability.yaml"
GIVEN = {"shelf": "a", "kind": "k", "name": "n"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("labels")
    write_package(SPEC, folder, name="labels_own")
    return folder


@pytest.fixture
def own(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(package)
    yield importlib.import_module("labels_own")
    for name in [name for name in sys.modules if name.partition(".")[0] == "labels_own"]:
        del sys.modules[name]


@pytest.mark.parametrize("name", list(GIVEN))
def test_the_client_refuses_a_null(own: Any, registry: Server, upstream: Server, name: str) -> None:
    with own.LabelsClient(base_uri=registry.url) as client:
        arguments = {**GIVEN, name: None}
        with pytest.raises(own.InvalidArgumentError) as caught:
            client.add(arguments.pop("shelf"), **arguments)
    assert (caught.value.name, upstream.seen) == (name, [])


def test_the_types_of_the_client_say_so(own: Any) -> None:
    hints = get_type_hints(own.LabelsClient.add, vars(importlib.import_module("labels_own.client")))
    assert [hints[each] for each in GIVEN] == [str, str, str]
    assert type(None) in hints["note"].__args__


def test_an_optional_field_may_be_null(own: Any, registry: Server, upstream: Server) -> None:
    upstream.queue.append(answer(200, "{}"))
    with own.LabelsClient(base_uri=registry.url) as client:
        client.add("a", kind="k", name="n", note=None)
    assert json.loads(upstream.seen[-1].body) == {"name": "n", "note": None}


def test_a_null_is_nothing_in_a_query(
    own: Any, registry: Server, upstream: Server, package: Path
) -> None:
    """Only JSON has a null (RFC 8259, 3): in a query, `hint=null` would be a text of four letters."""
    with own.LabelsClient(base_uri=registry.url) as client:
        upstream.queue.append(answer(200, "{}"))
        client.add("a", kind="k", name="n", hint=None)
        with pytest.raises(own.InvalidArgumentError, match=r"^hint must not be null"):
            client.add("a", kind="k", name="n", hint=["b", None])
    variables = environment(LABELS_BASE_URI=registry.url)
    with serve("rest", variables, package="labels_own", folder=package) as served:
        for body in b'{"name":"n","hint":null}', b'{"name":"n","hint":["b",null]}':
            upstream.queue.append(answer(200, "{}"))
            reply = fetch(
                served.url,
                "POST",
                "/shelves/a/labels?kind=k",
                headers={"Content-Type": "application/json"},
                body=body,
            )
            assert (reply.status, b"hint" in reply.body) == (
                (422, True) if b"[" in body else (200, False)
            )
    assert [each.target for each in upstream.seen] == ["/shelves/a/labels?kind=k"] * 2


def test_rest_refuses_a_null(registry: Server, upstream: Server, package: Path) -> None:
    variables = environment(LABELS_BASE_URI=registry.url)
    headers = {"Content-Type": "application/json"}
    with serve("rest", variables, package="labels_own", folder=package) as served:
        reply = fetch(
            served.url, "POST", "/shelves/a/labels?kind=k", headers=headers, body=b'{"name":null}'
        )
    assert (reply.status, upstream.seen) == (422, [])
    assert reply.json["errors"][0]["pointer"] == "/body/name"


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
def test_a_tool_refuses_a_null(
    registry: Server, upstream: Server, package: Path, portal: BlockingPortal, era: str
) -> None:
    variables = environment(LABELS_BASE_URI=registry.url)
    with (
        serve("mcp", variables, package="labels_own", folder=package) as served,
        mcp.http_session(portal, served.url + "/mcp", era) as session,
    ):
        for name in GIVEN:
            assert session.call("add", {**GIVEN, name: None}).is_error
        assert upstream.seen == []
        upstream.queue.append(answer(200, "{}"))
        # Some clients send all arguments that a tool has (crewai-tools); two of these have no type.
        left_out = {"note": None, "extra": None, "hint": None}
        assert not session.call("add", {**GIVEN, **left_out}).is_error
        assert json.loads(upstream.seen[-1].body) == {"name": "n"}
        assert upstream.seen[-1].target == "/shelves/a/labels?kind=k"
        upstream.queue.append(answer(200, "{}"))
        assert not session.call("add", {**GIVEN, "extra": {"a": None, "b": [None]}}).is_error
    assert json.loads(upstream.seen[-1].body) == {"name": "n", "extra": {"a": None, "b": [None]}}
