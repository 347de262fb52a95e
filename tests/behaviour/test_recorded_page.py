"""docs/overlays.md lists why some recorded exchanges are answered otherwise."""

from __future__ import annotations

from collections import Counter

from tests.support.processes import ROOT

from .replay import OTHERS


def test_the_page_has_every_reason_and_how_often() -> None:
    page = (ROOT / "docs/overlays.md").read_text(encoding="utf-8")
    counted = Counter(each.why for each in OTHERS.values())
    for why, times in counted.items():
        assert f"| {why[0].upper()}{why[1:]} | {times} |" in page
    assert f"{163 - len(OTHERS)} of 163 as recorded" in page
