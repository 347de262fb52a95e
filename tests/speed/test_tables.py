"""The tables of `make bench` are formed as they should; nothing is measured here."""

from __future__ import annotations

import pytest

from bench import results
from bench.processes import ROOT
from bench.table import Goal, Part, Table, number, times


def part(measured: float = 12.0) -> Part:
    table = Table("Some calls", ("client", "calls/s"), note="As a note says.")
    table.add("ours", number(12345.6))
    table.add("a longer name", times(3 / 2))
    return Part("rest", "REST adapter", (table,), (Goal("times", measured, 10),))


def test_a_table_is_aligned_markdown() -> None:
    shown = part().markdown()

    assert shown.startswith("## REST adapter\n\n### Some calls\n\n")
    lines = [line for line in shown.splitlines() if line.startswith("|")]
    assert lines[:4] == [
        "| client        | calls/s |",
        "| ------------- | ------: |",
        "| ours          |  12,346 |",
        "| a longer name |   1.5 × |",  # noqa: RUF001
    ]
    assert "\nAs a note says.\n" in shown


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="1 cells in a table of 2 columns"):
        Table("t", ("a", "b")).add("alone")


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("rate", 10, 10), True),
        (Goal("rate", 9.9, 10), False),
        (Goal("time", 70, 70, at_least=False), True),
        (Goal("time", 71, 70, at_least=False), False),
    ],
)
def test_a_goal_is_a_least_or_a_most(goal: Goal, met: bool) -> None:
    assert goal.met is met
    assert goal.cells()[-1] == ("yes" if met else "**no**")


def test_a_result_replaces_the_last_one_and_nothing_else() -> None:
    page = "before\n<!-- rest -->\n<!-- /rest -->\nafter\n"

    once = results.renewed(page, part(12.0), "2 cores.")
    twice = results.renewed(once, part(34.0), "4 cores.")

    assert twice.startswith("before\n<!-- rest -->\n## REST adapter")
    assert twice.endswith("4 cores.\n<!-- /rest -->\nafter\n")
    assert "34" in twice
    assert "2 cores" not in twice


def test_every_part_has_its_place_in_the_documentation() -> None:
    page = (ROOT / results.NAME).read_text("utf-8")

    for name in ("generator", "client", "rest", "mcp"):
        assert page.count(f"<!-- {name} -->") == 1
        assert page.count(f"<!-- /{name} -->") == 1
