"""What runs by itself: the locks every week, without anything kept from the time before."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.release import locks, pythons
from tests.release.__main__ import PARTS
from tests.support.processes import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def test_the_locks_are_installed_every_week_without_a_cache() -> None:
    # `on` is a boolean to a reader of YAML 1.1.
    weekly: Any = yaml.safe_load((WORKFLOWS / "weekly.yml").read_text("utf-8"))
    [schedule] = weekly[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", schedule["cron"])
    job = weekly["jobs"]["locks"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        "make release-check ARGS=locks"
    ]
    assert job["env"]["PIP_NO_CACHE_DIR"] == "1"
    assert not any("cache" in step.get("with", {}) for step in job["steps"])
    assert "locks" in {part.name for part in PARTS}


def test_each_lock_goes_into_an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the pip that comes with Python, with hashes, and then it is asked whether all fits together."""
    ran: list[tuple[Path, list[str], Any]] = []

    def run(command: list[str], *, env: Any, check: bool) -> None:
        assert check
        ran.append((Path(command[0]), [str(each) for each in command[1:]], env))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(locks.venv, "create", lambda folder, **options: None)
    locks.install_each()
    installs = [(python, rest[-1], env) for python, rest, env in ran if "install" in rest]
    wanted = sorted((ROOT / "requirements").glob("*.txt"))
    assert [Path(lock) for _, lock, _ in installs] == wanted
    assert len({python for python, _, _ in installs}) == len(wanted)
    assert all("--require-hashes" in rest for _, rest, _ in ran if "install" in rest)
    assert all(env["PIP_NO_CACHE_DIR"] == "1" for _, _, env in installs)
    assert [rest for _, rest, _ in ran if rest[-1] == "check"] == [["-m", "pip", "check"]] * len(
        wanted
    )


def test_a_python_of_the_classifiers_is_one_that_was_tested() -> None:
    """The oldest by every run of the suite, the others by `make release-check`, whose last result is a page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = re.findall(r"Python :: (3\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    oldest = project["requires-python"].removeprefix(">=")
    page = (ROOT / "docs" / "release-check.md").read_text("utf-8")
    held = re.findall(r"^\| python(3\.\d+) \| [^|]* \| holds \|", page, re.MULTILINE)
    assert said == [oldest, *held]
    assert set(held) <= set(pythons.VERSIONS)
