"""`capwright explain CON101`: a rule about changes in full."""

from __future__ import annotations

import textwrap
from typing import Final

from .rule import ChangeRule

_WIDTH: Final = 80


def explain(rule: ChangeRule) -> str:
    """The verdict, the title and the reason, as plain text."""
    head = f"{rule.verdict.word}[{rule.code}]: {rule.title}"
    return f"{head}\n\n{textwrap.fill(rule.explanation, _WIDTH)}\n"
