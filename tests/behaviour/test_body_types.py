"""Bodies that a specification describes: what a type checker, the tools and the OpenAPI document know of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conformance_openapi.packages import write_package
from tests.support import tools
from tests.support.processes import ROOT, Served, environment, serve
from tests.support.raw_http import Reply, fetch
from tests.support.recorder import Recorder

from .test_types import complaints

SPEC: Final = ROOT / "tests/golden/documents/capability.yaml"
PROGRAM: Final = """
from __future__ import annotations

from own import AsyncOrchardClient, OrchardClient
from own.types import PlantBody, PlantBodyPickingsItem

picking: PlantBodyPickingsItem = {"year": 2026, "notes": ["late"]}
tree: PlantBody = {
    "kind": 'pear "old"',
    "row": 1,
    "height": None,
    "place": {"north": 52.1, "class": "a"},
    "pickings": [picking],
    "extra": {"anything": 1},
}


async def plant(client: AsyncOrchardClient) -> None:
    await client.plant(body=tree)
    await client.plant()


def label(client: OrchardClient) -> None:
    client.plant(body={"kind": "apple", "row": 2, "place": {"north": 1}})
    client.label(tree="a", words=["x"], owner={"name": "n"})
    client.with_raw_response.label(tree="a", words=["x"])
"""
MISTAKES: Final = """
from __future__ import annotations

from own import OrchardClient

client = OrchardClient()
client.plant(body={"kind": "apple", "row": 1})
client.plant(body={"kind": "plum", "row": 1, "place": {"north": 1}})
client.plant(body={"kind": "apple", "row": "1", "place": {"north": 1}})
client.plant(body={"kind": "apple", "row": 1, "place": {"north": 1, "south": 1}})
client.plant(body={"kind": "apple", "row": 1, "place": {"north": 1}, "pickings": [{}]})
client.label(tree="a", words=[1])
client.label(tree="a", words=["x"], owner={"since": 1})
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's folder, with the package `own` in it."""
    made = tmp_path_factory.mktemp("team")
    write_package(SPEC, made)
    return made


def test_a_type_checker_knows_the_bodies(folder: Path) -> None:
    assert complaints(folder, program=PROGRAM) == []


def test_a_type_checker_finds_mistakes(folder: Path) -> None:
    found = complaints(folder, mistakes=MISTAKES)
    lines = [int(match[1]) for each in found if (match := re.match(r"mistakes\.py:(\d+): e", each))]
    assert sorted(set(lines)) == list(range(7, 14)), found


def test_the_document_and_the_tool_say_the_same(folder: Path) -> None:
    openapi = json.loads((folder / "own/openapi/orchard-rest.json").read_bytes())
    post = openapi["paths"]["/trees"]["post"]
    [content] = post["requestBody"]["content"].values()
    contract = json.loads((folder / "own/CONTRACT.json").read_bytes())
    tool = contract["mcp"]["orchard-mcp"]["tools"]["plant"]["input_schema"]
    assert content["schema"] == tool["properties"]["body"]
    assert content["schema"]["required"] == ["kind", "row", "place"]
    assert content["schema"]["properties"]["height"]["type"] == ["number", "null"]


def test_the_contract_has_the_types(folder: Path) -> None:
    types = json.loads((folder / "own/CONTRACT.json").read_bytes())["types"]
    assert types["PlantBody"]["required"] == ["kind", "place", "row"]
    assert types["PlantBody"]["keys"]["kind"] == 'Literal["apple", "pear \\"old\\""]'
    assert types["PlantBody"]["keys"]["height"] == "float | None"
    assert types["LabelWords"] == {"stands_for": "list[str]"}
    assert "required" not in types["ListResult"]


# --- what is enforced ----------------------------------------------------------------------------

