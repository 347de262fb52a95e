"""Two requests in turn, in blocks."""

from __future__ import annotations

import pytest

from bench.in_turn import of_spans


def test_blocks_alternate_and_neither_is_always_first() -> None:
    # First, second, second, first: the second takes 80, 40 and 20, half of the first's.
    assert of_spans([160, 80, 40, 80, 40, 20]) == pytest.approx(2.0)


def test_what_grows_meanwhile_favours_neither() -> None:
    assert of_spans([1.0, 1.1, 1.1 * 1.1, 1.1 * 1.1 * 1.1]) == pytest.approx(1.0, abs=0.005)


def test_a_block_that_lacks_its_other_half_is_left_out() -> None:
    assert of_spans([10, 20, 1000]) == pytest.approx(0.5)
