"""What a difference of two packages costs: what it loads, and what the bench holds it to."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

from bench import review
from bench.table import Part
from tests.tool.conftest import ROOT

HEAVY: Final = frozenset(
    ("yaml", "ruamel", "jinja2", "black", "jsonschema", "jsonpath", "asyncio", "http", "mcp")
)
"""Libraries that reading two files and comparing them does without."""
SCRIPT: Final = """
import contextlib, sys
from generator.command.cli import cli
with contextlib.suppress(SystemExit):  # The command ends the process, and with it what says what is loaded.
    cli(["diff", *sys.argv[1:]], standalone_mode=False)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("generator.")))
"""


def test_two_packages_are_compared_without_what_generates_them() -> None:
    packages = ["generated/quay", "generated/quay_full"]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *packages],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    libraries, own = (set(line.split()) for line in done.stdout.splitlines()[-2:])
    assert {"click", "generator"} <= libraries, "the lines are those of the script"
    assert "generator.command.diff" in own
    assert not libraries & HEAVY
    stages = ("pipeline", "resolve", "normalise", "lower", "render", "plan")
    assert not [
        name for name in own if name.startswith(tuple(f"generator.{each}" for each in stages))
    ]


def test_the_bench_has_a_row_and_a_goal_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "_seconds", lambda command: 1.0)
    monkeypatch.setattr(review, "_pairs", lambda pairs, *base_uri: [(1.0, 1.0)] * pairs)
    part: Part = review.measured(2)
    limits = sorted((goal.wanted, goal.at_least) for goal in part.goals)
    assert limits == [(1.02, False), (1.02, False), (3, False), (3, False)]
