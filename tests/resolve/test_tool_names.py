"""The names under which tools are offered: every client takes them, and they stay the same."""

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


@pytest.mark.parametrize(
    ("first", "second"), [("list", "list"), ("list.items", "list-items"), ("a b", "a.b")]
)
def test_a_collision_is_an_error(resolve: Resolve, first: str, second: str) -> None:
    _, findings = resolve(of_names(first, second))
    (error,) = [finding for finding in findings if finding.code == "CAP501"]
    assert error.severity.value == "error"
