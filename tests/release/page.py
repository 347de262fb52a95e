"""`docs/release-check.md`: the last result of each part, as a page.

A run of some parts changes their rows and no others, so that each row says what was found, when, and of
which commit.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from tests.support.processes import ROOT

from .parts import Part, Result

PAGE: Final = ROOT / "docs" / "release-check.md"
_HEAD: Final = """\
# The last check before a release

`make release-check` runs what takes too long for every change: each lock into an empty environment, the
suite under other versions of Python, the clients and suites of other people, load for minutes.
`ARGS="locks soak"` runs parts of it, `FULL=1` the whole suite under every Python.

Each run writes the rows of its parts. Under other versions of Python that is the smoke set (generated code,
servers, the command, the wheel) and the demo.

| part | what | result | time | when | commit, machine |
| --- | --- | --- | --- | --- | --- |
"""
_NEVER: Final = "not run yet"
_ROW: Final = re.compile(r"^\| ([a-z0-9.-]+) \|(?:[^|]*\|){5}$", re.MULTILINE)


def write(parts: Sequence[Part], results: Iterable[Result]) -> None:
    """The page anew: what these results say, and what it said of other parts."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page(parts, results, before), encoding="utf-8")


def page(parts: Sequence[Part], results: Iterable[Result], before: str) -> str:
    """The text of the page.

    Args:
        parts: all there are, in order.
        results: of this run.
        before: the page as it stands.
    """
    rows: Mapping[str, str] = {
        **{match[1]: match[0] for match in _ROW.finditer(before)},
        **{each.part.name: _row(each) for each in results},
    }
    lines = (
        rows.get(part.name, f"| {part.name} | {part.what} | {_NEVER} | | | |") for part in parts
    )
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _row(result: Result) -> str:
    cells = (
        *(result.part.name, result.part.what, result.verdict, _duration(result.seconds)),
        *(f"{datetime.now(UTC):%Y-%m-%d}", f"{_commit()}, {_machine()}"),
    )
    return f"| {' | '.join(cells)} |"


def _commit() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _machine() -> str:
    return f"{platform.system()}, {os.cpu_count()} cores"


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
