"""Sections of templates: in paths, pairs, bodies, `with` values, steps and mocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.orchestration.conftest import Package, packaged
from tests.support.upstreams import Told

_PLACES = ("data", "text", "markup", "form", "lines", "braces", "block")
_ORDERS = (
    "/orders",
    "/orders/7/",
    "/orders/7/many",
    "/orders/7",
    "/orders/7/x",
    "/orders/a%20b/x",
    "/query",
)
_PARTS = [{"name": "a<b"}, {"name": "c", "last": True}, {"last": False}]


@pytest.fixture(scope="module", params=["pyreqwest", "httpx2"])
def press(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, loop: BlockingPortal
) -> Iterator[Package]:
    folder = tmp_path_factory.mktemp("sections")
    variables = {
        "PRESS_BASE_URI": "{url}",
        "PRESS": "{url}",
        "KEY": "7",
        **{f"{api}_TRANSPORT": request.param for api in ("PRESS", "BOUND")},
    }
    source = Path(__file__).parent / "sections.yaml"
    with packaged(source, folder, loop, **variables) as package:
        yield package


@pytest.fixture(autouse=True)
def _told(press: Package) -> None:
    press.tell(
        {f"GET {path}": Told({}) for path in _ORDERS}
        | {f"POST /{path}": Told({"made": path}) for path in _PLACES}
    )


def _sent(press: Package, tool: str, arguments: dict[str, Any]) -> tuple[str, str]:
    """The target and the body of the one request."""
    failed, text = press.call(tool, arguments)
    assert not failed, text
    (asked,) = press.upstream.asked
    return asked.target, asked.body


@pytest.mark.parametrize(
    ("tool", "arguments", "target"),
    [
        ("walk", {"order": {"id": 7}}, "/orders/7/"),
        ("walk", {"order": {"id": 7}, "copies": [1, 2]}, "/orders/7/many"),
        ("walk", {"order": {"id": 7}, "copies": []}, "/orders/7/many"),
        ("optional", {}, "/orders"),
        ("optional", {"id": "7"}, "/orders/7/x"),
        ("optional", {"id": "a b"}, "/orders/a%20b/x"),
        ("leading", {"id": "7"}, "/orders/7"),
        ("leading", {}, "/orders"),
        ("query", {}, "/query?first=yes"),
        ("query", {"cursor": "a&b=1"}, "/query?after=c-a%26b%3D1&first=no"),
        ("query", {"cursor": ""}, "/query?after=c-&first=no"),
        ("given", {"flag": True}, "/query?after=c-on&first=no"),
        ("given", {"flag": False}, "/query?after=c-off&first=no"),
        ("given", {}, "/query?after=c-off&first=no"),
    ],
)
def test_targets(press: Package, tool: str, arguments: dict[str, Any], target: str) -> None:
    assert _sent(press, tool, arguments)[0] == target


@pytest.mark.parametrize(
    ("tool", "arguments", "body"),
    [
        ("data", {}, "{}"),
        ("data", {"order": {"tags": [], "name": "N", "shop": "S"}}, '{"tags":"","who":"N of S"}'),
        (
            "data",
            {"order": {"tags": ["a", 2], "name": "N"}, "shop": 'S"'},
            '{"tags":"<a><2>","who":"N of S\\""}',
        ),
        ("text", {}, '{"note":"a"}'),
        ("text", {"note": '", "x": "1'}, '{"note":"a b \\", \\"x\\": \\"1"}'),
        ("markup", {"order": {"parts": []}}, "<o>none</o>"),
        ("markup", {"order": {"parts": _PARTS}}, "<o><p>a&lt;b</p><p>c!</p><p></p></o>"),
        ("form", {}, "a=1"),
        ("form", {"note": "b&c=2"}, "a=1&note=b%26c%3D2"),
        ("lines", {}, "Dear\nBye\n"),
        ("lines", {"note": "x"}, "Dear\n  x, \nBye\n"),
        ("braces", {"note": "n"}, "n n {{note}} [n] n"),
        ("braces", {"note": "<%{{=x"}, "<%{{=x <%{{=x {{note}} [<%{{=x] <%{{=x"),
        ("block", {"note": "n"}, "a n"),
        ("block", {}, "a "),
    ],
)
def test_bodies(press: Package, tool: str, arguments: dict[str, Any], body: str) -> None:
    assert _sent(press, tool, arguments)[1] == body


@pytest.mark.parametrize("id_", ["", ".", "..", "a/b", "a%2fb", "../x", "{{id}}{{/id}}/x"])
def test_a_value_in_a_section_keeps_to_its_segment(press: Package, id_: str) -> None:
    failed, text = press.call("optional", {"id": id_})
    assert failed
    assert "id must not" in text
    assert press.upstream.targets() == []


def test_what_the_environment_gives_decides(press: Package) -> None:
    """A variable of `binds` has a value wherever the package runs: its sections are settled when it is generated."""
    assert press.call("bound", {})[0] is False
    (asked,) = press.upstream.asked
    assert (asked.target, asked.headers["x-key"]) == ("/lines", "k-7")


def test_the_surfaces_agree(press: Package) -> None:
    assert press.get("/query?cursor=7").status == 200
    assert press.upstream.targets() == ["GET /query?after=c-7&first=no"]


@pytest.mark.parametrize(
    ("items", "note"), [([{"id": 1}, {"id": 2}], "a b [1][2]"), ([], "a b no items")]
)
def test_what_a_step_gave(press: Package, items: list[Any], note: str) -> None:
    press.tell({"GET /query": Told({"items": items}), "POST /text": Told({"made": 1})})
    assert press.call("step", {})[0] is False
    assert json.loads(press.upstream.asked[-1].body) == {"note": note}


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({}, {"hello": "Hello!", "orders": "none"}),
        ({"name": "Ann", "is-gold": False}, {"hello": "Hello Ann!", "tier": "", "orders": "none"}),
        ({"is-gold": True, "orders": [1]}, {"hello": "Hello!", "tier": "gold", "orders": "[1]"}),
    ],
)
def test_mocks(press: Package, arguments: dict[str, Any], answer: dict[str, str]) -> None:
    failed, text = press.call("mock", arguments)
    assert not failed
    assert json.loads(text) == answer
