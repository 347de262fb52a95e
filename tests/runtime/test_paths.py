"""JSONPath as the reference engine's library answers: from the text in a spec to what is found."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lower.paths import lowered_steps
from generator.model.jsonpath import gives_list, is_plain, parse
from generator.render.source import source
from templates.runtime.patterns import Pattern
from templates.runtime.wire import path_functions, paths

DOCUMENT: Final[Any] = {
    "id": 7,
    "name": "Ann",
    "none": None,
    "tags": ["x", "y"],
    "dash-key": "dk",
    "foo bar": {"baz": "fb"},
    "a.b": {"it's": 1},
    "length": 9,
    "nested": {"a": {"b": "deep"}, "list": [{"k": "k1", "v": 1}, {"k": "k2", "v": 2}]},
    "rows": [{"n": 1, "p": 3, "t": [1, 2]}, {"p": 5, "t": []}, {"n": None, "p": "4"}],
    "mixed": [1, "1", True, None, 2.5, [1], {"q": 1}],
}
ROWS: Final = DOCUMENT["rows"]
NAMES: Final = {
    "tests": path_functions,
    "Pattern": Pattern,
    **{name: getattr(paths, name) for name in ("EACH", "DEEP", "Where", "Apply")},
}


def found(path: str, document: Any = DOCUMENT) -> Any:
    """What the generated Python for a path finds."""
    steps = parse(path)
    assert steps is not None, path
    return paths.follow(eval(source(lowered_steps(steps)), dict(NAMES)), document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", DOCUMENT),
        ("$.", DOCUMENT),
        (" $.id ", 7),
        ("id", 7),
        ("nested.a.b", "deep"),
        ("@.id", 7),
        ("$['nested']['a'].b", "deep"),
        ('$["nested"].a', {"b": "deep"}),
        ("$.['nested'].a.b", "deep"),
        ("$.dash-key", "dk"),
        ("$.foo bar.baz", "fb"),
        ("foo bar.baz", "fb"),
        ("$['a.b']['it\\'s']", 1),
        ("$.length", 9),
        ("$.zzz", None),
        ("$.zzz.x", None),
        ("$.none.x", None),
        ("$.id.x", None),
        ("$.nested.list.k", None),
        ("$.nested.list[0].k", "k1"),
        ("$.nested.list[-1].k", "k2"),
        ("$.nested.list.[1].k", "k2"),
        ("$.nested.list[ 1 ].k", "k2"),
        ("$.tags[9]", None),
        ("$.tags[-9]", None),
        ("$.rows[9].n", None),
        ("$.nested[0]", None),
    ],
)
def test_one_place(path: str, value: Any) -> None:
    assert found(path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.nested.list[*].v", [1, 2]),
        ("$.rows[*].n", [1, None]),
        ("$.rows.*.n", [1, None]),
        ("$.nested.a[*]", ["deep"]),
        ("$.nested.a.*", ["deep"]),
        ("$.missing[*]", None),
        ("$.missing[*].x", None),
        ("$.missing.a[*]", None),
        ("$.none[*]", []),
        ("$.id[*]", []),
        ("$.tags[*].x", []),
        ("$.rows[*].t[9]", [None, None]),
        ("$.rows[*].t[9].x", []),
        ("$.rows[*].t[0]", [1, None]),
        ("$..k", ["k1", "k2"]),
        ("$..missing", []),
        ("$.nested..v", [1, 2]),
        ("$.missing..v", None),
        ("$..list[0].v", [1]),
        ("$.rows[*]..n", [1, None]),
    ],
)
def test_many_places(path: str, value: Any) -> None:
    assert found(path) == value
    assert gives_list(parse(path) or ()) or value is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.rows[1:]", ROWS[1:]),
        ("$.rows[:1]", ROWS[:1]),
        ("$.rows[-2:]", ROWS[-2:]),
        ("$.rows[:-1]", ROWS[:-1]),
        ("$.rows[1:9]", ROWS[1:]),
        ("$.rows[5:9]", []),
        ("$.rows[0:-1]", []),  # with both bounds the library counts no end from behind
        ("$.rows[-2:-1]", ROWS[1:2]),
        ("$.id[1:]", None),
        ("$.rows[*].t[0:1]", [1]),
        ("$.rows[0,2].p", [3, "4"]),
        ("$.rows[0, 9]", [ROWS[0], None]),
        ("$.id[0,1]", None),
        ("$.rows[0]['n','p']", {"n": 1, "p": 3}),
        ("$.rows[0]['zz','n']", {"n": 1}),
        ("$.rows[0]['zz','yy']", {}),
        ("$.rows[*]['n','p']", [{"n": 1, "p": 3}, {"p": 5}, {"n": None, "p": "4"}]),
        ("$.nested['a','list'].b", ["deep"]),
        ("$.id['a','b']", None),
        ("$.tags['a','b'].c", None),
        ("$.nested['zz','yy'].c", []),
    ],
)
def test_slices_and_unions(path: str, value: Any) -> None:
    assert found(path) == value


@pytest.mark.parametrize(
    ("test", "positions"),
    [
        ("@.n", [0, 2]),
        ("!@.n", [1]),
        ("!(@.n)", [1]),
        ("@.p > 3", [1]),
        ("@.p >= 3", [0, 1]),
        ("3 <= @.p", [0, 1]),
        ("@.p == 5", [1]),
        ("@.p==4", [2]),
        ("@.p == '5'", [1]),
        ("@.p === '5'", []),
        ("@.p !== 5", [0, 2]),
        ("@.p != 5", [0, 2]),
        ("@.n == null", [2]),
        ("@.n != null", [0, 1]),
        ("@.zz == @.zz", []),
        ("@.p == $.rows[0].p", [0]),
        ("@.p in [3, '4']", [0, 2]),
        ("@.p nin [3]", [1, 2]),
        ("@.t size 2", [0]),
        ("@.t empty true", [1]),
        ("@.t empty false", [0]),
        ("@.t contains 2", [0]),
        ("@.t subsetof [1, 2, 3]", [0, 1]),
        ("@.t anyof [2]", [0]),
        ("@.t noneof [2]", [1, 2]),
        ("@.p =~ /[0-9]/", [2]),
        ("@.t.length() == 2", [0]),
        ("@['p'] == 3 || @.p == 5 && @.n", [0]),
        ("(@.p == 3 || @.p == 5) && !@.n", [1]),
        ("@.t[0] == 1", [0]),
        ("@.t[?(@ == 2)] size 1", [0]),
        ("@.p < 'z'", [2]),
    ],
)
def test_filters(test: str, positions: list[int]) -> None:
    assert found(f"$.rows[?({test})]") == [ROWS[each] for each in positions]


@pytest.mark.parametrize(
    ("test", "hits"),
    [
        ("@ == 1", [1, "1"]),
        ("@ == true", [True]),
        ("@ == null", [None]),
        ("@ == '1'", [1, "1"]),
        ("@ > 1", [2.5]),
        ("@ == [1]", [[1]]),
        ("@ == {'q': 1}", [{"q": 1}]),
        ("@.q", [{"q": 1}]),
        ("@ =~ /1|T.*/i", ["1"]),
    ],
)
def test_values_in_filters(test: str, hits: list[Any]) -> None:
    result = found(f"$.mixed[?({test})]")
    assert [json.dumps(each) for each in result] == [json.dumps(each) for each in hits]


def test_filters_of_objects() -> None:
    assert found("$.nested[?(@.b)].b") == []
    assert found("$.nested.a[?(@.b == 'deep')].b") == ["deep"]
    assert found("$.name[?(@.x)]") is None
    assert found("$..[?(@.k == 'k2')].v") == [2]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.tags.length()", 2),
        ("$.nested.length()", 2),
        ("$.name.length()", None),
        ("$.zzz.length()", None),
        ("$.tags.size()", 2),
        ("$.nested.keys()", ["a", "list"]),
        ("$.tags.keys()", None),
        ("$.rows[0].t.sum()", 3.0),
        ("$.rows[0].t.min()", 1.0),
        ("$.rows[0].t.max()", 2.0),
        ("$.rows[0].t.avg()", 1.5),
        ("$.rows[0].t.stddev()", 0.5),
        ("$.rows[1].t.sum()", None),
        ("$.rows[*].p.sum()", None),
        ("$.rows[*].t.length()", [2, 0]),
        ("$..p.max()", 5.0),
        ("$..p.length()", 3),
        ("$..zz.max()", None),
        ("$.tags.concat()", "xy"),
        ("$.tags.concat('-', 'z')", "xy-z"),
        ("$.tags.append('z')", ["x", "y", "z"]),
        ("$.tags.first()", "x"),
        ("$.tags.last()", "y"),
        ("$.tags.index(-2)", "x"),
        ("$.tags.index(5)", None),
        ("$.name.first()", None),
    ],
)
def test_functions(path: str, value: Any) -> None:
    result = found(path)
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    "path",
    [
        *("$.a.", "$.a..", "$..", "$...a", "$a", "$.", "$[")[:5],
        *("$[", "$[]", "$['a", "$['a]", "$[a]", "$[1:2:3]", "$[::2]", "$[:]", "$.a[", "$.a]"),
        *("$[?@.x]", "$[?(@.x]", "$[?(@.x)", "$[?()]", "$[?(@.x = 1)]", "$[?(@.x ==)]", "$[?(1)]"),
        *("$.a.nope()", "$.a.length().b", "$.a.index()", "$.a.index('x')", "$.a.length(1)"),
        *(
            "$[?(@.x =~ /(/)]",
            "$[?(@.x =~ /(?=a)a/)]",
            "$[?(@.x like 1)]",
            "$.a(",
            "$.a[1,]",
            "$['a',]",
            "$.a b[?(]",
        ),
        "$[?(" + "(" * 100 + "@.x" + ")" * 100 + ")]",
    ],
)
def test_what_is_no_path(path: str) -> None:
    assert parse(path) is None


def test_paths_that_say_what_a_document_is() -> None:
    assert is_plain(parse("$.a[0].b[*]") or ())
    assert not is_plain(parse("$.a..b") or ())
    assert not is_plain(parse("$.a.length()") or ())


@given(st.text("$@.[]()*?:,'\"<>=!&|~/\\ ab01-lengthsizu", max_size=30))
def test_any_text_is_a_path_or_none(text: str) -> None:
    steps = parse(text)
    if steps is not None:
        expression = source(lowered_steps(steps))
        json.dumps(paths.follow(eval(expression, dict(NAMES)), DOCUMENT))


@pytest.mark.parametrize(
    ("expression", "text", "matches"),
    [
        (r"/[a-z]+/", "abc", True),
        (r"/[a-z]+/", "abc\n", False),
        (r"/b/", "abc", False),
        (r"/ABC/i", "abc", True),
        (r"/(?i)ABC/", "abc", True),
        (r"/\d+/", "\u0661", False),
        (r"/a\/b/", "a/b", True),
        (r"/(a+)+/", "a" * 50_000 + "!", False),
    ],
)
def test_expressions_in_filters(expression: str, text: str, matches: bool) -> None:
    """A whole text has to match, as with the reference engine's library; no text takes long."""
    assert found(f"$[?(@ =~ {expression})]", [text]) == [text] * matches
