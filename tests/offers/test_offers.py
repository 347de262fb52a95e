"""What a client of either era reads over either transport, with the official client and real processes."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal
from mcp.shared.exceptions import MCPError

from tests.support.upstreams import Told

from .conftest import GOLDEN, Desk, session


def _text(result: Any) -> str:
    [contents] = result.contents
    return str(contents.text)


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_capabilities(transport: str, folder: Path, loop: BlockingPortal) -> None:
    with session(f"{transport} auto", folder, loop) as desk:
        said = desk.tools.client.server_capabilities
        assert said.resources is not None
        assert said.prompts is not None
        assert said.tools is not None


def test_the_list_has_documents_and_files(desk: Desk) -> None:
    listed = desk.ask("list_resources").resources
    assert [(each.uri, each.mime_type, each.title) for each in listed] == [
        ("quay://berths", None, "The berths"),
        ("quay://notice", None, "notice"),
        ("quay://docs/charts/bay.png", "image/png", "docs"),
        ("quay://docs/rules.md", "text/markdown", "docs"),
    ]


def test_templates_are_in_a_list_of_their_own(desk: Desk) -> None:
    listed = desk.ask("list_resource_templates").resource_templates
    assert [(each.uri_template, each.name) for each in listed] == [
        ("quay://boats/{boat}", "boat"),
        ("quay://boats/{boat}/photo", "photo"),
        ("quay://moorings/{boat}", "mooring"),
    ]


def test_a_document_is_what_the_api_answers(desk: Desk) -> None:
    desk.upstream.tell({"GET /v1/berths": Told([{"id": 1}])} | {"GET /berths": Told([{"id": 1}])})
    assert json.loads(_text(desk.ask("read_resource", uri="quay://berths"))) == [{"id": 1}]


def test_a_variable_of_the_template_is_decoded_once(desk: Desk) -> None:
    boat = {"name": "Ann", "size": {"length": 12.5}, "more": 1}
    desk.upstream.tell({"GET /boats/a%20b%25": Told(boat)})
    result = desk.ask("read_resource", uri="quay://boats/a%20b%25")
    assert json.loads(_text(result)) == {"name": "Ann", "length": 12.5}
    assert result.contents[0].mime_type == "application/json"
    assert [str(each) for each in desk.upstream.asked][-1] == "GET /boats/a%20b%25?year=2026"


def test_steps_behind_a_resource(desk: Desk) -> None:
    desk.upstream.tell({"GET /boats/b": Told({"name": "B"}), "GET /berths": Told([1])})
    text = _text(desk.ask("read_resource", uri="quay://moorings/b"))
    assert json.loads(text) == {"name": "B", "berths": [1]}


def test_bytes_come_as_base64(desk: Desk) -> None:
    desk.upstream.tell({"GET /boats/b/photo": Told(text="\x00\x01")})
    [contents] = desk.ask("read_resource", uri="quay://boats/b/photo").contents
    assert base64.b64decode(contents.blob) == b"\x00\x01"


def test_fixed_values(desk: Desk) -> None:
    text = _text(desk.ask("read_resource", uri="quay://notice"))
    assert json.loads(text) == {"text": "Open from 6 to 22."}


def test_files_are_those_of_the_package(desk: Desk) -> None:
    assert _text(desk.ask("read_resource", uri="quay://docs/rules.md")).startswith("# Rules")
    [contents] = desk.ask("read_resource", uri="quay://docs/charts/bay.png").contents
    assert base64.b64decode(contents.blob) == (GOLDEN / "docs/charts/bay.png").read_bytes()


@pytest.mark.parametrize(
    "uri",
    [
        "quay://none",
        "quay://docs",
        "quay://docs/charts",
        "quay://docs/../settings.py",
        "quay://docs/%2e%2e/settings.py",
        "quay://docs/rules.md/",
        "quay://boats/a/b",
        "quay://boats/..",
        "quay://boats/a%2Fb",
    ],
)
def test_what_is_not_there_is_the_protocols_error(desk: Desk, uri: str) -> None:
    before = len(desk.upstream.asked)
    with pytest.raises(MCPError) as failed:
        desk.ask("read_resource", uri=uri)
    assert failed.value.code == -32602
    assert len(desk.upstream.asked) == before


@pytest.mark.parametrize(("status", "code"), [(404, -32602), (503, -32603), (403, -32603)])
def test_a_failed_answer_is_no_content(desk: Desk, status: int, code: int) -> None:
    desk.upstream.tell({f"GET /boats/s{status}": Told({"error": "closed"}, status)})
    with pytest.raises(MCPError) as failed:
        desk.ask("read_resource", uri=f"quay://boats/s{status}")
    assert failed.value.code == code


def test_prompts_are_listed_with_their_arguments(desk: Desk) -> None:
    greet, log = desk.ask("list_prompts").prompts
    assert (greet.name, greet.title) == ("greet", "Greet a crew")
    assert [(each.name, each.required) for each in greet.arguments] == [
        ("boat", True),
        ("tone", False),
    ]
    assert log.description == "An entry for the log."


def test_a_prompt_is_filled_once(desk: Desk) -> None:
    values = {"boat": "{{tone}}", "tone": "warm"}
    first, second = desk.ask("get_prompt", name="greet", arguments=values).messages
    assert (first.role, first.content.text) == ("user", "Greet the crew of {{tone}}. Be warm.")
    assert (second.role, second.content.text) == ("assistant", "Ahoy!")


def test_a_prompt_from_a_file(desk: Desk) -> None:
    values = {"boat": "Ann", "style": "pirate"}
    [message] = desk.ask("get_prompt", name="log", arguments=values).messages
    assert message.content.text == "Write a log entry for Ann in the style of a pirate.\n"


@pytest.mark.parametrize(("name", "arguments"), [("none", {}), ("greet", {"tone": "warm"})])
def test_a_prompt_that_cannot_be_given(desk: Desk, name: str, arguments: dict[str, str]) -> None:
    with pytest.raises(MCPError) as failed:
        desk.ask("get_prompt", name=name, arguments=arguments)
    assert failed.value.code == -32602
