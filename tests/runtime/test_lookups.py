"""Lookups compare texts, whatever the values are: `5` is `"5"`, and `1` is neither `true` nor `1.0`."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from templates.runtime.calls.steps import Step, lookup
from templates.runtime.values import OMIT
from templates.runtime.wire.spelling import text

VALUES = (
    *(1, "1", 1.0, "1.0", True, "true", False, None, "null", 0, "0", -1, "-1", "007", 7),
    *(1e22, "1e+22", 10**20, str(10**20), "", "x", "true x", "nan", float("inf"), "inf"),
)
_RECORDS = st.one_of(
    st.fixed_dictionaries({"k": st.sampled_from(VALUES)}),
    st.fixed_dictionaries({"k": st.sampled_from(VALUES)}, optional={"n": st.integers(0, 3)}),
    st.sampled_from([{"z": 1}, 5, "k", None, ["k"], {"k": []}, {"k": {}}]),
)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return repr(value)
    return "" if isinstance(value, dict | list) else text(value)


@given(st.lists(_RECORDS, max_size=6), st.sampled_from(VALUES))
def test_the_first_record_of_that_text(records: list[Any], wanted: Any) -> None:
    known = [each for each in records if isinstance(each, dict) and "k" in each]
    first = next((each for each in known if _text(each["k"]) == _text(wanted)), None)
    found = lookup(Step(records), "k", wanted, ("k", "n")).document
    if first is None or wanted is None:
        assert found is OMIT
    else:
        assert found == {"k": first["k"], "n": first.get("n")}
        assert type(found["k"]) is type(first["k"])
    several = lookup(Step(records), "k", [wanted], ("k",)).document
    assert several is OMIT if first is None else several == [{"k": first["k"]}]
