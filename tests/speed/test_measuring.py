"""What is held against each other: neither of two gains by being measured first."""

from __future__ import annotations

import pytest

from bench.measuring import beside


def test_pairs_are_measured_both_ways_round() -> None:
    said: list[str] = []
    rates = {"first": iter([100.0, 90.0, 80.0]), "second": iter([200.0, 190.0, 160.0])}

    def measured(name: str) -> float:
        said.append(name)
        return next(rates[name])

    ratio = beside(lambda: measured("first"), lambda: measured("second"), 3)
    assert said == ["first", "second", "second", "first", "first", "second"]
    assert ratio == pytest.approx(2.0)
