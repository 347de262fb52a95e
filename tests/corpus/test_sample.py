"""Specs of our own against the oracle: every unit, on all three surfaces, over real sockets.

`CAPWRIGHT_SHARED` adds a few published files: a sample of what `make corpus` does with all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .examine import Bench, examine

SPECS = Path(__file__).parent / "specs"
ROOT = Path(__file__).parents[2]
OWN = [ROOT / "specs" / "quay-capability.yaml", *sorted(SPECS.glob("*.yaml"))]
SHARED = os.environ.get("CAPWRIGHT_SHARED")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    opened = Bench.open()
    yield opened
    opened.close()


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_own_spec_agrees_with_the_oracle(path: Path, bench: Bench) -> None:
    report = examine(path, path.name, bench, nasty=6)
    assert report.outcome == "generated"
    assert report.calls > 20
    assert report.differences == []


@pytest.mark.skipif(SHARED is None, reason="CAPWRIGHT_SHARED is not set")
def test_published_files_agree_with_the_oracle(bench: Bench) -> None:
    paths = sorted((Path(SHARED or "") / "corpus").rglob("*.yaml"))[::170]
    for path in paths:
        report = examine(path, path.name, bench, nasty=2)
        assert report.differences == []
