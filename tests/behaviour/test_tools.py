"""The MCP adapter beyond plain calls: what it lists, what it refuses, and in whose words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError

from tests.fake_quay import FakeQuay
from tests.support.processes import Served
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

from .cases import OPERATIONS

SESSIONS = ("legacy", "modern", "stdio")

_FREE_BODY = {
    "createrepo",
    "changetag",
    "requestrepobuild",
    "updateorganizationteam",
    "createorgrobot",
    "changeuserpermissions",
}
_DESTRUCTIVE = {"deleterepo", "deletetag"}
_NOT_IDEMPOTENT = {"createrepo", "requestrepobuild"}


@pytest.fixture(params=SESSIONS)
def session(request: pytest.FixtureRequest) -> ToolCaller:
    """Each kind of session in turn."""
    found: ToolCaller = request.getfixturevalue(request.param)
    return found


# --- the list -----------------------------------------------------------------------------------


def test_all_tools_are_listed_alike_in_every_session(
    legacy: ToolCaller, modern: ToolCaller, stdio: ToolCaller
) -> None:
    lists = [[tool.model_dump() for tool in each.tools()] for each in (legacy, modern, stdio)]
    assert lists[0] == lists[1] == lists[2]
    assert [tool["name"] for tool in lists[0]] == list(OPERATIONS_IN_SPEC)


OPERATIONS_IN_SPEC = (
    "listrepos",
    "createrepo",
    "getrepo",
    "deleterepo",
    "listrepotags",
    "changetag",
    "deletetag",
    "getmanifest",
    "getmanifestsecurity",
    "listrepobuilds",
    "requestrepobuild",
    "getorganization",
    "updateorganizationteam",
    "createorgrobot",
    "getloggedinuser",
    "changeuserpermissions",
)


def test_the_spec_and_the_table_know_the_same_operations() -> None:
    assert set(OPERATIONS_IN_SPEC) == set(OPERATIONS)


def test_every_tool_has_description_schema_and_four_hints(legacy: ToolCaller) -> None:
    for tool in legacy.tools():
        assert tool.description
        assert tool.input_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        hints = tool.annotations
        assert hints is not None
        reads = tool.name.startswith(("get", "list"))
        assert hints.read_only_hint is reads, tool.name
        assert hints.destructive_hint is (tool.name in _DESTRUCTIVE), tool.name
        assert hints.idempotent_hint is (tool.name not in _NOT_IDEMPOTENT), tool.name
        assert hints.open_world_hint is not None
        assert ("body" in tool.input_schema["properties"]) is (tool.name in _FREE_BODY), tool.name


def test_schemas_say_what_the_spec_says(legacy: ToolCaller) -> None:
    schemas = {tool.name: tool.input_schema for tool in legacy.tools()}
    properties = schemas["listrepos"]["properties"]
    assert {name: one["type"] for name, one in properties.items()} == {
        "namespace": "string",
        "public": "boolean",
        "starred": "boolean",
    }
    assert not schemas["listrepos"].get("required")
    assert schemas["changetag"]["required"] == ["repository", "tag"]
    assert schemas["createrepo"]["properties"]["body"]["type"] == "object"


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("getrepo", {}, "repository"),
        ("getrepo", {"repository": 5}, "repository"),
        ("getrepo", {"repository": None}, "repository"),
        ("getrepo", {"repository": "a/b", "colour": "red"}, "colour"),
        ("listrepos", {"public": "yes"}, "public"),
        ("listrepos", {"public": 2}, "public"),
        ("createrepo", {"body": "text"}, "body"),
        ("createrepo", {"body": [1]}, "body"),
        ("deletetag", {"repository": "a/b"}, "tag"),
    ],
)
def test_arguments_that_do_not_fit(
    quay: FakeQuay, session: ToolCaller, tool: str, arguments: dict[str, Any], named: str
) -> None:
    result = session.call(tool, arguments)
    assert result.is_error
    assert result.structured_content is None
    assert named in text_of(result)
    assert quay.take() == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"public": "true", "namespace": "coreos"},
        {"public": 1, "namespace": "coreos"},
        # As a client sends it that sends every argument of a tool.
        {"public": True, "namespace": "coreos", "starred": None},
    ],
)
def test_arguments_that_say_the_right_thing(
    quay: FakeQuay, session: ToolCaller, arguments: dict[str, Any]
) -> None:
    result = session.call("listrepos", arguments)
    assert not result.is_error
    (call,) = quay.take()
    query = call.target.partition(b"?")[2]
    assert sorted(query.split(b"&")) == [b"namespace=coreos", b"public=true"]


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_an_argument_that_would_change_the_path(
    quay: FakeQuay, session: ToolCaller, value: str
) -> None:
    result = session.call("deleterepo", {"repository": value})
    assert result.is_error
    assert "repository" in text_of(result)
    assert quay.take() == []


def test_an_unknown_tool_is_the_protocols_error(quay: FakeQuay, session: ToolCaller) -> None:
    with pytest.raises(MCPError, match="nosuchtool"):
        session.call("nosuchtool", {})
    assert quay.take() == []


# --- results ------------------------------------------------------------------------------------


def test_an_object_is_text_and_structured_content(quay: FakeQuay, session: ToolCaller) -> None:
    quay.next_answer(200, '{"a": [1, null, "☂"]}'.encode())
    result = session.call("getloggedinuser")
    assert json.loads(text_of(result)) == {"a": [1, None, "☂"]}
    assert result.structured_content == {"a": [1, None, "☂"]}


@pytest.mark.parametrize("body", [b'"Updated"\n', b"[1]", b"null", b"7", b"just words"])
def test_what_is_no_object_is_text_only(quay: FakeQuay, session: ToolCaller, body: bytes) -> None:
    quay.next_answer(200, body)
    result = session.call("getloggedinuser")
    assert not result.is_error
    assert result.structured_content is None
    assert text_of(result).strip() == body.decode().strip()


def test_no_content(quay: FakeQuay, session: ToolCaller) -> None:
    result = session.call("deleterepo", {"repository": "devtable/simple"})
    assert not result.is_error
    assert result.structured_content is None
    assert text_of(result) == "HTTP 204 No Content: the call succeeded and returned no content."


def test_a_page_for_people_is_an_error_with_a_status(quay: FakeQuay, session: ToolCaller) -> None:
    result = session.call("getrepo", {"repository": "devtable/simple/"})
    assert result.is_error
    assert "404" in text_of(result)


def test_a_redirect_is_not_followed(quay: FakeQuay, session: ToolCaller) -> None:
    result = session.call("getorganization", {"orgname": "buyn/large"})
    assert result.is_error
    assert "308" in text_of(result)
    assert len(quay.take()) == 1


# --- HTTP ---------------------------------------------------------------------------------------


def _post(server: Served, message: Any, **headers: str) -> Any:
    sent = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2025-06-18",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return fetch(server.url, "POST", "/mcp", headers=sent, body=body)


def _call(tool: str, arguments: Any) -> dict[str, Any]:
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def test_answers_are_json_without_a_session(quay: FakeQuay, mcp_server: Served) -> None:
    reply = _post(mcp_server, _call("getloggedinuser", {}))
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert reply.header("mcp-session-id") is None
    assert reply.json["result"]["structuredContent"]["username"] == "devtable"


def test_bytes_that_are_no_message(quay: FakeQuay, mcp_server: Served) -> None:
    for body in (b"", b"{", b"[]", b'{"jsonrpc": "1.0"}', b"\xff"):
        assert 400 <= _post(mcp_server, body).status < 500
    assert quay.take() == []


def test_a_foreign_origin_or_host_is_refused(quay: FakeQuay, mcp_server: Served) -> None:
    call = _call("getloggedinuser", {})
    assert _post(mcp_server, call, Origin="https://evil.example").status == 403
    assert _post(mcp_server, call, Host="evil.example").status in (403, 421)
    assert quay.take() == []


def test_other_paths_are_not_found(mcp_server: Served) -> None:
    assert fetch(mcp_server.url, "GET", "/other").status == 404
    # The tutorial of the language posts there; a person who looks reads what it is.
    assert fetch(mcp_server.url, "GET", "/").status == 200
    assert fetch(mcp_server.url, "DELETE", "/mcp").status == 405
