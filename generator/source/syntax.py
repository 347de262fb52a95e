"""Says in plain words what a YAML parser found wrong, and where the cause is."""

from __future__ import annotations

import re
from typing import Final, Protocol

import yaml

from .. import regex
from ..diagnostics.rules import source as rules
from ..records import dataclass
from .problems import Problem
from .text import Text
from .unmarked import unmarked

_TEMPLATE_VALUE: Final = regex.late(r"(?:^|[:\-\[,]\s+|\[)(\{\{)")
_REST_OF_VALUE: Final = regex.late(r"[^,\[\]{}#]+|\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class _Explanation:
    text: str
    advice: str
    at_context: bool = False
    """Whether the cause is where the construct began, not where the parser gave up."""


_INDENTATION: Final = "give it the indentation of its neighbours, in spaces"
_QUOTE: Final = "put the text in quotes"

_EXPLANATIONS: Final[dict[str, _Explanation]] = {
    "found unexpected end of stream": _Explanation(
        "the quoted text that begins here is never closed", "add the closing quote", True
    ),
    "mapping values are not allowed in this context": _Explanation(
        "a `:` stands where no key can be",
        "check the indentation of this line and the `:` of the one above; text with `: ` needs quotes",
    ),
    "could not find expected ':'": _Explanation(
        "this line is neither a key with `:` nor part of a longer text",
        "write it as `key: value`, or check its indentation",
        True,
    ),
    "did not find expected key": _Explanation(
        "a key was expected here",
        "check the indentation of this line and the quotes of the line above",
    ),
    "did not find expected '-' indicator": _Explanation(
        "an item of the list above was expected here, with its `- `", _INDENTATION
    ),
    "block sequence entries are not allowed in this context": _Explanation(
        "an item of a list cannot begin here", "put the list on a line of its own below the key"
    ),
    "did not find expected ',' or ']'": _Explanation(
        "the list that was opened with `[` is not closed", "add `]`", True
    ),
    "did not find expected ',' or '}'": _Explanation(
        "the mapping that was opened with `{{` is not closed".replace("{{", "{"), "add `}`", True
    ),
    "did not find expected node content": _Explanation(
        "a value was expected here", "close what was opened with `[` or `{`, or give the value"
    ),
    "found unknown escape character": _Explanation(
        "a backslash in double quotes begins an escape, and this is none",
        "write the backslash twice, or use single quotes",
    ),
    "did not find expected <document start>": _Explanation(
        "the value of the whole file has ended above this line", _INDENTATION
    ),
}
_NO_KEY: Final = "did not find expected key"
_ITEM_AMONG_KEYS: Final = _Explanation(
    "an item of a list stands here among keys",
    "write the key that the list belongs to above it, or check the indentation of this line",
)
_OF_INDENTATION: Final = frozenset(
    ("mapping values are not allowed in this context", "did not find expected key")
)
_OF_A_KEY: Final = frozenset(
    ("could not find expected ':'", "did not find expected <document start>")
)
_ENTRY: Final = regex.late(r"( *)((?:- +)*)([^\s#'\"{}\[\],&*!|>%@`-][^#]*?)\s*:(?:\s|$)")
"""A line with a key: its indentation, the marks of items before it, and the key."""
_MOST_LINES_ABOVE: Final = 200
_BAD_START: Final = "found character that cannot start any token"


class Known(Protocol):
    """What had been read when the parser gave up."""

    @property
    def problems(self) -> list[Problem]: ...
    @property
    def quoted(self) -> tuple[int, int] | None: ...


def explain(text: Text, error: yaml.YAMLError, known: Known) -> Problem | None:
    """The problem behind an error of the parser; None where a known one explains it already."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = min(mark.index, len(text.content)) if mark is not None else 0
    line = text.position(offset).line
    odd = _odd_space(text, line)
    if odd is not None:
        return odd
    if any(_is_template_near(text, problem, line) for problem in known.problems):
        return None
    swallowed = _swallowed(text, offset, known.quoted)
    if swallowed is not None:
        return swallowed
    template = _find_template(text, line)
    if template is not None:
        return template
    problem = str(getattr(error, "problem", None) or "it cannot be read")
    if problem == _BAD_START:
        return _bad_start(text, offset)
    if problem in _OF_INDENTATION or problem in _OF_A_KEY:
        found = unmarked(text, line) or _misplaced(text, offset)
        if found is not None:
            return found
    needs_quotes = _needs_quotes(text, offset, known.quoted)
    if needs_quotes is not None:
        return needs_quotes
    explanation = _EXPLANATIONS.get(problem, _Explanation(problem, _INDENTATION))
    if problem == _NO_KEY and text.line(line).lstrip(" ").startswith("- "):
        explanation = _ITEM_AMONG_KEYS
    context = getattr(error, "context_mark", None)
    if explanation.at_context and context is not None:
        offset = context.index
    return _syntax(text, offset, explanation.text, explanation.advice)


ODD_SPACES: Final = frozenset("\u00a0\u202f\u205f\u2060\u3000\ufeff") | {
    chr(each) for each in range(0x2000, 0x200E)
}
"""What looks like a space, or like nothing, and is a letter to YAML."""
_BEFORE_TEXT: Final = regex.late(r" *(?:- *)*")


def odd_space(text: Text, offset: int) -> Problem:
    problem = f"what looks like a space here is the character U+{ord(text.content[offset]):04X}"
    return _syntax(text, offset, problem, "write a space")


def _odd_space(text: Text, line: int) -> Problem | None:
    """Such a character before what a line says, on the line of an error or the one above."""
    for number in (line - 1, line):
        written = text.line(number) if number else ""
        found = _BEFORE_TEXT.match(written)
        at = found.end() if found is not None else 0
        if written[at : at + 1] in ODD_SPACES:
            return odd_space(text, text.starts[number - 1] + at)
    return None


def _needs_quotes(text: Text, offset: int, quoted: tuple[int, int] | None) -> Problem | None:
    """A text with `: ` in it, or with a quote that ends it too early: where it begins, and how it is written."""
    line = text.position(offset).line
    if quoted is not None and text.position(quoted[0]).line == line:
        between = text.content[quoted[1] : offset]
        if not between.strip() and text.content[offset : offset + 1].isalnum():
            mark = text.content[quoted[0]]
            problem = "the text in quotes ends before the end of the line"
            advice = f"write a `{mark}` that belongs to the text " + (
                "twice, `''`" if mark == "'" else 'with a backslash, `\\"`'
            )
            return _syntax(text, quoted[0], problem, advice)
    found = _PLAIN_VALUE.fullmatch(text.line(line))
    start = text.starts[line - 1] + (found.start("value") if found is not None else 0)
    if found is None or not start < offset or ": " not in found["value"]:
        return None
    # The text is not repeated: it may be a secret.
    return _syntax(
        text, start, "a text with `: ` in it needs quotes", "write `'` before and behind it"
    )


_PLAIN_VALUE: Final = regex.late(r" *(?:- +)*[A-Za-z_][\w.$-]*: +(?P<value>[^\s'\"{\[|>&*!%@`#].*)")


def _misplaced(text: Text, offset: int) -> Problem | None:
    """A key that is indented otherwise than its neighbours: where it begins, and where it should."""
    number = text.position(offset).line
    found = _ENTRY.match(text.line(number))
    if found is None or text.starts[number - 1] + found.end(3) < offset:
        return None  # the `:` is a later one of the line: of a text that needs quotes
    here = found.start(3)
    wanted = _neighbour(text, number, here)
    if wanted is None:
        return None
    first = _first_is_off(text, number, here)
    if first is not None:
        number, found, here, wanted = *first, here
    start = text.starts[number - 1] + here
    far = "further right" if here > wanted else "further left"
    problem = f"`{found[3]}` begins {far} than the keys beside it"
    advice = f"begin it in column {wanted + 1}, as they do"
    facts = {"problem": problem, "advice": advice}
    return Problem(rules.SYNTAX, start, start + len(found[3]), "", facts)


def _first_is_off(text: Text, number: int, here: int) -> tuple[int, re.Match[str], int] | None:
    """The key above, if it is the first of its mapping and stands in an odd column where this one does not.

    Its line, the line as a match, and where it begins.
    """
    entries = (
        (above, found)
        for above in range(number - 1, max(0, number - _MOST_LINES_ABOVE), -1)
        if (found := _ENTRY.match(text.line(above))) is not None
    )
    first, parent = next(entries, None), next(entries, None)
    if first is None or first[1].start(3) == here or text.line(first[0])[first[1].end() :] == "":
        return None
    above = -2 if parent is None else parent[1].start(3)
    is_odd = (first[1].start(3) - above) % 2 == 1 and (here - above) % 2 == 0 and above < here
    return (*first, first[1].start(3)) if is_odd else None


def _neighbour(text: Text, number: int, here: int) -> int | None:
    """Where the key above begins that this one probably stands beside; None if there is no such key."""
    near: int | None = None
    for above in range(number - 1, max(0, number - _MOST_LINES_ABOVE), -1):
        found = _ENTRY.match(text.line(above))
        if found is None:
            continue
        column = found.start(3)
        if near is None or abs(column - here) < abs(near - here):
            near = column
        if column < here:
            break
    return near if near is not None and near != here and abs(near - here) <= 3 else None


def unquoted_template(text: Text, start: int) -> str:
    """The value that begins with braces at `start`: all of it, or up to the next separator."""
    line = text.position(start).line
    rest = text.line(line)[start - text.starts[line - 1] :]
    end = rest.find("}}") + 2
    if end == 1:
        return rest.rstrip()
    while match := _REST_OF_VALUE.match(rest, end):
        end = match.end()
    return rest[:end].rstrip()


def _is_template_near(text: Text, problem: Problem, line: int) -> bool:
    if problem.rule is not rules.UNQUOTED_TEMPLATE:
        return False
    return 0 <= line - text.position(problem.start).line <= 1


def _swallowed(text: Text, offset: int, quoted: tuple[int, int] | None) -> Problem | None:
    """A quote that was forgotten: the text goes on to the next quote, lines below, and the parser
    gives up behind that."""
    if quoted is None or text.content[quoted[1] : offset].strip():
        return None
    first, last = (text.position(place).line for place in quoted)
    if first == last:
        return None
    problem = f"the quoted text that begins here goes on to line {last}, and more follows it there"
    return _syntax(text, quoted[0], problem, "add the closing quote")


def _find_template(text: Text, line: int) -> Problem | None:
    """Unquoted braces at the start of a value, on the line of the error or the one above."""
    for number in (line, line - 1):
        match = _TEMPLATE_VALUE.search(text.line(number))
        if match is not None:
            start = text.starts[number - 1] + match.start(1)
            template = unquoted_template(text, start)
            facts = {"template": template, "quoted": template.replace("'", "''")}
            return Problem(rules.UNQUOTED_TEMPLATE, start, start + len(template), "", facts)
    return None


def _bad_start(text: Text, offset: int) -> Problem:
    character = text.content[offset : offset + 1]
    if character == "\t":
        return _syntax(text, offset, "a tab stands in the indentation", "indent with spaces")
    return _syntax(text, offset, f"no value can begin with `{character}`", _QUOTE)


def _syntax(text: Text, offset: int, problem: str, advice: str) -> Problem:
    offset = _visible_place(text.content, offset)
    facts = {"problem": problem, "advice": advice}
    return Problem(rules.SYNTAX, offset, offset + 1, "", facts)


def _visible_place(content: str, offset: int) -> int:
    """At the end of the file, the last character that somebody wrote."""
    if offset < len(content):
        return offset
    return max(0, len(content.rstrip()) - 1)
