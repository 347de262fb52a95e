"""`TOOL_LIST=search`: two tools in place of many, over real sockets, in both eras."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.callers.asking import ERAS, MODERN, mcp, result, text, tool
from tests.support import tools as official
from tests.support.living import Living, Said, Seen, living, said
from tests.support.processes import environment, run

from .measure import queries

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
            cancel: {method: DELETE, inputParameters: {number: {in: path, type: string}}}
        invoices: {path: /invoices, operations: {invoices: {method: GET}}}
        customers: {path: /customers, operations: {welcome: {method: POST, inputParameters: {fullName: {in: body, type: string}}}}}
  exposes:
    - type: mcp
      port: PORT_mcp
      namespace: shop-mcp
      description: A shop.
      tools:
        getOrder: {description: Get one order with its lines., tags: [sales], call: shop.order, inputParameters: {number: {type: string, required: true}}}
        cancelOrder: {description: Cancel an order for good., tags: [sales], call: shop.cancel, inputParameters: {number: {type: string, required: true}}}
        listInvoices: {description: List invoices., tags: [money], call: shop.invoices}
        welcomeCustomer: {description: Register a customer., display: New customer, call: shop.welcome, inputParameters: {fullName: {type: string, required: true}}}
"""
_MORE: Final = "".join(
    f"        invoices{number}: {{description: Invoices of year {number}., call: shop.invoices}}\n"
    for number in range(50)
)


def _echo(seen: Seen) -> Said:
    return said({"asked": f"{seen.method} {seen.target}"}, 404 if "lost" in seen.target else 200)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    folder = tmp_path_factory.mktemp("shop")
    with living(
        SPEC, folder, _echo, SHOP_MCP_TOOL_LIST="search", SHOP_MCP_ACCESS_LOG="json"
    ) as running:
        yield running


def _search(shop: Living, era: str, task: str, **more: Any) -> list[str]:
    found = json.loads(text(tool(shop, era, "search_tools", {"task": task, **more})))
    return [each["name"] for each in found["tools"]]


def test_two_tools_are_listed_with_the_worst_hints(shop: Living) -> None:
    for era in ERAS:
        listed = result(mcp(shop, era, "tools/list"))["tools"]
        assert [each["name"] for each in listed] == ["search_tools", "call_tool"]
        assert listed[0]["annotations"] == {
            "readOnlyHint": True,
            "destructiveHint": False,
            "idempotentHint": True,
            "openWorldHint": False,
        }
        assert listed[1]["annotations"] == {
            "readOnlyHint": False,
            "destructiveHint": True,
            "idempotentHint": False,
            "openWorldHint": True,
        }


@pytest.mark.parametrize(
    ("task", "first"),
    [
        ("show me an order", "getOrder"),
        ("cancel an order", "cancelOrder"),
        ("which invoices are there", "listInvoices"),
        ("add a new customer", "welcomeCustomer"),
        ("full name", "welcomeCustomer"),
        ("money", "listInvoices"),
    ],
)
def test_a_task_finds_its_tool(shop: Living, task: str, first: str) -> None:
    for era in ERAS:
        assert _search(shop, era, task)[0] == first


def test_what_is_found_is_the_whole_entry(shop: Living) -> None:
    found = json.loads(text(tool(shop, MODERN, "search_tools", {"task": "cancel order"})))
    entry = found["tools"][0]
    assert entry["inputSchema"]["required"] == ["number"]
    assert entry["annotations"]["destructiveHint"] is True
    assert len(_search(shop, MODERN, "order", limit=1)) == 1
    assert _search(shop, MODERN, "nothing of the kind") == []


