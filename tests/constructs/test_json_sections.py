"""Sections of JSON text outside of quotes: which members and elements there are, and that no value decides more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.corpus.generating import generate
from tests.orchestration.conftest import Package, packaged
from tests.support.processes import environment
from tests.support.upstreams import Told

_PLACES = (
    "member",
    "choice",
    "elements",
    "strings",
    "whole",
    "either",
    "escaped",
    "scalar",
    "text",
    "key",
)
_PARTS = [{"name": "a"}, {"name": {"b": [1]}, "shop": 7}, {}]
_INJECTED = '"}, "x": ["\\u0022 {{b}} {{#b}}\ue0000\ue000\ue000\ue0000'
"""Quotes, braces, tags, an escape, and the marks of the runtime."""


@pytest.fixture(scope="module", params=["pyreqwest", "httpx2"])
def press(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, loop: BlockingPortal
) -> Iterator[Package]:
    folder = tmp_path_factory.mktemp("json_sections")
    variables = {"PRESS_BASE_URI": "{url}", "PRESS_TRANSPORT": request.param}
    source = Path(__file__).parent / "json_sections.yaml"
    with packaged(source, folder, loop, **variables) as package:
        yield package


@pytest.fixture(autouse=True)
def _told(press: Package) -> None:
    press.tell({f"POST /{path}": Told({"made": path}) for path in _PLACES})


def _sent(press: Package, tool: str, arguments: dict[str, Any]) -> str:
    failed, text = press.call(tool, arguments)
    assert not failed, text
    (asked,) = press.upstream.asked
    return asked.body


@pytest.mark.parametrize(
    ("tool", "arguments", "body"),
    [
        ("member", {}, {"a": 1}),
        ("member", {"b": "x"}, {"a": 1, "b": "x"}),
        ("member", {"b": ""}, {"a": 1, "b": ""}),
        ("choice", {}, {"who": None}),
        ("choice", {"name": "Ann"}, {"who": {"is": "Ann", "as": "Ann"}}),
        ("elements", {}, {"tags": [None], "parts": [0]}),
        ("elements", {"order": {"tags": []}}, {"tags": [None], "parts": [0]}),
        (
            "elements",
            {"order": {"tags": ["a", 2, {"b": 1}]}},
            {"tags": ["<a>", "<2>", '<{"b":1}>', None], "parts": [0]},
        ),
        (
            "elements",
            {"order": {"parts": _PARTS}, "shop": "S"},
            {
                "tags": [None],
                "parts": [{"name": "a", "of": "S"}, {"name": {"b": [1]}, "of": 7}, {"of": "S"}, 0],
            },
        ),
        ("strings", {}, {"note": "a\n"}),
        ("strings", {"note": "n"}, {"note": "a\n", "more": "n\t"}),
        ("strings", {"x": {"y": ['"']}}, {"x": {"y": ['"']}, "note": "a\n"}),
        ("whole", {"a": 5}, {"a": 5}),
        ("either", {"a": 5}, {"x": 1}),
        ("either", {"b": "5"}, {"x": {"b": "5"}}),
        ("scalar", {}, None),
        ("scalar", {"note": "5"}, "5"),
        ("text", {}, []),
        ("text", {"note": "5"}, "<5>"),
        ("key", {}, {}),
        ("key", {"note": "5"}, {"k-given": "5"}),
        ("escaped", {}, {"note": "a"}),
        ("escaped", {"note": 'x"\n'}, {"note": 'a\n"x"\n'}),
    ],
)
def test_bodies(press: Package, tool: str, arguments: dict[str, Any], body: Any) -> None:
    assert json.loads(_sent(press, tool, arguments)) == body


def test_a_document_of_which_no_section_is_written_is_no_body(press: Package) -> None:
    assert _sent(press, "whole", {}) == ""


@pytest.mark.parametrize(
    ("tool", "arguments", "body"),
    [
        ("member", {"b": _INJECTED}, {"a": 1, "b": _INJECTED}),
        ("choice", {"name": _INJECTED}, {"who": {"is": _INJECTED, "as": _INJECTED}}),
        (
            "elements",
            {"order": {"tags": [_INJECTED, _INJECTED]}},
            {"tags": [f"<{_INJECTED}>"] * 2 + [None], "parts": [0]},
        ),
        ("strings", {"note": _INJECTED}, {"note": "a\n", "more": f"{_INJECTED}\t"}),
        ("scalar", {"note": _INJECTED}, _INJECTED),
        ("text", {"note": _INJECTED}, f"<{_INJECTED}>"),
        ("key", {"note": _INJECTED}, {"k-given": _INJECTED}),
        ("escaped", {"note": _INJECTED}, {"note": f'a\n"{_INJECTED}'}),
    ],
)
def test_no_value_changes_the_structure(
    press: Package, tool: str, arguments: dict[str, Any], body: Any
) -> None:
    assert json.loads(_sent(press, tool, arguments)) == body


@pytest.mark.parametrize("arguments", [{}, {"a": 1, "b": "x"}])
def test_sections_that_make_no_document(press: Package, arguments: dict[str, Any]) -> None:
    failed, text = press.call("either", arguments)
    assert failed
    assert "body is not JSON: the sections of its template" in text
    assert press.upstream.targets() == []


def test_rest(press: Package) -> None:
    body = json.dumps({"b": _INJECTED}).encode()
    assert press.get("/member", "POST", body).status == 200
    assert json.loads(press.upstream.asked[0].body) == {"a": 1, "b": _INJECTED}


def test_rest_without_a_document(press: Package) -> None:
    answer = press.get("/either", "POST")
    assert answer.status == 422
    assert b"body" in answer.body or b"is not JSON: the sections of its template" in answer.body
    assert press.upstream.targets() == []


_CLIENT = """
from made.client import PressClient
from made._runtime.errors import InvalidArgumentError

with PressClient() as press:
    print(press.member(b='"}').get("made"))
    try:
        press.either()
    except InvalidArgumentError as error:
        print(error.name, "|", error)
"""


def test_client(press: Package) -> None:
    environ = environment(PRESS_BASE_URI=press.upstream.url)
    ran = subprocess.run(
        [sys.executable, "-c", _CLIENT],
        cwd=press.folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    made, refused = ran.stdout.splitlines()
    assert made == "member"
    assert refused.startswith("body | body is not JSON: the sections of its template")
    assert [json.loads(each.body) for each in press.upstream.asked] == [{"a": 1, "b": '"}'}]


def test_only_such_a_package_has_the_module(press: Package, tmp_path: Path) -> None:
    module = Path("made", "_runtime", "wire", "json_sections.py")
    assert (press.folder / module).exists()
    generate(Path(__file__).parent / "sections.yaml", tmp_path, "made")
    assert (tmp_path / "made").exists()
    assert not (tmp_path / module).exists()
