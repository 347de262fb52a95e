"""Patterns of the generator: compiled when they are used, and all of them can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator import regex
from tests.support.modules import generator_modules


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    kind = type(regex.late(""))
    for module in generator_modules():
        for name, value in vars(module).items():
            if isinstance(value, kind):
                yield f"{module.__name__}.{name}", value


def test_every_pattern_of_the_generator_compiles() -> None:
    found = dict(patterns())

    assert len(found) > 150
    for pattern in found.values():
        assert re.compile(pattern.pattern, pattern.flags & ~re.UNICODE)


def test_a_pattern_is_what_it_would_have_been() -> None:
    pattern = regex.late("(?P<key>[a-z]+)=", re.IGNORECASE)

    assert pattern.fullmatch("A=")
    assert [each["key"] for each in pattern.finditer("a=1 B=2")] == ["a", "B"]
    assert pattern.sub(":", "a=1") == ":1"
    assert pattern.groupindex == {"key": 1}
    assert regex.late(b"a").match(b"ab")


def test_it_is_compiled_when_it_is_used() -> None:
    pattern = regex.late("(")  # That it cannot be shows the moment.

    with pytest.raises(re.error):
        pattern.match("")


def test_no_module_compiles_one_when_it_is_imported() -> None:
    texts = {path: path.read_text() for path in Path(generator.__path__[0]).rglob("*.py")}

    assert [
        path
        for path, text in texts.items()
        if re.search(r"^\w.*\bre\.compile\(", text, re.MULTILINE)
    ] == []
