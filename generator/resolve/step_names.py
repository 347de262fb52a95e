"""What a name means among the steps of a unit: what an earlier one gave, or a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..diagnostics import Findings
from ..diagnostics.rules import steps as rules
from ..model import LookupStep, Placeholder, Scope, Step
from ..plan import FromStep


@dataclass(slots=True)
class StepNames:
    """The steps of one unit, and how many of them have run where a name is read."""

    steps: Sequence[Step] = ()
    done: dict[str, Step] = field(default_factory=dict)
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
        return FromStep(head, tuple(path))

    def by_name(self, argument: str) -> FromStep | None:
        """What an argument of an earlier step's name gets: that step's output, or a part (docs/language.md, "Exposed under REST")."""
        head, *path = argument.split(".")
        step = self.done.get(head)
        return None if step is None or isinstance(step, LookupStep) else FromStep(head, tuple(path))
