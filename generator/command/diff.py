"""`capwright diff`: what a change does to callers."""

from __future__ import annotations

import enum
import sys
from collections.abc import Sequence

from ..contract.change import Change
from ..contract.comparison import compare, worst
from ..contract.report.text import render_text
from ..contract.rule import Verdict
from ..dialect import Dialect
from .contracts import contract_at
from .sources import SourceError
from .terminal import give, has_colours, say


class FailOn(enum.StrEnum):
    """From which verdict on the command fails."""

    BREAKING = "breaking"
    RISKY = "risky"
    ANY = "any"

    @property
    def least(self) -> Verdict:
        match self:
            case FailOn.BREAKING:
                return Verdict.BREAKING
            case FailOn.RISKY:
                return Verdict.RISKY
            case FailOn.ANY:
                return Verdict.COMPATIBLE


class DiffFormat(enum.StrEnum):
    """How changes are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"


def show_changes(
    old: str, new: str, format_: DiffFormat, fail_on: FailOn | None, dialect: Dialect | None
) -> int:
    """Print the changes from one place to another; the exit code.

    It is 0 where nothing is as grave as `fail_on`, 1 where something is, 2 where a place has no
    contract.
    """
    try:
        changes = compare(contract_at(old, dialect), contract_at(new, dialect))
    except SourceError as error:
        say(f"Error: {error}")
        return 2
    give(_rendered(changes, format_, new))
    return 1 if is_too_grave(changes, fail_on) else 0


def is_too_grave(changes: Sequence[Change], fail_on: FailOn | None) -> bool:
    """Whether one of the changes is as grave as that."""
    gravest = worst(changes)
    return fail_on is not None and gravest is not None and gravest >= fail_on.least


def _rendered(changes: Sequence[Change], format_: DiffFormat, new: str) -> str:
    match format_:
        case DiffFormat.TEXT:
            return render_text(changes, colour=has_colours(sys.stdout))
        case DiffFormat.JSON:
            from ..contract.report.json import render_json

            return render_json(changes)
        case DiffFormat.MARKDOWN:
            from ..contract.report.markdown import render_markdown

            return render_markdown(changes)
        case DiffFormat.SARIF:
            from ..contract.report.sarif import render_sarif

            return render_sarif(changes, new)
