"""Large JSON in slices: the values and errors of `json`, and others run in between."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.runtime.wire import json_slices
from templates.runtime.wire.json_slices import is_large, read_in_slices

DECODER = json.JSONDecoder()
LEAVES = st.none() | st.booleans() | st.integers() | st.text('"\\,[]{}:a\n', max_size=6)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text('"\\,[]{}ab', max_size=3), inner)
    ),
    max_leaves=40,
)


def read(text: str, *, build: bool = True) -> Any:
    return asyncio.run(read_in_slices(text, DECODER, build=build))


@pytest.fixture
def tiny_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_slices, "_SLICE", 3)


@settings(max_examples=400, deadline=None)
@given(DOCUMENTS, st.sampled_from([(",", ":"), (" , ", " : "), (",\n", ":\t")]), st.integers(1, 9))
def test_any_document(document: Any, separators: tuple[str, str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_slices, "_SLICE", size)
        text = json.dumps(document, separators=separators)
        assert read(f" {text}\n") == document
        kind = type(document)
        assert kind not in (list, dict) or read(text, build=False) == kind()


@settings(max_examples=400, deadline=None)
@given(st.text('[]{}",:1 \\', max_size=25), st.integers(1, 4))
def test_any_text(text: str, size: int) -> None:
    try:
        wanted = json.loads(text)
    except ValueError:
        wanted = ValueError
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_slices, "_SLICE", size)
        try:
            found = read(text)
        except ValueError:
            found = ValueError
    assert found == wanted


@pytest.mark.usefixtures("tiny_slices")
@pytest.mark.parametrize(
    "text",
    [
        '{"a":[1,2],"b":3,"a":[[4,5],[6,7]],"c":8}',
        '{"":[1,2,{"":[3,4]}],"":{"x":[5,6,7]}}',
        '[[[1,2],[3,4]],[[5,6],{"k":[7,8],"l":[9,10]}]]',
        '[1,2,3,"a,b",[],{},"\\"",-1.5e3,NaN,1e999]',
        '["\\ud800",{"\\u0061":1,"b":[2,3]}]',
    ],
)
def test_spines(text: str) -> None:
    assert repr(read(text)) == repr(json.loads(text))


@pytest.mark.usefixtures("tiny_slices")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "[1,2,]",
            "[1,2",
            "[1,2}",
            "[1,,2]",
            "[,1]",
            '{"a":1,}',
            '{"a":1,2}',
            "[1,2]]",
            "[1,2] 3",
        ),
        *('["abc , def', '{"a":[1,2}]', "[1 2]", "[01,2]", '["\n",1]', "{1:2}", "[1,2]x", "["),
    ],
)
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    with pytest.raises(json.JSONDecodeError):
        read(text)


def test_what_is_too_deep() -> None:
    with pytest.raises(RecursionError):
        read("[" * 2000 + "1" + "]" * 2000)


def test_others_run_in_between() -> None:
    text = "[" + "1," * 1_000_000 + "1]"
    turns = 0

    async def main() -> None:
        nonlocal turns
        reading = asyncio.ensure_future(read_in_slices(text, DECODER))
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)
        assert len(await reading) == 1_000_001

    asyncio.run(main())
    assert turns > 30


def test_what_is_read_in_slices() -> None:
    assert is_large(b"[" + b"1," * 150_000 + b"1]")
    assert not is_large(b'["' + b"a" * 1_000_000 + b'"]')
    assert not is_large(b"[1,2]")
