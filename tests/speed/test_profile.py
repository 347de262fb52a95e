"""The tables of `make bench ARGS=profile` say what was measured; nothing is measured here."""

from __future__ import annotations

import pytest

from bench import instructions, profile
from bench.builds import Build
from bench.processes import ROOT
from bench.profile import BARE, BASE, MEMORY, OURS, STREAMED, TRANSPORT
from bench.table import Table
from bench.wrk import Load


def taken(rate: float, processor: float) -> Load:
    return Load(rate=rate, bytes_rate=0.0, median=0.0, p99=0.0, processor=processor)


def rows(table: Table) -> dict[str, list[str]]:
    return {row[0]: list(row[1:]) for row in table.rows}


def test_ratios_are_taken_of_what_ran_together() -> None:
    # The second round met a machine that was half as fast: ratios of middles would show it.
    runs = {
        BASE: [taken(1000, 400e-6), taken(500, 800e-6), taken(1000, 400e-6)],
        OURS: [taken(2000, 200e-6), taken(1000, 400e-6), taken(900, 420e-6)],
        BARE: [taken(4000, 100e-6), taken(2000, 200e-6), taken(1800, 210e-6)],
    }

    found = rows(profile.requests("REST, GET", runs, 40e-6))

    assert found[BASE] == ["400", "2.00", "1,000", "1.00"]
    assert found[OURS] == ["400", "1.00", "1,000", "2.00"]
    assert found[BARE] == ["200", "0.50", "2,000", "4.00"]
    assert found[MEMORY] == ["40", "0.10", "-", "-"]


def test_without_a_base_nothing_is_a_number_of_times_it() -> None:
    runs = {name: [taken(1000, 1e-4)] for name in (OURS, TRANSPORT, BARE)}

    found = rows(profile.requests("REST, GET", runs, 1e-5))

    assert set(found) == {OURS, TRANSPORT, BARE, MEMORY}
    assert {row[-1] for row in found.values()} == {"-"}


def test_memory_stands_beside_the_base() -> None:
    held = {"rest": {BASE: 50e6, OURS: 45e6, BARE: 40e6}}

    table = profile.memories((BASE, OURS, BARE), held, "4a64450")

    assert rows(table) == {
        "REST": ["50", "45", "40"],
        "REST, of the base's": ["1.00", "0.90", "0.80"],
    }
    assert "4a64450" in table.note


@pytest.mark.parametrize("adapter", ["rest", "mcp"])
def test_each_subject_has_a_command_of_its_own(adapter: str) -> None:
    builds = {
        BASE: Build("base", ROOT / "one" / "python", "capwright", ROOT),
        OURS: Build("now", ROOT / "other" / "python", "capwright", ROOT),
    }
    names = (BASE, OURS, TRANSPORT, STREAMED, BARE)
    commands = {name: profile._command(name, adapter, builds.get(name)) for name in names}

    assert commands[BASE][:4] == [str(ROOT / "one" / "python"), "-m", "quay_base", adapter]
    assert commands[OURS][:4] == [str(ROOT / "other" / "python"), "-m", "quay_now", adapter]
    assert commands[TRANSPORT] == [*commands[BARE], "package"]
    assert commands[STREAMED] == [*commands[BARE], "streamed"]
    assert profile._command(OURS, adapter, None)[2:4] == ["generated.quay", adapter]


def test_instructions_stand_beside_those_of_the_base() -> None:
    counts = {"rest": {BASE: 500_000.0, OURS: 400_000.0, BARE: 250_000.0}}

    assert rows(instructions.table(counts)) == {
        "REST, GET": ["500", "400", "250"],
        "REST, GET, times better than the base": ["1.00", "1.25", "2.00"],
    }
    (goal,) = instructions.goals(counts)
    assert (goal.measured, goal.wanted) == (1.25, 1.25)
    assert not list(instructions.goals({"rest": {OURS: 1.0}}))
