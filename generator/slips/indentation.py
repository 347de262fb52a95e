"""A line that stands in a wrong column: found by trying the columns of its neighbours.

YAML reads such a file as something else, or breaks off at another line than the one that is wrong. A column is
the right one if the file reads with fewer findings there, and with no new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Final

import yaml

from ..diagnostics import words
from ..diagnostics.finding import Finding, Findings, Position, Severity, Span
from ..diagnostics.rule import Rule
from ..diagnostics.rules import exposure, shape, source
from ..diagnostics.rules import schema as rules
from ..records import dataclass
from ..source.text import Text
from ..source.yaml_events import events_of
from .lines import Line, Trial, above, is_emptied, line_at, line_below, trials
from .mending import Place, place

Form = Callable[[bytes], Findings]

_MOST_LINES: Final = 10
"""Lines that are tried."""
_MOST_TRIALS: Final = 80
_FEWEST_TRIALS: Final = 12
_MOST_WHOLE: Final = 6
_STEP: Final = 2
_CHARACTERS: Final = 2_000_000
"""Characters that are read again, at most."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A line that has to be another, and the text with that."""

    text: Text
    trial: Trial
    span: Span
    is_yaml: bool
    """Whether the file could be read all the same, as something else."""
    explains: frozenset[Place] = field(repr=False)
    """What is gone with it."""

    def rule(self, is_error: bool) -> Rule:
        if not self.is_yaml:
            return source.SYNTAX
        return rules.MISPLACED_KEY if is_error else rules.MISPLACED_OPTIONAL_KEY

    def report(self, findings: Findings, is_error: bool) -> None:
        """Say it, as an error if errors are gone with it."""
        rule, line = self.rule(is_error), self.trial.line
        problem, advice = self.trial.problem, self.trial.advice
        findings.report_at(rule, self.span, key=line.key, problem=problem, advice=advice)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that may be wrong, and the finding that says that something is."""

    line: Line
    because: Finding


def misplaced(
    text: Text,
    name: str,
    found: Iterable[Finding],
    form: Form,
    whole: Form,
    is_known: Callable[[str], bool],
) -> Misplaced | None:
    """The one line that explains findings of the form, if there is one.

    Names of the author's may stand in many places. Such a line is only moved if it is unknown where it is, or if
    nothing is left in it.
    """
    here = _of_file(name, found)
    is_yaml = not any(each.code == source.SYNTAX.code for each in here)
    suspects = list({each.line: each for each in _suspects(text, here)}.values())[:_MOST_LINES]
    if not suspects:
        return None
    before = _places(form(text.content.encode()))
    if is_yaml:
        suspects = [each for each in suspects if _may_move(text, each, is_known)]
    unknown = frozenset(place(each)[2] for each in here if each.code in _UNKNOWN)
    read = [
        (len(left), trial, left)
        for suspect, trial in _readable(text, suspects)
        if not (trial.adds_dash and suspect.because.hint == words.AS_AN_ITEM)
        and not (is_yaml and _moves_out_for_nothing(trial))
        and not (is_yaml and _moves_out_emptied(text, trial, suspect, is_known))
        and not (is_yaml and _moves_among_names(text, trial, unknown))
        and _is_better(left := _places(form(trial.content.encode())), before, suspect, is_yaml)
    ]
    if not read:
        return None
    # `-name` can be nothing else: what reads with fewer findings has lost more.
    read = [each for each in read if each[1].line.dash == "-"] or read
    fewest = min(count for count, _, _ in read)
    best = [(trial, left) for count, trial, left in read if count == fewest]
    best.sort(key=lambda each: (each[0].oddness, abs(each[0].away)))
    trial, left = _likeliest(best[:_MOST_WHOLE], whole)
    start = Position(trial.line.number, trial.line.caret + 1)
    span = Span(name, start, Position(start.line, start.column + len(trial.line.key)))
    return Misplaced(Text(trial.content), trial, span, is_yaml, frozenset(before - left))


def _of_file(name: str, found: Iterable[Finding]) -> list[Finding]:
    """The findings of a file that a line of it may explain."""
    here = [each for each in found if each.span is not None and each.span.file == name]
    if any(each.code == exposure.NOTHING_EXPOSED.code for each in here):
        return here
    # A section beside the capability may be there for other files to import.
    return [each for each in here if each.code != shape.ROOT_SECTION.code]


def _may_move(text: Text, suspect: Suspect, is_known: Callable[[str], bool]) -> bool:
    line, because = suspect.line, suspect.because
    is_unknown = because.code in _UNKNOWN and place(because)[2] == line.number
    return is_unknown or is_known(line.key) or is_emptied(text, line)


def _moves_out_for_nothing(trial: Trial) -> bool:
    return trial.away < 0 and not trial.line.dash and trial.line.key in _OF_MANY_THINGS


def _moves_out_emptied(
    text: Text, trial: Trial, suspect: Suspect, is_known: Callable[[str], bool]
) -> bool:
    """Whether a key that lacks its value would become a name among names, with the keys beside it below it.

    It is one of the keys that belong where it stands: what is wrong there is that it says nothing.
    """
    because, line = suspect.because, trial.line
    is_its_own = because.code == rules.WRONG_TYPE.code and place(because)[2] == line.number
    if not is_its_own or trial.away >= 0 or line.value:
        return False
    wanted = line.caret + trial.away
    beside = above(text, line.number)
    while beside is not None and beside.caret > wanted:
        beside = above(text, beside.number)
    return beside is not None and beside.caret == wanted and not is_known(beside.key)


def _moves_among_names(text: Text, trial: Trial, unknown: frozenset[int]) -> bool:
    """Whether a line that is right where it is would go where any name is, and values are no mappings."""
    line = trial.line
    if (
        trial.away <= 0
        or line.number in unknown
        or (line.value and line.key not in ("call", "ref"))
    ):
        return False
    over = above(text, trial.line.number)
    while over is not None and over.caret >= trial.line.caret + trial.away:
        over = above(text, over.number)
    return over is not None and over.key in _OF_ANY_NAME


def _is_better(left: set[Place], before: set[Place], suspect: Suspect, is_yaml: bool) -> bool:
    return not is_yaml or (left < before and place(suspect.because) not in left)


def _likeliest(best: list[tuple[Trial, set[Place]]], whole: Form) -> tuple[Trial, set[Place]]:
    """Of several that read equally well: with the fewest findings to the end, then the usual layout."""
    if len(best) == 1:
        return best[0]

    def rank(number: int) -> tuple[int, ...]:
        trial = best[number][0]
        found = whole(trial.content.encode()).sorted()
        return len(found), trial.oddness, abs(trial.away), number

    return best[min(range(len(best)), key=rank)]


def _readable(text: Text, suspects: list[Suspect]) -> Iterator[tuple[Suspect, Trial]]:
    """What else the lines could be, as far as it is YAML; the larger the file, the fewer are tried."""
    left = max(_FEWEST_TRIALS, min(_MOST_TRIALS, _CHARACTERS // (len(text.content) + 1)))
    for suspect in suspects:
        for trial in trials(text, suspect.line):
            if _is_yaml(trial.content):
                yield suspect, trial
                left -= 1
                if not left:
                    return


def _is_yaml(content: str) -> bool:
    try:
        for _ in events_of(content):
            pass
    except yaml.YAMLError:
        return False
    return True


def _places(findings: Findings) -> set[Place]:
    """Where something is wrong; what is only worth a note may be new in a text that is better."""
    found = findings.sorted()
    return {place(each) for each in found if each.severity is not Severity.NOTE}


def _suspects(text: Text, found: Iterable[Finding]) -> Iterator[Suspect]:
    """Lines that may be the wrong one, the likeliest first."""
    for each in found:
        assert each.span is not None
        number = each.span.start.line
        lines: Iterable[Line] = ()
        if each.code == source.SYNTAX.code:
            if line_at(text, number) is None:
                return  # It lacks its `:` or is no key: the columns are not what is wrong.
            lines = _around_a_break(text, number)
        elif each.code == source.DUPLICATE_KEY.code:
            lines = _over_a_second(text, number)
        elif each.code in _OF_ANOTHER_PLACE and each.instead is None:
            lines = _near(text, number)
        yield from (Suspect(line, each) for line in lines)


_UNKNOWN: Final = frozenset((rules.UNKNOWN_KEY.code, rules.OTHER_KEY.code))
_OF_ANY_NAME: Final = frozenset(("data", "headers", "keys", "metadata", "with"))
"""What has names of the author's alone, none of the language's."""
_OF_MANY_THINGS: Final = frozenset(
    ("description", "display", "label", "name", "tags", "title", "type")
)
"""Keys that are valid nearly everywhere: that one is unknown where it is does not say that it belongs further out."""
_OF_ANOTHER_PLACE: Final = frozenset(
    (
        rules.UNKNOWN_KEY.code,
        rules.MISSING_KEY.code,
        rules.OTHER_KEY.code,
        rules.WRONG_TYPE.code,
        shape.ROOT_SECTION.code,
    )
)


def _over_a_second(text: Text, number: int) -> Iterator[Line]:
    """The line above a key that stands twice, where that may begin another thing."""
    item, second = above(text, number), line_at(text, number)
    if item is None or (second is not None and item.key == second.key):
        return
    if item.dash or not item.value:
        yield item


def _near(text: Text, number: int) -> Iterator[Line]:
    """A line, what it stands in, and the lines below that may belong into it."""
    held = line_at(text, number)
    if held is None:
        return
    yield held
    over = above(text, number)
    if over is not None and not over.value:
        yield over
    while held is not None and not held.value:
        held = line_below(text, held.number)
        if held is not None:
            yield held


def _around_a_break(text: Text, number: int) -> Iterator[Line]:
    """The lines where the parser gave up and above it, then those that these stand in."""
    last = _break(text)
    for each in dict.fromkeys((last, number)):
        here, over = line_at(text, each), above(text, each)
        yield from (line for line in (over, line_at(text, number), here) if line is not None)
        if over is not None and here is not None:
            yield from sorted(
                _stack(text, over, here), key=lambda line: abs(line.caret - here.caret)
            )


def _stack(text: Text, over: Line | None, here: Line) -> Iterator[Line]:
    """What a line stands in, and keys beside that have nothing below them though nothing is beside them."""
    caret = over.caret if over is not None else 0
    while over is not None and caret > here.caret - _STEP:
        over = above(text, over.number)
        if over is None or over.caret > caret:
            continue
        if over.caret < caret or is_emptied(text, over):
            caret = over.caret
            yield over


def _break(text: Text) -> int:
    """The line where the parser gives up."""
    try:
        for _ in events_of(text.content):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return 1 if mark is None else int(mark.line) + 1
    return 1
