"""Paths into what a step gives, `$.step.key`, as mappings and lookups read them."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import steps as rules
from ..diagnostics.spelling import listed
from ..model import LookupStep, Orchestration
from ..origin import Origin
from ..plan import FromStep
from ..records import dataclass
from .step_names import StepNames, lack, meant_path

_KEY: Final = r"[^\s.\[\]*?()'\"{}]+(?: +[^\s.\[\]*?()'\"{}]+)*"
"""What stands between two dots is a key as it is: `@type`, `first name`."""
_PATH: Final = regex.late(rf"\$\.({_KEY}(?:\.{_KEY})*)\Z")
"""What a mapping reads: a step and keys, one inside the other. This is not JSONPath."""


@dataclass(frozen=True, slots=True)
class StepPaths:
    """Reads the paths of one unit, and says what is wrong with those that lead nowhere."""

    orchestration: Orchestration
    names: StepNames
    findings: Findings
    lost: set[str] = field(default_factory=set)
    """Steps that are named and are not there: what names one again is the same mistake."""

    def read(self, text: str) -> FromStep | None:
        """`$.step.field` where there is such a step by now."""
        match = _PATH.match(text.strip())
        if match is None:
            return None
        head, *path = match[1].split(".")
        return FromStep(head, tuple(path)) if head in self.names.done else None

    def report_lack(self, path: FromStep, text: str, origin: Origin, rule: rules.Rule) -> None:
        """Reports a key that a step never gives: a lookup has its fields, a call what it declares."""
        step = self.names.done[path.step]
        given = (
            step.fields if isinstance(step, LookupStep) else self.names.outputs.get(path.step, ())
        )
        if not given or not path.path or path.path[0] in given:
            return
        problem, near = lack(path.step, path.path[0], given)
        meant = ".".join(("$", path.step, near or given[0], *path.path[1:]))
        if near is None:
            advice = f"name one of them: `{meant}`"
            self.findings.report(rule, origin, text=text, problem=problem, advice=advice)
            return
        self._report_meant(rule, origin, text, problem, meant)

    def _report_meant(
        self, rule: rules.Rule, origin: Origin, text: str, problem: str, meant: str
    ) -> None:
        advice = f"did you mean `{meant}`?"
        self.findings.report(rule, origin, instead=meant, text=text, problem=problem, advice=advice)

    def report(self, text: str, origin: Origin, rule: rules.Rule) -> None:
        """Reports a text that is no path of a step that has run."""
        match = _PATH.match(text.strip())
        names = [each.name for each in self.orchestration.steps]
        if self.findings.reported_at(self.orchestration.origin.child("steps")):
            return  # A step that could not be read may be the one that is named.
        if self.findings.reported_at(origin):
            return
        meant = meant_path(text, names)
        if match is None:
            problem = "only `$.`, a step and keys joined by dots are read"
        else:
            head = match[1].partition(".")[0]
            known = ", ".join(f"`{name}`" for name in names)
            problem = f"`{head}` is none of its steps before it ({known})"
        if meant is not None:
            self._report_meant(rule, origin, text, problem, meant)
            return
        if match is not None:
            if head in self.lost:
                return
            self.lost.add(head)
        advice = (
            f"write `$.`, the name of a step ({listed(names)}), and the keys inside what it gives"
        )
        self.findings.report(rule, origin, text=text, problem=problem, advice=advice)
