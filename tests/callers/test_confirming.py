"""A person confirms what destroys: by the official client, and what a client that cheats gets."""

from __future__ import annotations

import base64
import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from anyio.from_thread import BlockingPortal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ElicitRequestParams, ElicitResult

from templates.runtime.errors import SettingError
from templates.runtime.mcp.confirming import confirmation
from templates.runtime.mcp.tools import Annotations, Tool
from tests.mcp_runtime.sample import unit_of
from tests.support import tools
from tests.support.living import Living, Said, Seen, living, said
from tests.support.processes import environment, run

from .asking import LEGACY, MODERN, mcp, result, tool

SPEC: Final = """
ikanos: "1.0.0-beta5"
capability:
  consumes:
    - namespace: shop
      type: http
      description: A shop.
      baseUri: "UPSTREAM"
      resources:
        orders:
          path: "/orders/{{number}}"
          operations:
            order: {method: GET, inputParameters: {number: {in: path, type: string}}}
            note: {method: POST, inputParameters: {number: {in: path, type: string}}}
            cancel: {method: DELETE, inputParameters: {number: {in: path, type: string}}}
  exposes:
    - type: mcp
      port: PORT_mcp
      namespace: shop-mcp
      description: A shop.
      tools:
        order: {description: Get an order., call: shop.order, inputParameters: {number: {type: string, required: true}}}
        note: {description: Note an order., call: shop.note, inputParameters: {number: {type: string, required: true}}}
        cancel: {description: Cancel an order., call: shop.cancel, inputParameters: {number: {type: string, required: true}}}
"""
KEY: Final = "a key of all replicas, long enough"
SETTINGS: Final = {"SHOP_MCP_CONFIRM": "destructive", "SHOP_MCP_CONFIRM_KEY": KEY}
CAN_ASK: Final = {"_meta": {"io.modelcontextprotocol/clientCapabilities": {"elicitation": {}}}}


def _echo(seen: Seen) -> Said:
    return said({"asked": f"{seen.method} {seen.target}"})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living(SPEC, tmp_path_factory.mktemp("shop"), _echo, **SETTINGS) as running:
        yield running


class Person:
    """Answers what is asked, and remembers it."""

    def __init__(self, action: str, content: Mapping[str, Any] | None = None) -> None:
        self.action = action
        self.content = content
        self.asked: list[str] = []

    async def __call__(self, context: Any, params: ElicitRequestParams) -> ElicitResult:
        self.asked.append(params.message)
        content = None if self.content is None else dict(self.content)
        return ElicitResult(action=self.action, content=content)  # type: ignore[arg-type]


@contextlib.contextmanager
def _session(
    portal: BlockingPortal, shop: Living, way: str, person: Person | None
) -> Iterator[tools.ToolCaller]:
    """The official client: `http` or `stdio`, and its era."""
    transport, _, mode = way.partition(" ")
    with open(os.devnull, "w") as nowhere:
        there: Any = f"http://127.0.0.1:{shop.ports['mcp']}/mcp"
        if transport == "stdio":
            parameters = StdioServerParameters(
                command=sys.executable,
                args=["-m", "living", "mcp", "--transport", "stdio"],
                env=environment(SHOP_MCP_CONFIRM="destructive"),
                cwd=shop.folder,
            )
            there = stdio_client(parameters, errlog=nowhere)
        client = Client(there, mode=mode, elicitation_callback=person)
        with portal.wrap_async_context_manager(client) as entered:
            yield tools.ToolCaller(portal, entered)


WAYS: Final = (f"http {MODERN}", f"stdio {MODERN}", "stdio legacy")


@pytest.mark.parametrize("way", WAYS)
def test_a_yes_calls_it_and_anything_else_does_not(shop: Living, way: str) -> None:
    with tools.portal() as portal:
        for person, called in (
            (Person("accept", {"confirm": True}), True),
            (Person("accept", {"confirm": False}), False),
            (Person("decline"), False),
            (Person("cancel"), False),
        ):
            shop.upstream.take()
            with _session(portal, shop, way, person) as session:
                answer = session.call("cancel", {"number": "7"})
                assert answer.is_error is not called
                assert session.call("note", {"number": "7"}).is_error is False
            assert len(person.asked) == 1
            assert '{"number": "7"}' in person.asked[0]
            asked = [seen.method for seen in shop.upstream.take()]
            assert asked == (["DELETE", "POST"] if called else ["POST"])


@pytest.mark.parametrize("way", [*WAYS, "http legacy"])
def test_where_nobody_can_be_asked_the_text_says_what_to_do(shop: Living, way: str) -> None:
    shop.upstream.take()
    with tools.portal() as portal, _session(portal, shop, way, None) as session:
        answer = session.call("cancel", {"number": "7"})
        assert answer.is_error
        assert "SHOP_MCP_CONFIRM=never" in tools.text_of(answer)
        assert not session.call("order", {"number": "7"}).is_error
    assert [seen.method for seen in shop.upstream.take()] == ["GET"]


# --- what a client may try ------------------------------------------------------------------------


def _question(shop: Living, number: str = "7", headers: Mapping[str, str] | None = None) -> str:
    asked = result(_call(shop, number, headers=headers))
    assert asked["resultType"] == "input_required"
    assert list(asked["inputRequests"]) == ["confirm"]
    return str(asked["requestState"])


