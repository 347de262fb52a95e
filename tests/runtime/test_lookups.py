"""Lookups compare texts, whatever the values are: `5` is `"5"`, and `1` is neither `true` nor `1.0`."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.runtime.calls.known_lists import LARGEST, MOST, SMALLEST, KnownLists
from templates.runtime.calls.lookups import lookup
from templates.runtime.calls.steps import Answer, Step, read
from templates.runtime.errors import DecodingError
from templates.runtime.messages import Headers, Operation, Request
from templates.runtime.values import OMIT
from templates.runtime.wire import decoding
from templates.runtime.wire.buffered import BufferedReply
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


# --- lists that come again -----------------------------------------------------------------------


def _answer(content: bytes, name: str = "list-people") -> Answer:
    """What the call of a step was answered, as units get it."""

    class Send:
        in_order = False

        async def __call__(self, request: Request) -> BufferedReply:
            return BufferedReply(200, Headers((("content-type", "application/json"),)), content)

        def variable(self, api: str, name: str) -> str:
            raise NotImplementedError

    return asyncio.run(read(Send(), Request(Operation("dome", name, "GET"), "/people")))


def _people(name: str = "Ann", count: int = 400) -> bytes:
    records = [
        {"k": number, "name": f"{name} {number}", "in": {"n": number}} for number in range(count)
    ]
    return json.dumps([*records, {"k": 7, "name": "second"}, 5]).encode()


def test_a_list_that_comes_again_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [lookup(_answer(_people(), "again"), "k", "7", ("name",)).document for _ in range(2)]
    decoded = []
    monkeypatch.setattr(decoding, "decode", lambda *args: decoded.append(args))
    monkeypatch.setattr("templates.runtime.calls.steps.decode", lambda *args: decoded.append(args))
    for wanted in ("7", 7):
        found.append(lookup(_answer(_people(), "again"), "k", wanted, ("name",)).document)
    assert found == [{"name": "Ann 7"}] * 4
    assert decoded == []
    assert lookup(_answer(_people(), "again"), "k", "none", ("name",)).document is OMIT
    assert lookup(_answer(_people(), "again"), "k", OMIT, ("name",)).document is OMIT
    several = lookup(_answer(_people(), "again"), "k", [1, "2", "none"], ("name",)).document
    assert several == [{"name": "Ann 1"}, {"name": "Ann 2"}]


def test_another_list_is_read() -> None:
    for name in ("Ann", "Ann", "Ann", "Bob", "Bob", "Bob", "Ann"):
        found = lookup(_answer(_people(name), "changing"), "k", 3, ("name", "none"))
        assert found.document == {"name": f"{name} 3", "none": None}


@given(st.lists(_RECORDS, max_size=6), st.sampled_from(VALUES))
def test_every_time_alike(records: list[Any], wanted: Any) -> None:
    content = json.dumps([*records, {"z": "x" * SMALLEST}]).encode()
    found = [lookup(_answer(content, "alike"), "k", wanted, ("k", "n")).document for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert len({type(each) for each in found}) == 1


def test_a_record_that_somebody_changes_stays_as_it_is() -> None:
    for _ in range(4):
        found = lookup(_answer(_people(), "changed"), "k", 3, ("in",)).document
        assert found == {"in": {"n": 3}}
        found["in"]["n"] = "changed"


def test_what_is_no_json_is_an_error_every_time() -> None:
    for _ in range(3):
        with pytest.raises(DecodingError):
            lookup(_answer(b"<html>" + b" " * SMALLEST, "page"), "k", 3, ("in",))


def test_what_is_kept_is_bounded() -> None:
    lists = KnownLists()
    big = b" " * LARGEST
    for number in range(2 * MOST):
        key = ("api", f"list-{number}", "k")
        assert lists.index(key, big, dict) is None
    kept = [number for number in range(2 * MOST) if ("api", f"list-{number}", "k") in lists._seen]
    assert kept == list(range(MOST, 2 * MOST))
    for content in (big + b" ", b"[]"):
        for _ in range(3):
            assert lists.index(("api", "other", "k"), content, dict) is None
    assert len(lists._seen) == MOST
