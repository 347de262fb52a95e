"""What a name means among the steps of a unit: what an earlier one gave, or a mistake."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import steps as rules
from ..diagnostics.spelling import listed, nearest
from ..model import LookupStep, Placeholder, Scope, Step
from ..plan import FromStep
from ..records import dataclass

_KEYS: Final = regex.late(r"[^\s.\[\]*?()@'\"{}]+(?:\s*\.\s*[^\s.\[\]*?()@'\"{}]+)*")
"""Names joined by dots, with spaces around them that nobody reads."""


_QUOTED_KEY: Final = regex.late(r"\[['\"]([^'\"\[\].\s]+)['\"]\]")


def lack(step: str, name: str, given: Sequence[str]) -> tuple[str, str | None]:
    """For people: what a step has in place of a name that it has not; and which of them was meant, if one was."""
    return f"of `{step}` there is only {listed(given, 'and')}", nearest(name, given)


def meant_path(text: str, steps: Sequence[str]) -> str | None:
    """`$.step.key`, where a text is nearly that: a step misspelt, or `{{…}}` or no `$.` around it."""
    bare = _QUOTED_KEY.sub(r".\1", text.strip().strip("{} ").removeprefix("$").removeprefix("."))
    if not _KEYS.fullmatch(bare):
        return None
    head, *path = re.split(r"\s*\.\s*", bare)
    step = head if head in steps else nearest(head, steps)
    meant = ".".join(("$", step or "", *path))
    return meant if step and path and all(path) and meant != text.strip() else None


@dataclass(slots=True)
class StepNames:
    """The steps of one unit, and how many of them have run where a name is read."""

    steps: Sequence[Step] = ()
    done: dict[str, Step] = field(default_factory=dict)
    outputs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the calls that declare their outputs give; of the others nobody knows it."""
    broken: bool = False
    """Whether a name was reported that cannot be read."""

    def finish(self, step: Step) -> None:
        """From here on the step's output can be read."""
        self.done[step.name] = step

    def read(self, placeholder: Placeholder, findings: Findings) -> FromStep | None:
        """`{{step.field}}`, `{{step}}`; one that names a later step is reported."""
        if placeholder.scope is not Scope.ANY or not self.steps:
            return None
        head, *path = placeholder.name.split(".")
        step = self.done.get(head)
        if step is None:
            if path and any(each.name == head for each in self.steps):
                self.broken = True
                findings.report(rules.STEP_LATER, placeholder.origin, within=head, step=head)
                return FromStep(head, tuple(path))
            return None
        if isinstance(step, LookupStep):
            findings.report(rules.LOOKUP_IN_TEMPLATE, placeholder.origin, within=head, step=head)
        elif path and path[0] not in self.outputs.get(head, (path[0],)):
            self._report_lack(placeholder, head, path, findings)
        return FromStep(head, tuple(path))

    def _report_lack(
        self, placeholder: Placeholder, step: str, path: Sequence[str], findings: Findings
    ) -> None:
        given = self.outputs[step]
        problem, near = lack(step, path[0], given)
        meant = None if near is None else ".".join((step, near, *path[1:]))
        findings.report(
            rules.STEP_GIVES_NOTHING,
            placeholder.origin,
            within=placeholder.name,
            instead=meant,
            text=placeholder.name,
            problem=problem,
            advice=(
                f"did you mean `{meant}`?" if meant else f"name one of them: `{step}.{given[0]}`"
            ),
        )

    def by_name(self, argument: str) -> FromStep | None:
        """What an argument of an earlier step's name gets: that step's output, or a part (docs/language.md, "Exposed under REST")."""
        head, *path = argument.split(".")
        step = self.done.get(head)
        return None if step is None or isinstance(step, LookupStep) else FromStep(head, tuple(path))
