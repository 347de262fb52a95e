"""The tables of `make bench ARGS=profile` say what was measured; nothing is measured here."""

from __future__ import annotations

import pytest

from bench import profile
from bench.builds import Build
from bench.processes import ROOT
from bench.profile import BARE, BASE, MEMORY, OURS, TRANSPORT
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
    build = Build("base", ROOT / "python", "capwright", ROOT)
    commands = {
        name: profile._command(name, adapter, build) for name in (BASE, OURS, TRANSPORT, BARE)
    }

    assert commands[BASE][0] == str(ROOT / "python")
    assert commands[OURS][2:4] == ["generated.quay", adapter]
    assert commands[TRANSPORT] == [*commands[BARE], "package"]
    assert len({tuple(command) for command in commands.values()}) == 4
