"""What the reader of YAML finds wrong, before it is turned into findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ..diagnostics.rule import Rule
from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule, the stretch of text (offsets from 0, end exclusive), the place and the facts."""

    rule: Rule
    start: int
    end: int
    pointer: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    instead: str | None = None
    """What was meant in place of the stretch, where that is sure."""


class RefusedError(Exception):
    """Nothing can be read from here on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule.title)
        self.problem = problem
