"""No value of a caller changes the structure of a request, on any surface, through any transport."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generated.quay._runtime.calls.path_values import opens
from tests.fake_quay import Answer, FakeQuay
from tests.support.processes import Served

from .cases import Case
from .surfaces import ADAPTERS, NAMES, Surface

TEXTS = (
    "a/../b",
    "../..",
    "a/",
    "/",
    "//",
    "a\\b",
    "...",
    "%2e%2e",
    "..%2f..",
    "a%00b",
    "?x=1",
    "#top",
    "a;b=c",
    "a&b=c",
    "~!$&'()*+,;=:@",
    '"<>`{}|^[]',
    "a b\tc",
    "line\r\nX-Injected: 1",
    "{{QUAY_TOKEN}}",
    "{repository}",
    "${x}",
    "é☂😀",
    "e\u0301",
    "\u202e\ufeff",
    "x" * 2000,
)
"""Texts that mean something to somebody on the way."""


def _echo(quay: FakeQuay) -> None:
    quay.responder = lambda request: Answer(200, b"{}", "application/json")


@pytest.mark.parametrize("name", NAMES)
def test_as_a_path_segment(quay: FakeQuay, surfaces: dict[str, Surface], name: str) -> None:
    _echo(quay)
    for text in TEXTS:
        path = {"repository": text, "tag": text}
        case = Case("deletetag", "DELETE", "/repository/{repository}/tag/{tag}", path=path)
        if name in ADAPTERS and opens(text):
            assert "QUAY_PATH_SEGMENTS" in surfaces[name].call(case).text
            assert quay.take() == []
            continue
        assert surfaces[name].call(case).ok, text
        assert quay.take_one().target.decode() == "/api/v1" + case.target


@pytest.mark.parametrize("name", NAMES)
def test_as_a_query_parameter(quay: FakeQuay, surfaces: dict[str, Surface], name: str) -> None:
    _echo(quay)
    for text in (*TEXTS, "", "a\x00b"):
        case = Case("listrepos", "GET", "/repository", query={"namespace": text, "public": True})
        assert surfaces[name].call(case).ok, text
        assert quay.take_one().target.decode() == "/api/v1" + case.target


@pytest.mark.parametrize("name", NAMES)
def test_in_a_body(quay: FakeQuay, surfaces: dict[str, Surface], name: str) -> None:
    _echo(quay)
    bodies: list[Any] = [
        {text: text for text in TEXTS},
        {"deep": [[[[{"a": [None, True, 1, -0.5, 1e300, 12345678901234567890]}]]]]},
        {"": {}, "__proto__": [], "token": "{{QUAY_TOKEN}}"},
        {"\x00\x1f": "\x7f\u2028"},
    ]
    for body in bodies:
        case = Case("createrepo", "POST", "/repository", body=body)
        assert surfaces[name].call(case).ok
        received = quay.take_one()
        assert json.loads(received.body) == body
        assert received.header("X-Injected") is None


@pytest.mark.parametrize("name", NAMES)
def test_in_an_answer(quay: FakeQuay, surfaces: dict[str, Surface], name: str) -> None:
    case = Case("getloggedinuser", "GET", "/user/")
    values: tuple[Any, ...] = (
        {text: [text] for text in TEXTS},
        {"n": [1e-7, 10**20, -0.0, None]},
        [],
        "",
    )
    for value in values:
        quay.next_answer(200, json.dumps(value, ensure_ascii=False).encode())
        assert surfaces[name].call(case).value == value


def test_what_a_log_line_shows_is_one_line(quay: FakeQuay, rest: Served) -> None:
    """A caller cannot write a line of his own into the log."""
    from tests.support.raw_http import fetch

    fetch(rest.url, "GET", "/repository/a%0D%0AFORGED%20200")
    assert not any(line.startswith("FORGED") for line in rest.output().splitlines())
