"""Every pointer has its key and its value at the right line and column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from generator.diagnostics import Position, Span
from generator.origin import Origin
from generator.source.sources import SourceSet
from tests.frontend.support import QUAY, Bench

Place = tuple[int, int, int, int]


def _nodes(node: yaml.Node, origin: Origin) -> Iterator[tuple[Origin, yaml.Node | None, yaml.Node]]:
    """Place, key and value of every node, as another reader composes them."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = origin.child(key.value)
            yield below, key, value
            yield from _nodes(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            below = origin.child(index)
            yield below, None, value
            yield from _nodes(value, below)


def _place(span: Span) -> Place:
    return span.start.line, span.start.column, span.end.line, span.end.column


def _marks(node: yaml.Node) -> Place:
    start, end = node.start_mark, node.end_mark
    assert start is not None
    assert end is not None
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def test_every_pointer_of_quay(bench: Bench) -> None:
    text = QUAY.read_text(encoding="utf-8")
    sources = bench.load(text.encode()).sources
    assert sources is not None
    count = 0
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    for origin, key, value in _nodes(root, Origin(sources.main.name)):
        count += 1
        place = _place(sources.value_span(origin))
        if isinstance(value, yaml.ScalarNode):
            assert place == _marks(value), origin.pointer
        else:
            # The parser counts the line break after a block as inside; a caret must not.
            assert place[:2] == _marks(value)[:2], origin.pointer
            assert _ends_in_text(sources, place), origin.pointer
        if key is not None:
            assert _place(sources.key_span(origin)) == _marks(key), origin.pointer
    assert count > 900


def _ends_in_text(sources: SourceSet, place: Place) -> bool:
    line = sources.line(sources.main.name, place[2])
    return 1 < place[3] <= len(line) + 1 and not line[place[3] - 2].isspace()


@pytest.mark.parametrize(
    ("pointer", "line", "key", "value"),
    [
        ("/naftiko", 1, (1, 8), (10, 22)),
        ("/info/created", 13, (3, 10), (12, 24)),
        ("/capability/consumes/0/authentication/token", 23, (7, 12), (14, 30)),
        ("/capability/consumes/0/resources/0/operations/0/method", 29, (9, 15), (17, 20)),
        ("/capability/exposes/0/port", 294, (5, 9), (11, 15)),
    ],
)
def test_quay_by_hand(
    bench: Bench, pointer: str, line: int, key: tuple[int, int], value: tuple[int, int]
) -> None:
    sources = bench.load(QUAY.read_bytes()).sources
    assert sources is not None
    origin = Origin(sources.main.name, pointer)
    assert _place(sources.key_span(origin)) == (line, key[0], line, key[1])
    assert _place(sources.value_span(origin)) == (line, value[0], line, value[1])


TEXT = """\
# a comment
"kéy": 'välue'   # another
😀: {a/b: [x, {m~n: y}], }
block: |
  one
  two

after:

- first:  1
  second: 2
- - deep

empty:
last: >-
  folded
  text
"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        ("/kéy", (2, 1, 2, 6), (2, 8, 2, 15)),
        ("/😀", (3, 1, 3, 2), (3, 4, 3, 26)),
        ("/😀/a~1b", (3, 5, 3, 8), (3, 10, 3, 23)),
        ("/😀/a~1b/0", (3, 11, 3, 12), (3, 11, 3, 12)),
        ("/😀/a~1b/1/m~0n", (3, 15, 3, 18), (3, 20, 3, 21)),
        ("/block", (4, 1, 4, 6), (4, 8, 6, 6)),
        ("/after", (8, 1, 8, 6), (10, 1, 12, 9)),
        ("/after/0", (10, 3, 10, 12), (10, 3, 11, 12)),
        ("/after/0/second", (11, 3, 11, 9), (11, 11, 11, 12)),
        ("/after/1", (12, 3, 12, 9), (12, 3, 12, 9)),
        ("/after/1/0", (12, 5, 12, 9), (12, 5, 12, 9)),
        ("/last", (15, 1, 15, 5), (15, 7, 17, 7)),
        # what does not exist: the nearest above
        ("/after/7/x", (8, 1, 8, 6), (10, 1, 12, 9)),
        ("/kéy/below", (2, 1, 2, 6), (2, 8, 2, 15)),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_kinds_of_values(
    bench: Bench, pointer: str, key: Place, value: Place, end: str
) -> None:
    sources = bench.load(TEXT.replace("\n", end).encode()).sources
    assert sources is not None
    origin = Origin(sources.main.name, pointer)
    assert _place(sources.key_span(origin)) == key
    assert _place(sources.value_span(origin)) == value


def test_an_empty_value_stands_after_its_colon(bench: Bench) -> None:
    sources = bench.load(TEXT.encode()).sources
    assert sources is not None
    span = sources.value_span(Origin(sources.main.name, "/empty"))
    assert (span.start, span.end) == (Position(14, 7), Position(14, 7))


def test_the_file_as_a_whole_is_its_first_key(bench: Bench) -> None:
    sources = bench.load(TEXT.encode()).sources
    assert sources is not None
    assert _place(sources.key_span(Origin(sources.main.name))) == (2, 1, 2, 6)


def test_a_mark_at_the_start_of_the_file_has_no_width(bench: Bench) -> None:
    sources = bench.load(b"\xef\xbb\xbfkey: value\n").sources
    assert sources is not None
    assert _place(sources.value_span(Origin(sources.main.name, "/key"))) == (1, 6, 1, 11)


def test_a_part_of_a_text(bench: Bench) -> None:
    text = "a: 'x {{y}} {{y}}'\nb: \"t\\u00e9 {{y}}\"\nc: >\n  one\n  {{y}}\n"
    sources = bench.load(text.encode()).sources
    assert sources is not None

    def part(key: str, start: int, end: int) -> Place:
        return _place(sources.part_span(Origin(sources.main.name, f"/{key}"), start, end))

    assert part("a", 8, 13) == (1, 13, 1, 18)  # the second one
    assert part("b", 3, 8) == (2, 13, 2, 18)  # the text as written is longer than the value
    assert part("c", 4, 9) == (5, 3, 5, 8)
    assert _place(sources.text_span(Origin(sources.main.name, "/a"), "{{y}}")) == (1, 7, 1, 12)
    assert _place(sources.text_span(Origin(sources.main.name, "/a"), "zzz")) == (1, 4, 1, 19)


def test_scalars(bench: Bench) -> None:
    sources = bench.load(b"a: 1\nb: []\n").sources
    assert sources is not None
    name = sources.main.name
    assert sources.is_scalar(Origin(name, "/a"))
    assert not sources.is_scalar(Origin(name, "/b"))
    assert not sources.is_scalar(Origin(name, "/c"))
    assert not sources.is_scalar(Origin(name))


def test_lines(bench: Bench) -> None:
    sources = bench.load(b"a: 1\r\nb: 2").sources
    assert sources is not None
    name = sources.main.name
    assert [sources.line(name, number) for number in (0, 1, 2, 3)] == ["", "a: 1", "b: 2", ""]
    assert sources.line("other", 1) == ""
