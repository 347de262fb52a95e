"""The page of the last check before a release: real results, each with its commit."""

from __future__ import annotations

from tests.release import page
from tests.release.__main__ import PARTS
from tests.release.parts import Part, Result

ONE = Part("one", "the first", lambda: None)
TWO = Part("two", "the second", lambda: None)


def test_a_run_of_some_parts_changes_their_rows_and_no_others() -> None:
    first = page.page((ONE, TWO), [Result(ONE, "holds", 3.0)], "")
    assert "| one | the first | holds | 3 s |" in first
    assert "| two | the second | not run yet |" in first
    second = page.page((ONE, TWO), [Result(TWO, "fails", 180.0)], first)
    assert "| one | the first | holds | 3 s |" in second
    assert "| two | the second | fails | 3 min |" in second


def test_the_page_has_a_row_for_each_part_and_is_as_it_is_written() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.page(PARTS, [], text) == text
