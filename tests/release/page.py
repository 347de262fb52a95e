"""`docs/release-check.md`: the last run, as a page."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from tests.support.processes import ROOT

from .parts import Result

PAGE: Final = ROOT / "docs" / "release-check.md"
_HEAD: Final = """\
# The last check before a release

`make release-check` runs what takes too long for every change: each lock into an empty environment, the
suite under other versions of Python, the clients and suites of other people, load for minutes.
`ARGS="locks soak"` runs parts of it, `FULL=1` the whole suite under every Python. A run of all parts
writes this page.
"""


def write(results: Sequence[Result]) -> None:
    """The page, with machine and commit."""
    rows = "\n".join(
        f"| {each.part.name} | {each.part.what} | {each.verdict} | {_duration(each.seconds)} |"
        for each in results
    )
    PAGE.write_text(
        f"{_HEAD}\n{_described()}\n\n| part | what | result | time |\n| --- | --- | --- | --- |\n{rows}\n",
        encoding="utf-8",
    )


def _described() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(
        git, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    system = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {system}."


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
