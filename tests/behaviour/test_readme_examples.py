"""The examples of README.md are calls that a Quay answers: each is run as it stands."""

from __future__ import annotations

import re
import sys
from typing import Final

import pytest

from tests.fake_quay import FakeQuay
from tests.fake_quay.world import Organization, Team
from tests.support.processes import ROOT, Served, run
from tests.support.raw_http import fetch

README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON: Final = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
CURL: Final = re.findall(r"curl '?http://127\.0\.0\.1:8080(/[^\s'`]*)", README)


@pytest.fixture
def filled(quay: FakeQuay) -> FakeQuay:
    """What the examples speak of; the token's user may do everything with it."""
    team = Team("owners", "admin", members={"devtable"})
    quay.world.organizations["coreos"] = Organization("coreos", {"owners": team})
    quay.world.add_repository("coreos/etcd", "v3.5.0", public=True)
    return quay


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_python(filled: FakeQuay, environ: dict[str, str], number: int) -> None:
    done = run([sys.executable, "-c", PYTHON[number]], environ, ROOT)
    assert done.returncode == 0, done.stderr.decode()
    statuses = [answer.status for answer in filled.record.answers]
    assert len(filled.take()) == len(statuses) == len(re.findall(r"client\.\w+\(", PYTHON[number]))
    # One of them is there to show an error, and catches it.
    refused = [status for status in statuses if status >= 400]
    assert refused == ([404] if "except StatusError" in PYTHON[number] else [])


def test_both_packages_have_an_example() -> None:
    assert any("generated.quay import" in each for each in PYTHON)
    assert any("generated.quay_full import" in each for each in PYTHON)
    assert len(CURL) >= 2


@pytest.mark.parametrize("target", CURL)
def test_curl(quay: FakeQuay, rest: Served, target: str) -> None:
    assert fetch(rest.url, "GET", target).status == 200
    assert len(quay.take()) == 1
