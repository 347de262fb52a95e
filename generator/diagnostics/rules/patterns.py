"""CAP406 and CAP417: the patterns of inputs."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability

BROKEN_PATTERN = Rule(
    code="CAP406",
    severity=Severity.WARNING,
    title="Pattern that is no regular expression",
    message="The `pattern` of `{name}` is no regular expression: {problem}. It is not checked.",
    hint="correct the expression, or remove it",
    explanation=(
        "A pattern is a regular expression of ECMA-262, as JSON Schema has it: `\\d` and `\\w` are ASCII, "
        "`$` is the end of the text, and a match anywhere counts. What only other languages know "
        "(`(?i)` at the beginning, `(?P<name>…)`, `\\A`, `\\Z`) is none. It would refuse every request, so it is left out."
    ),
    example=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string, pattern: '[a-'}\n"
        ),
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string, pattern: '[a-z]'}\n"
        ),
    ),
)
BACKTRACKING_PATTERN = Rule(
    code="CAP417",
    severity=Severity.WARNING,
    title="Pattern that cannot be matched in bounded time",
    message="The `pattern` of `{name}` cannot be matched in bounded time and space: {problem}. It is not checked.",
    hint="write it without looking ahead or behind, without references to groups, with fewer repeats",
    explanation=(
        "Packages match with an engine that needs time in proportion to the text: with any other, one "
        "text of a caller can hold the server for hours. Such an engine cannot look ahead or behind, knows "
        "no references to groups, and writes each repeat out."
    ),
    example=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string, pattern: '^(?!0)[0-9]+$'}\n"
        ),
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string, pattern: '^[1-9][0-9]*$'}\n"
        ),
    ),
)
