"""CAP587, CAP588 and CAP599: what a model has to read in every turn."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability
from .samples import tool as _tool


def _described(length: int) -> str:
    text = _capability(exposes_extra=_tool())
    return text.replace("List the items.", "List the items. " + "x" * length)


LONG_DESCRIPTION = Rule(
    code="CAP587",
    severity=Severity.WARNING,
    title="A description that some hosts refuse",
    message="The description of the tool `{tool}` has {length} characters; OpenAI takes {limit}.",
    hint="say what the tool does and when to use it; put the rest into the documentation",
    explanation=(
        "OpenAI's API refuses a function whose description has more than 1,024 characters. Others take more, "
        "and a model reads all of it in every turn."
    ),
    example=_described(1100),
    correction=_described(0),
    repeats=True,
)

LONGER_DESCRIPTION = Rule(
    code="CAP588",
    severity=Severity.WARNING,
    title="A description that hosts cut",
    message="The description of the tool `{tool}` has {length} characters; Claude Code cuts it at {limit}.",
    hint="say what the tool does and when to use it; put the rest into the documentation",
    explanation=(
        "Claude Code shows its model the first 2,048 characters of a tool's description, and OpenAI's API takes "
        "1,024."
    ),
    example=_described(2100),
    correction=_described(0),
    repeats=True,
)

TOO_MANY_TOKENS = Rule(
    code="CAP599",
    severity=Severity.WARNING,
    title="Tools over their budget of tokens",
    message="`tools/list` of `{adapter}` is {tokens} tokens ({how}), over the budget of {budget}.",
    hint="what weighs most: {heaviest}",
    explanation=(
        "A model reads every tool in every turn. `tool-tokens` in `[tool.capwright]` says how much of that is "
        "allowed; `capwright inspect --tokens` shows each tool."
    ),
    example="",
    correction="",
)
