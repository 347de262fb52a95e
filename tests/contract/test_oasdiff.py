"""Our verdicts on REST beside oasdiff's, on our own specs; `make oasdiff` writes the page, and can take others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.oasdiff.__main__ import OWN, judged
from tests.oasdiff.page import REASONS
from tests.tool.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="oasdiff is built by Go")


@pytest.fixture(scope="module")
def oasdiff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, in the version of `tests/oasdiff/go.mod`."""
    program = tmp_path_factory.mktemp("oasdiff") / "oasdiff"
    command = ["go", "build", "-o", str(program), "github.com/oasdiff/oasdiff"]
    done = subprocess.run(command, cwd=ROOT / "tests/oasdiff", capture_output=True, text=True)
    if done.returncode and "dial tcp" in done.stderr:
        pytest.skip("no module proxy")
    assert done.returncode == 0, done.stderr
    return program


def test_every_disagreement_has_a_reason_and_stands_on_the_page(oasdiff: Path) -> None:
    rows, tried = judged(str(oasdiff), list(OWN))
    page = (ROOT / "docs/contract-oasdiff.md").read_text(encoding="utf-8")
    others = [row for row in rows if not row.agrees]
    assert tried >= 40
    assert {(row.codes, row.rules) for row in others} <= REASONS.keys()
    assert [row for row in others if f"| {row.mutation} |" not in page] == []
    assert {row.mutation for row in rows if "answer" in row.mutation and row.agrees}
