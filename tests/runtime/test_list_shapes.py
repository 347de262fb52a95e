"""Lists of records that look alike: what is found in them is what reading them finds, to the last byte."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.runtime.calls.list_shapes import SMALLEST, Shapes, is_plain
from templates.runtime.calls.lookups import lookup
from templates.runtime.calls.steps import Answer, Step
from templates.runtime.errors import DecodingError
from templates.runtime.messages import Headers, Operation
from templates.runtime.values import OMIT
from templates.runtime.wire.buffered import BufferedReply
from templates.runtime.wire.decoding import AS_JSON

KEY: Final = ("api", "list", "id")
_numbers = iter(range(10**9))


def written(records: Any, **how: Any) -> bytes:
    return json.dumps(records, ensure_ascii=False, **how).encode()


def people(count: int = 200) -> list[dict[str, Any]]:
    return [
        {"name": f"Ann {n}", "id": n, "team": n % 7, "at": n / 4, "ok": None} for n in range(count)
    ]


def asked(
    content: bytes, value: Any, name: str, *, fields: tuple[str, ...] = ("name", "id")
) -> Any:
    """What a unit's lookup gives, and whether the list was read for it."""
    operation = Operation("api", name, "GET", AS_JSON)
    answer = Answer(BufferedReply(200, Headers(()), content), None, operation)
    found = lookup(answer, "id", value, fields).document
    return found, answer.unread is None


def read(content: bytes, value: Any, fields: tuple[str, ...] = ("name", "id")) -> Any:
    return lookup(Step(json.loads(content)), "id", value, fields).document


@pytest.mark.parametrize("how", [{}, {"separators": (",", ":")}, {"indent": 2}], ids=str)
def test_one_record_is_found_without_reading_the_others(how: dict[str, Any]) -> None:
    name = f"list-{next(_numbers)}"
    first, second, third = (written(people(count), **how) for count in (200, 201, 202))
    assert asked(first, "7", name) == (read(first, "7"), True)
    assert asked(second, "7", name) == (read(second, "7"), False)
    assert asked(third, 201, name) == (read(third, 201), False)
    assert asked(second, "201", name) == (OMIT, False)


@pytest.mark.parametrize(
    "odd",
    [
        b'{"name": "a\\"b", "id": 5, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "\\u0041", "id": 5, "team": 1, "at": 0.5, "ok": null}',
        b'{"id": 5, "name": "x", "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": 5, "team": 1, "at": 0.5}',
        b'{"name": "x", "id": 5, "id": 6, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": ["x"], "id": 5, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": [5], "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": 5.0, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": null, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x",  "id": 5, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": 123456789012345678901, "team": 1, "at": 0.5, "ok": null}',
        b'{"name": "x", "id": 5, "team": 1, "at": NaN, "ok": null}',
        b"7",
        b"null",
    ],
)
def test_what_looks_different_is_read(odd: bytes) -> None:
    name = f"list-{next(_numbers)}"
    asked(written(people()), "7", name)
    for more, value in enumerate(("5", "299", "6", "none")):
        # Never the same list twice: one that comes again is known by its bytes.
        content = written(people(300))[:-1] + b", " + odd + b"]" + b" " * more
        assert asked(content, value, name) == (read(content, value), True)


@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: whole[:-1],
        lambda whole: whole + b"x",
        lambda whole: whole[:-1] + b",]",
        lambda whole: whole.replace(b'"id": 150', b'"id": 0150'),
        lambda whole: whole.replace(b'"id": 150', b'"id": +150'),
        lambda whole: whole.replace(b'"id": 150', b'"id": 150.'),
        lambda whole: whole.replace(b"Ann 150", b"Ann \n150"),
        lambda whole: whole.replace(b"Ann 150", b"Ann \x00150"),
        lambda whole: whole.replace(b"Ann 150", b"Ann \xff150"),
        lambda whole: whole.replace(b"Ann 150", b"Ann \\x150"),
        lambda whole: whole.replace(b'"at": 37.5,', b'"at": 37.5'),
    ],
)
def test_what_is_no_json_gives_nothing(broken: Any) -> None:
    name = f"list-{next(_numbers)}"
    asked(written(people()), "7", name)
    with pytest.raises(DecodingError, match="no JSON"):
        asked(broken(written(people(300))), "7", name)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "-0",
        "-5",
        "05",
        "1.5",
        "1e3",
        "true",
        "null",
        "nan",
        'a"b',
        "a\\b",
        "\ud800",
        "5 ",
        "ä{",
        "}",
    ],
)
def test_every_kind_of_value(value: str) -> None:
    name = f"list-{next(_numbers)}"
    kinds: list[Any] = [5, "5", -5, "ä{", "}", 'a"b', "a\\b", "x{", '{"', 0, "0", "5 "]
    for records in (people(150), [{"name": "{", "id": each} for each in kinds * 30]):
        for more in range(3):
            content = written([*records, {**records[0], "id": f"n{more}"}])
            assert asked(content, value, name)[0] == read(content, value)


def test_braces_in_texts() -> None:
    name = f"list-{next(_numbers)}"
    records = [
        {"name": "{" * (n % 5) + '}, {name: "'.replace('"', "'"), "id": f"k{n}"} for n in range(300)
    ]
    for count in (298, 299, 300):
        content = written(records[:count])
        found, was_read = asked(content, "k250", name)
        assert found == records[250]
    assert not was_read


_PLAIN = st.one_of(
    st.text(max_size=6), st.integers(-30, 30), st.floats(allow_nan=False), st.booleans(), st.none()
)
_LISTS = st.builds(
    lambda rows, indent: (rows, indent),
    st.lists(st.tuples(_PLAIN, _PLAIN), min_size=1, max_size=12),
    st.sampled_from([None, 1]),
)


@settings(max_examples=300, deadline=None)
@given(_LISTS, _LISTS, _PLAIN, st.integers(0, 10**6), st.binary(max_size=3))
def test_found_is_what_reading_finds(
    before: Any, after: Any, value: Any, place: int, noise: bytes
) -> None:
    shapes = Shapes()
    contents = []
    for rows, indent in (before, after):
        records = [{"id": a, "b": b} for a, b in rows]
        records += [{"id": f"filler {n}", "b": n} for n in range(250)]
        contents.append(written(records, indent=indent) if _sayable(records) else b"[]" * 3000)
    cut = place % len(contents[1])
    contents.append(contents[1][:cut] + noise + contents[1][cut + len(noise) :])
    contents.append(contents[0])
    for content in contents:
        wanted = value if isinstance(value, str) else json.dumps(value)
        found = shapes.record(KEY, content, wanted)
        if found is None:
            continue
        assert len(content) >= SMALLEST
        assert is_plain(wanted)
        expected = lookup(Step(json.loads(content)), "id", wanted, ("id", "b")).document
        assert (OMIT if found[0] is None else found[0]) == expected


def _sayable(records: Any) -> bool:
    try:
        written(records)
    except UnicodeEncodeError:
        return False
    return True


def test_lists_without_a_shape_are_tried_a_few_times_only() -> None:
    shapes = Shapes()
    for count in range(10):
        content = written([{"id": [n + count], "b": 1} for n in range(300)])
        assert shapes.record(KEY, content, "5") is None
    assert shapes._shapes[KEY] == (None, 3)
    for number in range(100):
        shapes.record(("api", f"op {number}", "id"), written(people()), "5")
    assert len(shapes._shapes) == 32
