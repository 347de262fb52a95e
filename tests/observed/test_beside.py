"""Differences that no recorded call shows are what the page says of them."""

from __future__ import annotations

import pytest

from .beside import Case, beside

_CASES = [case for reason in beside() for case in reason.cases]


@pytest.mark.parametrize("case", _CASES, ids=[case.name for case in _CASES])
def test_it_is_as_the_page_says(case: Case) -> None:
    assert case.outcome().startswith(case.here)
