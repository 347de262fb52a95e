"""Every observed call is made again; every difference has a reason, and every reason a difference."""

from __future__ import annotations

import pytest

from .cases import NAMES, folder, observed, one_by_one
from .parity import PAGE, Difference, page, reasons, replayed, start_differences

pytestmark = pytest.mark.skipif(folder() is None, reason="CAPWRIGHT_SHARED is not set")


def _judge(name: str, found: list[Difference]) -> None:
    known = reasons(name)
    explained = {call for each in known for call in each.calls}
    decided = {call for each in known if not each.is_open for call in each.calls}
    different = {each.call: each for each in found}
    assert {call: each for call, each in different.items() if call not in explained} == {}
    assert (
        sorted(decided - set(different)) == []
    ), "the same as the engine by now: remove the reason"


@pytest.mark.parametrize("name", NAMES)
def test_calls_are_answered_as_the_engine_answers_them(name: str) -> None:
    _judge(name, replayed(name))


@pytest.mark.parametrize("name", ["orch", "imp"])
def test_one_by_one_is_the_same(name: str) -> None:
    """Steps in the order of the file: nothing else differs, and requests go out in that order."""
    _judge(name, replayed(name, **one_by_one(observed(name))))


def test_what_the_engine_starts_starts() -> None:
    _judge("load", start_differences())


def test_the_page_is_what_the_replay_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make parity"
