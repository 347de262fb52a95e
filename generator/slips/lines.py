"""Lines with keys, and what else one of them could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from .. import regex
from ..records import dataclass
from ..source.text import Text

_ENTRY: Final = regex.late(r"( *)((?:- *)?)([A-Za-z_$][\w.$-]*)(:(?= |$))? *(.*)")
_BEGINS_ITEMS: Final = frozenset(("in", "method", "name", "namespace", "path", "type"))
"""Keys with which items of lists begin."""
_AROUND: Final = 12
"""Lines above and below whose columns are tried."""
_FURTHEST: Final = 200
_STEP: Final = 2
"""Columns from a thing to what is in it, as most people write."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a key. Columns count from 0."""

    number: int
    indentation: int
    dash: str
    """The mark of an item before the key, with the spaces after it."""
    key: str
    value: str

    @property
    def caret(self) -> int:
        return self.indentation + len(self.dash)


@dataclass(frozen=True, slots=True)
class Trial:
    """A text that differs in one line, and how one says that."""

    line: Line
    content: str
    problem: str
    advice: str
    oddness: int
    """How unusual the layout is: of two that read alike, the usual one was meant."""
    away: int = 0
    """Columns that the line moves, to the right if positive."""
    adds_dash: bool = False


def line_at(text: Text, number: int) -> Line | None:
    """None where there is no key; a comment has none."""
    found = _ENTRY.fullmatch(text.line(number))
    if found is None or (found[4] is None and found[2] != "-"):
        return None
    value = found[5].partition(" #")[0].strip()
    return Line(number, len(found[1]), found[2], found[3], "" if value.startswith("#") else value)


def above(text: Text, number: int) -> Line | None:
    """The next line above with a key."""
    numbers = range(number - 1, max(0, number - _FURTHEST), -1)
    return next((line for each in numbers if (line := line_at(text, each)) is not None), None)


def line_below(text: Text, number: int) -> Line | None:
    """The next line below with a key."""
    numbers = range(number + 1, min(len(text.starts), number + _FURTHEST) + 1)
    return next((line for each in numbers if (line := line_at(text, each)) is not None), None)


def is_emptied(text: Text, line: Line) -> bool:
    """Whether a key has nothing beside it and nothing below it."""
    below = line_below(text, line.number)
    return not line.value and (below is None or below.caret <= line.caret)


def trials(text: Text, line: Line) -> Iterator[Trial]:
    """The line in the columns of its neighbours, alone and with what stands in it; and other slips."""
    written = text.line(line.number)
    if line.dash == "-":
        spaced = f"{' ' * line.indentation}- {written.strip()[1:]}"
        problem = f"a space is missing between the `-` of an item and `{line.key}`"
        yield _written(text, line, spaced, problem, f"write `- {line.key}`")
        return
    if line.dash and not line.value:
        bare = written[: line.indentation] + written[line.caret :]
        problem = f"`{line.key}` begins an item of a list, and the things beside it have names"
        yield _written(text, line, bare, problem, f"write `{line.key}:` without the dash before it")
    below = line_below(text, line.number)
    if line.value and below is not None and below.caret > line.caret:
        kept = written[: line.caret + len(line.key) + 1]
        what = "a list" if below.dash else "keys"
        problem = f"`{line.key}` has a value beside it, and {what} below it"
        advice = f"write the key that is missing below it, or remove `{line.value[:60]}`"
        yield _written(text, line, kept, problem, advice, oddness=1)
    if not line.dash and line.indentation >= _STEP:
        dashed = f"{written[: line.indentation - _STEP]}- {written[line.indentation :]}"
        problem = f"`{line.key}` begins a mapping where a list goes on below"
        yield _written(text, line, dashed, problem, "begin it with `- `", adds_dash=True)
    if _lacks_dash(text, line, below):
        dashed = f"{written[: line.indentation]}- {written[line.indentation :]}"
        problem = f"`{line.key}` stands without the `- ` of an item"
        yield _written(text, line, dashed, problem, f"write `- {line.key}`", adds_dash=True)
    yield from _in_columns(text, line)


def _written(
    text: Text,
    line: Line,
    otherwise: str,
    problem: str,
    advice: str,
    *,
    oddness: int = 0,
    adds_dash: bool = False,
) -> Trial:
    """The line written otherwise, in its place."""
    content = _with(text, {line.number: otherwise})
    return Trial(line, content, problem, advice, oddness, adds_dash=adds_dash)


