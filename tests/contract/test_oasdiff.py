"""Our verdicts on REST beside oasdiff's, on our own specs; `make oasdiff` writes the page, and can take others."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from generator.contract.rule import Verdict
from tests.oasdiff import page
from tests.oasdiff.__main__ import OWN, judged
from tests.oasdiff.page import Row
from tests.tool.conftest import ROOT


@pytest.fixture(scope="module")
def oasdiff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, in the version of `tests/oasdiff/go.mod`."""
    if shutil.which("go") is None:
        pytest.skip("oasdiff is built by Go")
    program = tmp_path_factory.mktemp("oasdiff") / "oasdiff"
    command = ["go", "build", "-o", str(program), "github.com/oasdiff/oasdiff"]
    done = subprocess.run(command, cwd=ROOT / "tests/oasdiff", capture_output=True, text=True)
    if done.returncode and "dial tcp" in done.stderr:
        pytest.skip("no module proxy")
    assert done.returncode == 0, done.stderr
    return program


def test_every_disagreement_has_a_reason_and_stands_on_the_page(oasdiff: Path) -> None:
    rows, tried = judged(str(oasdiff), list(OWN))
    text = (ROOT / "docs/contract-oasdiff.md").read_text(encoding="utf-8")
    others = [row for row in rows if not row.agrees]
    assert tried >= 40
    assert [row for row in others if not page.reason_of(row)] == []
    assert [row for row in others if f"| {row.mutation} |" not in text] == []
    assert {row.mutation for row in rows if "answer" in row.mutation and row.agrees}


def test_a_run_with_fewer_pairs_leaves_the_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "page.md")
    rows = Counter({Row("a mutation", Verdict.RISKY, "CON206", Verdict.RISKY, "rule"): 3})
    assert page.write(rows, 100, 10) == 0
    first = (tmp_path / "page.md").read_text()
    assert "100 pairs of 10 specs" in first
    assert page.write(rows, 40, 2) == 0
    assert (tmp_path / "page.md").read_text() == first
    assert "tells of 100 pairs" in capsys.readouterr().out
    page.write(rows, 101, 10)
    assert "101 pairs of 10 specs" in (tmp_path / "page.md").read_text()
