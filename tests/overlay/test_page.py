"""The column `ours` of the table in docs/overlays.md, and that others were asked; `make overlays` writes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.overlays_peers.__main__ import BEGIN, END, PAGE, answer
from tests.overlays_peers.cases import CASES, Case
from tests.overlays_peers.peers import ours

TABLE = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
ROWS = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in TABLE.splitlines() if line.strip()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_what_stands_there_is_what_we_do(case: Case, tmp_path: Path) -> None:
    [row] = [row for row in ROWS if row[0] == case.question]
    assert row[1] == answer(ours, case, tmp_path)


def test_others_were_asked_in_a_version_that_is_named() -> None:
    peers = TABLE.strip().splitlines()[0].strip("| ").split(" | ")[1:]
    assert len([name for name in peers if re.search(r" \d+\.\d+\.\d+$", name)]) >= 3
    assert len(ROWS) == len(CASES) + 2