TREE: Final[dict[str, Any]] = {"kind": "apple", "row": 3, "place": {"north": 1.5}}
WRONG: Final = {
    "kind": "plum",
    "row": 2.5,
    "height": "tall",
    "not-a-name": 1,
    "place": {"class": "a"},
    "pickings": [{"year": 2026}, {"notes": ["a", 1]}],
    "extra": [],
}
FAULTS: Final = {
    "/body/kind": 'must be one of "apple", "pear \\"old\\""',
    "/body/row": "must be an integer",
    "/body/height": "must be a number or null",
    "/body/not-a-name": "must be a boolean",
    "/body/place/north": "is required",
    "/body/pickings/1/year": "is required",
    "/body/pickings/1/notes/1": "must be a string",
    "/body/extra": "must be an object",
}


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory, recorder: Recorder) -> Iterator[Served]:
    """The REST adapter of the package with `check-bodies`."""
    made = tmp_path_factory.mktemp("checking")
    write_package(SPEC, made, check_bodies=True)
    variables = environment(ORCHARD_BASE_URI=recorder.url)
    with serve("rest", variables, package="own", folder=made) as served:
        yield served


def post(served: Served, content: bytes) -> Reply:
    headers = {"Content-Type": "application/json"}
    return fetch(served.url, "POST", "/trees", headers=headers, body=content)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TREE, indent=1).encode(),
        json.dumps({**TREE, "height": None, "unknown": [1], "anything": None}).encode(),
        b'{"kind":"apple","row":3.0,"place":{"north":1e2}}',
    ],
)
def test_rest_hands_on_what_fits_byte_by_byte(
    checking: Served, recorder: Recorder, content: bytes
) -> None:
    assert post(checking, content).status == 200
    assert recorder.take().body == content


def test_rest_names_every_fault_and_repeats_nothing(checking: Served) -> None:
    reply = post(checking, json.dumps(WRONG).encode())
    assert reply.status == 422
    told = json.loads(reply.body)
    assert {each["pointer"]: each["detail"] for each in told["errors"]} == FAULTS
    assert b"plum" not in reply.body
    assert b"tall" not in reply.body


@pytest.mark.parametrize("content", [b"[]", b'"x"', b"null", b"7", b"true"])
def test_rest_refuses_what_is_no_object(checking: Served, content: bytes) -> None:
    reply = post(checking, content)
    assert reply.status == 422
    assert json.loads(reply.body)["errors"] == [{"pointer": "/body", "detail": "must be an object"}]


def test_rest_says_no_more_than_twenty_faults(checking: Served) -> None:
    reply = post(checking, json.dumps({**TREE, "pickings": [{}] * 500}).encode())
    assert reply.status == 422
    assert len(json.loads(reply.body)["errors"]) == 20


def test_rest_checks_a_large_body_too(checking: Served, recorder: Recorder) -> None:
    notes = ["n" * 100] * 20_000
    fits = json.dumps({**TREE, "pickings": [{"year": 1, "notes": notes}]}).encode()
    assert post(checking, fits).status == 200
    assert recorder.take().body == fits
    reply = post(checking, json.dumps({**TREE, "pickings": [{"notes": notes}]}).encode())
    assert reply.status == 422
    assert json.loads(reply.body)["errors"][0]["pointer"] == "/body/pickings/0/year"


def test_rest_leaves_it_to_the_api_without_the_setting(folder: Path, recorder: Recorder) -> None:
    variables = environment(ORCHARD_BASE_URI=recorder.url)
    with serve("rest", variables, package="own", folder=folder) as served:
        content = json.dumps(WRONG).encode()
        assert post(served, content).status == 200
        assert recorder.take().body == content
    assert not (folder / "own/_runtime/rest/described_bodies.py").exists()


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_a_tool_names_every_fault_and_sends_nothing(
    folder: Path, recorder: Recorder, mode: str
) -> None:
    variables = environment(ORCHARD_BASE_URI=recorder.url)
    with (
        serve("mcp", variables, package="own", folder=folder) as served,
        tools.portal() as portal,
        tools.http_session(portal, f"{served.url}/mcp", mode) as session,
    ):
        refused = session.call("plant", {"body": {"kind": "plum", "row": 1, "place": {}}})
        assert refused.is_error
        [content] = refused.content
        assert "body.kind: expected one of" in content.text
        assert "body.place.north: is required" in content.text
        words = session.call("label", {"tree": "a", "words": [1], "owner": {"since": 1}})
        assert words.is_error
        [content] = words.content
        assert "words[0]: expected a string" in content.text
        assert "owner.name: is required" in content.text
        assert not session.call("plant", {"body": {**TREE, "height": None}}).is_error
        assert json.loads(recorder.take().body) == {**TREE, "height": None}