def _in_columns(text: Text, line: Line) -> Iterator[Trial]:
    """The line where its neighbours begin."""
    block = _block(text, line)
    for indentation in _columns(text, line):
        away = indentation - line.indentation
        far = "further right" if away < 0 else "further left"
        problem = f"`{line.key}` begins {far} than the keys beside it"
        subject = f"begin `- {line.key}`" if line.dash else "begin it"
        advice = f"{subject} in column {indentation + 1}, as they do"
        odd = _oddness(text, line, indentation) - _oddness(text, line, line.indentation)
        alone = range(line.number, line.number + 1)
        kinds = dict.fromkeys((alone, block, _siblings(text, line)))
        for numbers in kinds:
            moved = {each: _moved(text.line(each), away) for each in numbers}
            yield Trial(line, _with(text, moved), problem, advice, odd, away)


def _lacks_dash(text: Text, line: Line, below: Line | None) -> bool:
    """Whether a line may be the first of an item: with a value, and its other keys where they would be."""
    if line.dash or not line.value or below is None or below.caret != line.caret + _STEP:
        return False
    return line.key in _BEGINS_ITEMS or any(
        each.dash and each.indentation == line.indentation for each in _beside(text, line)
    )


def _beside(text: Text, line: Line) -> Iterator[Line]:
    """The lines with keys above and below, up to the first that is further left."""
    last = len(text.starts) + 1
    for numbers in (
        range(line.number - 1, max(0, line.number - _FURTHEST), -1),
        range(line.number + 1, min(last, line.number + _FURTHEST)),
    ):
        for number in numbers:
            near = line_at(text, number)
            if near is not None and near.indentation < line.indentation:
                break
            if near is not None:
                yield near


def _columns(text: Text, line: Line) -> list[int]:
    """Where the line could begin so that its key, or its dash, stands as others do; the nearest first."""
    found: set[int] = set()
    for number in range(max(1, line.number - _AROUND), line.number + _AROUND + 1):
        near = line_at(text, number)
        if near is None or number == line.number:
            continue
        own = near.caret - len(line.dash)
        found |= {near.indentation, own, own - _STEP}
        if not near.value:
            found.add(own + _STEP)
    away = {column: abs(column - line.indentation) for column in found if column >= 0}
    return sorted((column for column in away if away[column]), key=away.__getitem__)


def _oddness(text: Text, line: Line, indentation: int) -> int:
    """Whether a line would begin otherwise than usual below what it stands in."""
    numbers = range(line.number - 1, max(0, line.number - _FURTHEST), -1)
    lines = (line_at(text, each) for each in numbers)
    over = next((each for each in lines if each is not None and each.caret < indentation + 1), None)
    if over is None:
        return 0
    step = indentation - over.caret
    if line.dash and not over.value:
        return 0 if step == _step_of_items(text) else 2
    return (0 if step in (0, _STEP) else 2) + indentation % _STEP


def _step_of_items(text: Text) -> int:
    """From a key to the dashes below it, as most of the file has it."""
    steps: Counter[int] = Counter()
    before: Line | None = None
    for number in range(1, min(len(text.starts), _FURTHEST) + 1):
        line = line_at(text, number)
        if line is not None:
            if before is not None and not before.value and line.dash:
                steps[line.indentation - before.caret] += 1
            before = line
    return steps.most_common(1)[0][0] if steps else 0


def _block(text: Text, line: Line) -> range:
    """The line and what stands in it."""
    last = line.number
    for number in range(line.number + 1, len(text.starts) + 1):
        content = text.line(number)
        if content.strip():
            if len(content) - len(content.lstrip(" ")) <= line.indentation:
                break
            last = number
    return range(line.number, last + 1)


def _siblings(text: Text, line: Line) -> range:
    """The line and all that stand beside it below, with what stands in them."""
    last = line.number
    for number in range(line.number + 1, len(text.starts) + 1):
        content = text.line(number)
        if content.strip():
            if len(content) - len(content.lstrip(" ")) < line.indentation:
                break
            last = number
    return range(line.number, last + 1)


def _moved(content: str, away: int) -> str:
    if away > 0:
        return " " * away + content
    return content[-away:] if content[:-away].isspace() else content.lstrip(" ")


def _with(text: Text, lines: dict[int, str]) -> str:
    """The text with other lines."""
    written = text.content.split("\n")
    for number, line in lines.items():
        written[number - 1] = line
    return "\n".join(written)
