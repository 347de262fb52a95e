"""Files that need no Black are as Black would have them: it is asked here, file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Findings
from generator.diagnostics.rules.offers import FILES_NOT_READ
from generator.diagnostics.rules.skills import SKILL_FILES
from generator.formatting import format_python, shape
from generator.formatting.by_black import MODE
from generator.lower import lower
from generator.lower.annotations import Annotation
from generator.lower.python import (
    AwaitOf,
    CallOf,
    DictOf,
    Identifier,
    ListOf,
    Literal,
    Name,
    OrOf,
    Parameter,
    Python,
    Signature,
    TupleOf,
)
from generator.options import Options
from generator.pipeline import understand
from generator.render import render
from generator.render.signatures import parameters
from generator.render.source import import_line, source, statement, wrapped
from tests.golden.cases import cases

ROOT: Final = Path(__file__).parents[2]
SPECS: Final = [
    *sorted((ROOT / "specs").glob("*.yaml")),
    *sorted(case.folder / "capability.yaml" for case in cases()),
]
EVERY: Final = 40
"""One file of the corpus in so many; `python -m tests.corpus --lint` holds all of them."""


def _rendered(spec: Path) -> Iterator[tuple[str, str]]:
    understood = understand(spec, None, Findings())
    if understood is None:
        return
    package = lower(understood.plan, understood.sources.main.text, Options("made"))
    for file in render(package):
        if file.path.endswith(".py") and not file.formatted:
            yield file.path, file.content.decode()


def _blacks(text: str) -> str:
    return black.format_str(text, mode=MODE)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.name}-{spec.stem}")
def test_black_has_nothing_to_do(spec: Path) -> None:
    """Of our own specifications Black would have to see what tries to look like a docstring only."""
    for path, text in _rendered(spec):
        assert shape.is_certain(text) or spec.parent.name == "hostile", path
        assert _blacks(text) == text, path


@pytest.mark.parametrize("text", [SKILL_FILES.correction, FILES_NOT_READ.correction])
def test_nor_with_the_adapters_that_no_case_has(tmp_path: Path, text: str) -> None:
    spec = tmp_path / "capability.yaml"
    spec.write_text(text, "utf-8")
    for path, rendered in _rendered(spec):
        assert _blacks(rendered) == rendered, path


def test_what_is_certain_of_the_corpus_is_blacks() -> None:
    shared = os.environ.get("CAPWRIGHT_SHARED")
    if not shared:
        pytest.skip("CAPWRIGHT_SHARED names no folder")
    files = sorted(Path(shared).glob("corpus*/**/*.y*ml"))[::EVERY]
    looked_at = certain = 0
    for spec in files:
        for path, text in _rendered(spec):
            looked_at += 1
            if shape.is_certain(text):
                certain += 1
                assert _blacks(text) == text, f"{spec}: {path}"
    assert looked_at > 100
    assert certain > looked_at * 0.98


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n\n\n\ny = 2\n",
        "class A:\n    x = 1\n\n\n    y = 2\n",
        "x = 1\n\n",
        "x = 1",
        "x = 1 \n",
        f"x = call({'a' * 95})\n",
        f'x = {chr(34)}{"a" * 95}{chr(34)}\n',
        f'x = "{chr(0x4E00) * 48}"\n',
        'x = "e\u0301"\n',
        f"""x = ('"{'""'}', {'a' * 90})\n""",
        f'def f():\n    """One."""\n    return {"a" * 90}\n',
    ],
)
def test_a_doubt_sends_the_file_through_black(text: str) -> None:
    assert not shape.is_certain(text)
    assert format_python(text, "f.py") == _blacks(text)


def test_a_docstring_may_hold_long_lines() -> None:
    assert shape.is_certain(f'def f() -> None:\n    """A.\n\n    {"a" * 120}\n    """\n')


# --- statements, made up ---------------------------------------------------------------------------

NAMES: Final = st.sampled_from(["a", "b", "operation", "some_longer_name", "x" * 40, "y" * 70])
IDENTIFIERS: Final = NAMES.map(Identifier)
DOTTED: Final = st.lists(NAMES, min_size=1, max_size=2).map(".".join).map(Name)
TEXTS: Final = st.one_of(
    st.sampled_from(["", "a", "'", '"', "'\"", 'it\'s "so"', "\\", "id", "a word or two " * 5]),
    st.text(max_size=120),
)
LITERALS: Final = st.one_of(
    TEXTS, st.integers(), st.none(), st.booleans(), st.floats(allow_nan=False)
).map(Literal)
LEAVES: Final = st.one_of(LITERALS, DOTTED)


def _several(inner: st.SearchStrategy[Python]) -> st.SearchStrategy[Python]:
    items = st.lists(inner, max_size=5).map(tuple)
    keywords = st.dictionaries(IDENTIFIERS, inner, max_size=5).map(lambda d: tuple(d.items()))
    return st.one_of(
        items.map(TupleOf),
        items.map(ListOf),
        st.dictionaries(TEXTS, inner, max_size=4).map(lambda d: DictOf(tuple(d.items()))),
        _calls(items, keywords),
    )


def _calls(
    items: st.SearchStrategy[tuple[Python, ...]],
    keywords: st.SearchStrategy[tuple[tuple[Identifier, Python], ...]],
) -> st.SearchStrategy[CallOf]:
    return st.builds(CallOf, DOTTED, items, keywords)


TREES: Final = st.recursive(LEAVES, _several, max_leaves=14)
CALLS: Final = _calls(
    st.lists(TREES, max_size=4).map(tuple),
    st.dictionaries(IDENTIFIERS, TREES, max_size=4).map(lambda d: tuple(d.items())),
)
VALUES: Final = st.one_of(TREES, CALLS, CALLS.map(AwaitOf), st.builds(OrOf, CALLS, DOTTED))


def _held(text: str) -> None:
    """Black's own shape, where it is said to be; and Black understands it in any case."""
    if shape.is_certain(text):
        assert _blacks(text) == text
    else:
        _blacks(text)