def _call(
    shop: Living,
    number: str,
    state: str | None = None,
    name: str = "cancel",
    answer: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    params: dict[str, Any] = {"name": name, "arguments": {"number": number}, **CAN_ASK}
    if state is not None:
        yes = {"action": "accept", "content": {"confirm": True}}
        params |= {"requestState": state, "inputResponses": {"confirm": answer or yes}}
    return mcp(shop, MODERN, "tools/call", params, headers)


def _was_called(shop: Living, reply: Any) -> bool:
    called = bool(shop.upstream.take())
    assert called is (
        result(reply).get("resultType") == "complete" and not result(reply)["isError"]
    )
    return called


def test_a_yes_counts_for_its_call_only(shop: Living) -> None:
    shop.upstream.take()
    state = _question(shop)
    assert not _was_called(shop, _call(shop, "8", state))
    assert not _was_called(shop, _call(shop, "7", state, headers={"Authorization": "Bearer eve"}))
    assert not _was_called(shop, _call(shop, "7", state[:-4] + "AAA="))
    assert not _was_called(shop, _call(shop, "7", "not a state"))
    assert not _was_called(shop, _call(shop, "7", state, answer={"action": "decline"}))
    assert _was_called(shop, _call(shop, "7", state))
    # What a replay can do: the same call again, until the question ends.
    assert _was_called(shop, _call(shop, "7", state))


def test_arguments_cannot_confirm(shop: Living) -> None:
    shop.upstream.take()
    for more in ({"confirm": True}, {"inputResponses": {"confirm": {"action": "accept"}}}):
        reply = tool(shop, MODERN, "cancel", {"number": "7", **more})
        assert result(reply)["isError"]
    assert shop.upstream.take() == []


def test_arguments_that_do_not_fit_are_not_asked_about(shop: Living) -> None:
    for era in (MODERN, LEGACY):
        reply = result(tool(shop, era, "cancel", {}))
        assert "do not fit its input schema" in reply["content"][0]["text"]


def test_a_replica_takes_the_answer_and_an_old_one_counts_no_more(
    shop: Living, tmp_path: Path
) -> None:
    state = _question(shop)
    hurried = {**SETTINGS, "SHOP_MCP_CONFIRM_SECONDS": "0.01", "SHOP_MCP_CONFIRM": "writes"}
    with living(SPEC, tmp_path, _echo, **hurried) as replica:
        assert _was_called(replica, _call(replica, "7", state))
        old = str(result(_call(replica, "7"))["requestState"])
        end = int.from_bytes(base64.urlsafe_b64decode(old)[:8], "big")
        while time.time() <= end + 0.01:
            time.sleep(0.02)
        assert not _was_called(replica, _call(replica, "7", old))
        # All writes ask here, and what reads does not.
        assert result(_call(replica, "7", name="note"))["resultType"] == "input_required"
        assert _was_called(replica, _call(replica, "7", name="order"))


def test_the_tool_within_is_asked_about(tmp_path: Path) -> None:
    with living(SPEC, tmp_path, _echo, SHOP_MCP_TOOL_LIST="search", **SETTINGS) as running:
        within = {"name": "cancel", "arguments": {"number": "7"}}
        params: dict[str, Any] = {"name": "call_tool", "arguments": within, **CAN_ASK}
        asked = result(mcp(running, MODERN, "tools/call", params))
        assert "Call cancel with" in asked["inputRequests"]["confirm"]["params"]["message"]
        yes = {"confirm": {"action": "accept", "content": {"confirm": True}}}
        more = {**params, "requestState": asked["requestState"], "inputResponses": yes}
        assert _was_called(running, mcp(running, MODERN, "tools/call", more))
        reading = {**params, "arguments": {"name": "order", "arguments": {"number": "7"}}}
        assert _was_called(running, mcp(running, MODERN, "tools/call", reading))


def test_it_needs_a_key(shop: Living) -> None:
    for key in ("", "short"):
        variables = environment(SHOP_MCP_CONFIRM="destructive", SHOP_MCP_CONFIRM_KEY=key)
        command = [sys.executable, "-m", "living", "mcp", "--port", "0"]
        ended = run(command, variables, shop.folder)
        assert ended.returncode == 1
        assert b"SHOP_MCP_CONFIRM_KEY" in ended.stderr
        assert b"Traceback" not in ended.stderr


def test_an_answer_counts_at_its_adapter_only() -> None:
    """Two adapters may share a key, and have tools of one name."""
    environ = {f"{prefix}_CONFIRM_KEY": "0123456789abcdef" for prefix in ("ONE", "TWO")}
    one, two = (
        confirmation(prefix, "destructive", 60.0, environ, alone=False) for prefix in ("ONE", "TWO")
    )
    hints = Annotations(read_only=False, destructive=True, idempotent=True, open_world=True)
    schema: Any = {"type": "object"}
    drop = Tool(
        name="drop",
        description="Drops.",
        unit=unit_of("drop"),
        input_schema=schema,
        annotations=hints,
    )
    state = one.state(b"ada", drop, {"id": 1})
    assert one.holds(state, b"ada", drop, {"id": 1})
    assert not two.holds(state, b"ada", drop, {"id": 1})


@pytest.mark.parametrize("alone", [True, False])
def test_an_answer_that_never_counts_is_refused_at_start(alone: bool) -> None:
    environ = {"ONE_CONFIRM_KEY": "0123456789abcdef"}
    with pytest.raises(SettingError, match="ONE_CONFIRM_SECONDS"):
        confirmation("ONE", "writes", None, environ, alone=alone)
