"""Lists and objects in a query, in the style that a specification or its overlay says (OpenAPI 3.1)."""

from __future__ import annotations

import enum
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from templates.runtime.errors import InvalidArgumentError
from templates.runtime.wire import styles
from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Server, answer
from tests.support.processes import ROOT, environment, serve
from tests.support.raw_http import fetch

SPEC = ROOT / "tests/wire/styles-capability.yaml"


class Word(str, enum.Enum):  # noqa: UP042 - the kind whose str() is not its value
    KEY = "k"
    VALUE = "v,w"


HOSTILE = ["a,b", "c&d=e", "f|g h"]
QUOTED = ["a%2Cb", "c%26d%3De", "f%7Cg%20h"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("styles")
    write_package(SPEC, folder, name="lists_own")
    return folder


@pytest.fixture
def client(package: Path, registry: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(package)
    with importlib.import_module("lists_own").ListsClient(base_uri=registry.url) as client:
        yield client
    for name in [name for name in sys.modules if name.partition(".")[0] == "lists_own"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("usual", HOSTILE, "&".join(f"usual={each}" for each in QUOTED)),
        ("commas", HOSTILE, "commas=" + ",".join(QUOTED)),
        ("short", [1, True], "short=1,true"),
        ("spaces", HOSTILE, "spaces=" + "%20".join(QUOTED)),
        ("pipes", HOSTILE, "pipes=" + "%7C".join(QUOTED)),
        ("apart", HOSTILE, "&".join(f"apart={each}" for each in QUOTED)),
        ("deep", {"a": 1}, "deep%5Ba%5D=1"),
        ("spread", {"a&b": "c=d", "n": 2}, "a%26b=c%3Dd&n=2"),
        ("text", {"a": [1]}, "text=%7B%22a%22%3A%5B1%5D%7D"),
        ("spread", {}, ""),
        # Members of enumerations are their values, as names too (docs.python.org, enum).
        ("spread", {Word.KEY: Word.VALUE, 2: 1}, "k=v%2Cw&2=1"),
        ("commas", [Word.KEY, Word.VALUE], "commas=k,v%2Cw"),
        ("pipes", {Word.KEY: 1}, "pipes=k%7C1"),
        ("text", Word.KEY, "text=k"),
        ("commas", [], "commas="),
    ],
)
def test_each_style(client: Any, upstream: Server, name: str, value: Any, query: str) -> None:
    upstream.queue.append(answer(200, "{}"))
    client.find(**{name: value})
    assert upstream.seen[-1].target == ("/things?" + query if query else "/things")


def test_over_rest(registry: Server, upstream: Server, package: Path) -> None:
    upstream.queue.append(answer(200, "{}"))
    variables = environment(LISTS_BASE_URI=registry.url)
    with serve("rest", variables, package="lists_own", folder=package) as served:
        reply = fetch(served.url, "GET", "/things?commas=a&commas=b%2Cc")
    assert (reply.status, upstream.seen[-1].target) == (200, "/things?commas=a,b%2Cc")


def test_what_is_no_json() -> None:
    with pytest.raises(InvalidArgumentError):
        styles.as_json("x", {"a": object()})