@given(NAMES, TREES)
def test_an_assignment(name: str, value: Python) -> None:
    _held(f"{name}: Final = {source(value, 0, len(name) + 10)}\n")


@given(VALUES, st.sampled_from([4, 8]))
def test_what_is_returned(value: Python, indent: int) -> None:
    opening = "async def f():\n" if indent == 4 else "class A:\n    async def f(self):\n"
    _held(f"{opening}{' ' * indent}return {statement(value, indent, 7)}\n")


@given(NAMES, VALUES)
def test_a_line_of_a_function(name: str, value: Python) -> None:
    _held(f"async def f():\n    {name} = {statement(value, 4, len(name) + 3)}\n    return {name}\n")


@given(NAMES, NAMES, NAMES)
def test_a_member_of_a_view(name: str, function: str, argument: str) -> None:
    called = wrapped(function, f"A.{argument}", 4, len(name) + 3)
    _held(f"class A:\n    {name} = {called}\n")


@given(NAMES, st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_an_import(module: str, names: list[str]) -> None:
    _held(f"{import_line('.' + module, names)}\n")


PARAMETERS: Final = st.builds(
    Parameter,
    IDENTIFIERS,
    st.sampled_from([Annotation(("str",)), Annotation(("str", "list", "None"))]),
    st.one_of(st.none(), LITERALS, DOTTED),
)


@given(
    NAMES,
    st.lists(PARAMETERS, max_size=5).map(tuple),
    st.lists(PARAMETERS, max_size=5).map(tuple),
    st.sampled_from([" -> None:", f" -> {'T' * 40}:"]),
)
def test_a_function(
    name: str, first: tuple[Parameter, ...], then: tuple[Parameter, ...], closing: str
) -> None:
    unique = {each.name: each for each in (*first, *then)}
    first, then = (tuple(p for p in part if unique.get(p.name) is p) for part in (first, then))
    # A parameter without a default stands before those that have one.
    first = tuple(sorted(first, key=lambda each: each.default is not None))
    shown = parameters(Signature(first, then), f"def {name}", closing)
    _held(f"{shown}\n    return None\n")
