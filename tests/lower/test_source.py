"""Printing: nothing of a spec becomes code, and Black has nothing left to do."""

from __future__ import annotations

import ast

import black
from hypothesis import given
from hypothesis import strategies as st

from generator.formatting.by_black import MODE
from generator.lower.python import (
    CallOf,
    DictOf,
    Identifier,
    ListOf,
    Literal,
    Name,
    Python,
    TupleOf,
)
from generator.naming import Names, class_name, identifier
from generator.render.source import constant, docstring, one_line, source

texts = st.text(max_size=200)
plain = st.one_of(
    texts, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False)
)


def test_numbers_that_have_no_literal() -> None:
    assert constant(float("inf")) == 'float("inf")'
    assert constant(float("nan")) == 'float("nan")'


def trees() -> st.SearchStrategy[Python]:
    names = st.sampled_from(["a", "bb", "ccc"]).map(Identifier)
    return st.recursive(
        plain.map(Literal),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4).map(lambda items: TupleOf(tuple(items))),
            st.lists(inner, max_size=4).map(lambda items: ListOf(tuple(items))),
            st.dictionaries(texts, inner, max_size=4).map(lambda d: DictOf(tuple(d.items()))),
            st.builds(
                CallOf,
                st.just(Name("call")),
                st.lists(inner, max_size=3).map(tuple),
                st.dictionaries(names, inner, max_size=3).map(lambda d: tuple(d.items())),
            ),
        ),
        max_leaves=12,
    )


@given(plain)
def test_a_constant_means_its_value(value: object) -> None:
    assert ast.literal_eval(constant(value)) == value  # type: ignore[arg-type]


@given(trees())
def test_an_expression_means_the_same_however_it_is_split(tree: Python) -> None:
    split = source(tree, 60)
    flat = source(tree, -(10**9))
    assert ast.dump(ast.parse(split, mode="eval")) == ast.dump(ast.parse(flat, mode="eval"))


@given(texts, st.sampled_from([0, 4, 8]))
def test_a_docstring_is_one_string_and_blacks_own_shape(text: str, indent: int) -> None:
    margin = " " * indent
    header = "".join(f"{' ' * (level * 4)}class C{level}:\n" for level in range(indent // 4))
    module = f"{header}{margin}{docstring(text, indent)}\n"
    body = ast.parse(module).body
    for _ in range(indent // 4):
        assert isinstance(body[0], ast.ClassDef)
        body = body[0].body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[0].value, ast.Constant)
    assert black.format_str(module, mode=MODE) == module


@given(texts)
def test_a_comment_stays_on_its_line(text: str) -> None:
    assert ast.parse(f"# {one_line(text)}\n").body == []


@given(st.lists(texts, max_size=20))
def test_names_are_identifiers_and_differ(names: list[str]) -> None:
    given_names = Names(("taken",))
    found = {name: given_names.claim(name) for name in names}
    assert all(each.isidentifier() and each != "taken" for each in found.values())
    assert len(set(found.values())) == len(found)


def test_the_spelling_of_the_spec_is_kept() -> None:
    assert identifier("listRepos") == "listRepos"
    assert identifier("get-plans-{plan-id}") == "get_plans_plan_id"
    assert identifier("class") == "class_"
    assert identifier("3d") == "_3d"
    assert class_name("slack-apps") == "SlackApps"
