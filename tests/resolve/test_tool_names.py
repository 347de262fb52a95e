"""The names under which tools are offered: every client takes them, and they stay the same.

Sources: MCP 2026-07-28, "Tools" (names); published files that use a name twice.
"""

from __future__ import annotations

import json

import pytest

from generator.plan import Plan
from tests.resolve.conftest import Resolve, codes
from tests.resolve.files import capability


def of_names(*names: str) -> str:
    """A capability with a tool of each name."""
    text = capability(tool="")
    head, _, rest = text.partition("        - name: items\n          description")
    first = f"        - name: {{}}\n          description{rest}"
    return head + "".join(first.replace("{}", json.dumps(name), 1) for name in names)


def offered(plan: Plan) -> list[str]:
    return [tool.name for tool in plan.mcp[0].tools]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("list_Items-2", "list_Items-2"),
        ("list.items", "list-items"),
        ("list items", "list-items"),
        ("größe/alle", "gr--e-alle"),
        ("a" * 64, "a" * 64),
        # The digest is of the whole name: another end is another name, the same name never changes.
        ("a" * 65, "a" * 55 + "-635361c4"),
        ("a" * 64 + "b", "a" * 55 + "-3e63da2d"),
        ("a" * 63 + ".b", "a" * 55 + "-69973d47"),
    ],
)
def test_names_that_clients_take(resolve: Resolve, name: str, expected: str) -> None:
    plan, findings = resolve(of_names(name))
    assert offered(plan) == [expected]
    assert codes(findings).count("CAP502") == (name != expected)


@pytest.mark.parametrize(("length", "warned"), [(45, 0), (46, 1), (64, 1), (65, 1)])
def test_a_long_name_is_a_warning(resolve: Resolve, length: int, warned: int) -> None:
    _, findings = resolve(of_names("a" * length))
    assert codes(findings).count("CAP503") == warned


COLLISIONS = pytest.mark.parametrize(
    ("first", "second"), [("list", "list"), ("list.items", "list-items"), ("a b", "a.b")]
)


@COLLISIONS
def test_a_collision_is_an_error_in_the_official_dialect(
    resolve: Resolve, first: str, second: str
) -> None:
    text = of_names(first, second).replace("outputParameters: [{type: object, mapping: $.}]", "")
    _, findings = resolve(text)
    (error,) = [finding for finding in findings if finding.code == "CAP501"]
    assert error.severity.value == "error"


@COLLISIONS
def test_the_same_call_is_offered_once(resolve: Resolve, first: str, second: str) -> None:
    """docs/language.md, "Choices": a tool name used twice, the same call once (warning)."""
    plan, findings = resolve(of_names(first, second))
    assert len(offered(plan)) == 1
    assert codes(findings).count("CAP505") == 1
    assert "CAP501" not in codes(findings)
    assert len(plan.units) == 2  # that of the REST operation and that of the tool


def two_calls(*more: str) -> str:
    """Tools of one name that make calls of their own."""
    operation = "inputParameters: [{name: page, in: query, type: integer}]"
    text = capability(operation=operation, tool="")
    head, _, rest = text.partition("        - name: items\n          description")
    item = f"        - name: items\n          description{rest}"
    return head + item + "".join(f"{item}          with: {each}\n" for each in more)


def test_another_call_gets_a_stable_suffix(resolve: Resolve) -> None:
    """docs/language.md, "Choices": another call gets a suffix (warning), whatever stands around it."""
    plan, findings = resolve(two_calls("{page: 2}", "{page: 3}", "{page: 2}"))
    first, second, third = offered(plan)
    assert first == "items"
    assert second.startswith("items-")
    assert third.startswith("items-")
    assert len({first, second, third}) == 3
    # the fourth does what the second does
    assert codes(findings).count("CAP506") == 2
    assert codes(findings).count("CAP505") == 1
    again, _ = resolve(two_calls("{page: 3}", "{page: 2}"))
    assert offered(again) == [first, third, second]


def test_the_suffix_is_the_operation_where_that_tells_them_apart(resolve: Resolve) -> None:
    text = two_calls("{page: 2}").replace("shop.list-items", "shop.find-items")
    text = text.replace("call: shop.find-items", "call: shop.list-items", 2)
    more = "            - name: find-items\n              method: GET\n  exposes:"
    plan, _ = resolve(text.replace("  exposes:", more, 1))
    assert offered(plan) == ["items", "items-find-items"]


def test_a_suffix_takes_no_name_of_another_tool(resolve: Resolve) -> None:
    text = two_calls("{page: 2}").replace("shop.list-items", "shop.find-items")
    text = text.replace("call: shop.find-items", "call: shop.list-items", 2)
    more = "            - name: find-items\n              method: GET\n  exposes:"
    other = "        - name: items-find-items\n          call: shop.list-items\n"
    plan, _ = resolve(text.replace("  exposes:", more, 1) + other)
    assert len(set(offered(plan))) == 3
    assert offered(plan)[2] == "items-find-items"
