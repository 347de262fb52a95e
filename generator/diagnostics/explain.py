"""`capwright explain`: a rule in full."""

from __future__ import annotations

import textwrap
from typing import Final

from .rule import Rule
from .showing import visible

_WIDTH: Final = 80


def explain(rule: Rule) -> str:
    """The rule, an example that triggers it and its correction, as plain text."""
    parts = [
        f"{rule.severity.value}[{rule.code}]: {rule.title}",
        textwrap.fill(rule.explanation, _WIDTH),
    ]
    if rule.example:
        parts.append(f"A file that has it:\n\n{indented(rule.example)}")
    if rule.correction:
        parts.append(f"The same file, put right:\n\n{indented(rule.correction)}")
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def indented(example: str) -> str:
    """An example by four columns; what cannot be seen is written as an escape."""
    lines = (visible(line) for line in example.splitlines())
    return "".join(f"    {line}".rstrip() + "\n" for line in lines)