def test_a_call_is_that_of_the_tool(shop: Living) -> None:
    for era in ERAS:
        called = tool(shop, era, "call_tool", {"name": "getOrder", "arguments": {"number": "7"}})
        assert json.loads(text(called)) == {"asked": "GET /orders/7"}
        shop.upstream.take()
        wrong = result(tool(shop, era, "call_tool", {"name": "getOrder", "arguments": {"no": 7}}))
        assert wrong["isError"]
        assert "arguments of getOrder do not fit" in wrong["content"][0]["text"]
        lost = tool(shop, era, "call_tool", {"name": "getOrder", "arguments": {"number": "lost"}})
        assert result(lost)["isError"]
        unknown = result(tool(shop, era, "call_tool", {"name": "dropAll"}))
        assert unknown["isError"]
        assert "search_tools" in unknown["content"][0]["text"]
        # What is not listed is not there.
        assert "error" in tool(shop, era, "getOrder", {"number": "7"}).json


def test_the_official_client(shop: Living) -> None:
    url = f"http://127.0.0.1:{shop.ports['mcp']}/mcp"
    with official.portal() as portal:
        for mode in ("legacy", MODERN):
            with official.http_session(portal, url, mode) as session:
                assert [each.name for each in session.tools()] == ["search_tools", "call_tool"]
                arguments = {"name": "cancelOrder", "arguments": {"number": "1"}}
                answer = session.call("call_tool", arguments)
                assert json.loads(official.text_of(answer)) == {"asked": "DELETE /orders/1"}


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"SHOP_MCP_READ_ONLY": "true"}, {"getOrder", "listInvoices"}),
        ({"SHOP_MCP_EXCLUDE": "cancel*"}, {"getOrder", "listInvoices", "welcomeCustomer"}),
        ({"SHOP_MCP_TAGS": "sales"}, {"getOrder", "cancelOrder"}),
        ({"SHOP_MCP_TAGS": "m*"}, {"listInvoices"}),
    ],
)
def test_filters_hold_within(
    tmp_path: Path, shop: Living, variables: dict[str, str], found: set[str]
) -> None:
    environ = environment(SHOP_BASE_URI=shop.upstream.url, **variables)
    everything = "order invoices customer"
    with official.portal() as portal:
        for more in ({"SHOP_MCP_TOOL_LIST": "search"}, {}):
            with official.stdio_session(
                portal, {**environ, **more}, package="living", folder=shop.folder
            ) as session:
                if not more:
                    assert {each.name for each in session.tools()} == found
                    continue
                listed = session.tools()
                assert listed[1].annotations is not None
                assert listed[1].annotations.destructive_hint is ("cancelOrder" in found)
                answer = session.call("search_tools", {"task": everything})
                names = {each["name"] for each in json.loads(official.text_of(answer))["tools"]}
                assert names == found
                for name in {"getOrder", "cancelOrder", "listInvoices"} - found:
                    refused = session.call("call_tool", {"name": name, "arguments": {}})
                    assert refused.is_error
                    assert "There is no tool of that name" in official.text_of(refused)


def test_logs_name_the_tool_within(shop: Living) -> None:
    tool(shop, MODERN, "call_tool", {"name": "listInvoices"})
    # The line is written when the answer has gone.
    for _ in range(500):
        if "listInvoices" in shop.served.output():
            return
        time.sleep(0.02)
    raise AssertionError(shop.served.output())


def test_words_of_few_tools_are_no_file(shop: Living) -> None:
    """A server makes them when it starts; those of many stand in the package."""
    assert [each.name for each in (shop.folder / "living" / "mcp").iterdir()] == ["shop-mcp.jsonl"]


def test_an_edited_index_is_refused(tmp_path: Path) -> None:
    with living(SPEC + _MORE, tmp_path, _echo) as running:
        file = running.folder / "living" / "mcp" / "shop-mcp.words.jsonl"
        head, rest = file.read_bytes().split(b"\n", 1)
        file.write_bytes(head.replace(b"0", b"1").replace(b"a", b"b") + b"\n" + rest)
        command = [sys.executable, "-m", "living", "mcp", "--port", "0"]
        ended = run(command, environment(SHOP_MCP_TOOL_LIST="search"), tmp_path)
    assert ended.returncode == 1
    assert b"words.jsonl" in ended.stderr


def test_the_tasks_are_sixty_and_a_third_is_kept_aside() -> None:
    parts = [each["part"] for each in queries()]
    assert (len(parts), parts.count("final")) == (60, 20)
    assert len({each["answer"] for each in queries()}) == 60
