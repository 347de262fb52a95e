"""Regular expressions of a specification: ECMA-262 in, RE2 out (ECMA-262, 22.2; github.com/google/re2, syntax)."""

from __future__ import annotations

import re

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.patterns import BacktrackingError, PatternError, linear
from templates.runtime.patterns import Pattern

GRIN = "\U0001f600"


def finds(expression: str, text: str) -> bool:
    return Pattern(expression, linear(expression)).is_found_in(text)


@pytest.mark.parametrize(
    ("expression", "matching", "others"),
    [
        (r"^\d{7}$", ["1234567"], ["1234567\n", "\u0661234567", "12345678", "123456"]),
        (r"^\w+$", ["a_9"], ["\u00e9", "", "a-"]),
        (r"^[^\W]$", ["a"], ["\u00e9", " "]),
        (r"^\s$", ["\u3000", "\v", "\ufeff", "\u2029", "\u00a0"], ["\x85", "\x1c", "a"]),
        (r"^\S$", ["a", GRIN, "\x85"], [" ", "\u3000"]),
        (r"^.$", [GRIN, "\x85", " "], ["\n", "\r", "\u2028", "\u2029"]),
        (r"^[^]$", ["\n", "a"], [""]),
        (r"[]", [], ["", "a"]),
        (r"^[\w-.]+$", ["a-.b"], ["a b"]),
        (r"^[\w.-]+@[\w-]+\.\w{2,}$", ["a.b@c.de"], ["a@b", "a@b.c\n"]),
        (r"^(?<year>\d{4})-(?:\d\d)$", ["2026-11"], ["26-11"]),
        (r"^\p{L}\P{L}$", ["\u00e91"], ["11", "\u00e9\u00e9"]),
        (r"^\p{Script=Greek}+$", ["\u03b1\u03b2"], ["a"]),
        (r"^\p{Lu}\p{Lowercase_Letter}$", ["Ab"], ["ab"]),
        (r"^(?i:ab)c$", ["ABc"], ["ABC"]),
        (r"^\u0041\x42\u{1F600}\uD83D\uDE00$", ["AB" + GRIN * 2], ["AB"]),
        (r"\bcat\b", ["a cat"], ["concat"]),
        (r"^\/\-\.\$$", ["/-.$"], ["/-x$"]),
        (r"^a{,3}$", ["a{,3}"], ["aaa"]),
        (r"^a{2,3}?$", ["aa", "aaa"], ["a", "aaaa"]),
        (r"^[\b]\cJ\0$", ["\b\n\0"], ["b\n\0"]),
        (r"a|", ["", "b"], []),
        (r"[a^-]", ["^", "-"], ["b"]),
        (r"x", [], ["\ud800x"]),
    ],
)
def test_what_expressions_mean(expression: str, matching: list[str], others: list[str]) -> None:
    assert [text for text in matching if not finds(expression, text)] == []
    assert [text for text in others if finds(expression, text)] == []


@pytest.mark.parametrize(
    "expression",
    [
        *("(?=a)", "a(?!b)", "(?<=a)b", "(?<!a)b", r"(a)\1", r"(?<n>a)\k<n>", "x{1001}"),
        *("(?:x{100}){11}", r"\p{L}{1000}", "(" * 200 + ")" * 200, "a" * 20_000),
    ],
)
def test_what_cannot_be_matched_in_bounded_time(expression: str) -> None:
    with pytest.raises(BacktrackingError):
        linear(expression)


@pytest.mark.parametrize(
    "expression",
    [
        *("[a-", "[z-a]", "(a", "a)", "a**", "a++", "+", "^*", "a{3,1}", "\\", "[\\"),
        *(r"\A", r"\Z", r"\a", r"\u12", r"\uD83D", r"\x1", r"\p{Nope}", "\ud800"),
        *("(?i)a", "(?P<n>a)", "(?>a)", "(?#a)", "(?x:a)"),
    ],
)
def test_what_is_no_expression(expression: str) -> None:
    with pytest.raises(PatternError):
        linear(expression)


ATOMS = st.sampled_from(
    [
        *(
            "a",
            "b",
            ".",
            r"\d",
            r"\w",
            r"\S",
            "[a-c]",
            "[^b]",
            r"[\w-]",
            "^",
            "$",
            r"\b",
            "(?:a|b)",
        ),
        *("(a?)", "(a*)", r"\n", "é", r"\u00e9", r"\p{Ll}"),
    ]
)
EXPRESSIONS = st.lists(
    st.tuples(ATOMS, st.sampled_from(["", "*", "+", "?", "{2}", "{0,2}", "|"])), max_size=8
).map(lambda parts: "".join(atom + ("" if atom in "^$\\b" else sign) for atom, sign in parts))


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.text("abcé9_ \n-", max_size=8))
def test_as_another_engine_has_it(expression: str, text: str) -> None:
    """Python's, where the two dialects are told to mean the same."""
    told = expression.replace("$", r"\Z").replace(r"\p{Ll}", "[a-zé]")
    told = told.replace(".", r"[^\n\r\u2028\u2029]")
    wanted = re.search(told, text, re.ASCII) is not None
    assert finds(expression, text) is wanted


@settings(max_examples=300, deadline=None)
@given(st.text(r"ab01(){}[]|*+?^$.,-\dwsSWDpLuxk<>=!:", max_size=30))
def test_whatever_is_taken_is_compiled(text: str) -> None:
    """The start of a server never fails for an expression that the generator took."""
    try:
        expression = linear(text)
    except PatternError:
        return
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 * 1024 * 1024
    re2.compile(expression, options)


def test_the_largest_that_is_taken_is_compiled() -> None:
    for expression in (r"^[\p{L}\p{N} ]{1,150}$", r"^(?:[^\n]{0,100}){0,10}$", "(?:a{10}){100}"):
        assert not finds(expression, "!\n" * 40_000) or expression.endswith("100}")
