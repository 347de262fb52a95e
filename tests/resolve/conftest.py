"""Plans of small files, made by the real stages 1 to 4."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Finding, Findings
from generator.pipeline import understand
from generator.plan import ExposedInput, Operation, Plan

Resolve = Callable[[str], tuple[Plan, tuple[Finding, ...]]]


@pytest.fixture
def resolve(tmp_path: Path) -> Resolve:
    """The plan and the findings of a capability given as text."""

    def resolved(text: str) -> tuple[Plan, tuple[Finding, ...]]:
        spec = tmp_path / "spec-capability.yaml"
        spec.write_text(text, encoding="utf-8")
        findings = Findings()
        understood = understand(spec, None, findings)
        assert understood is not None, findings.sorted()
        return understood.plan, findings.sorted()

    return resolved


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def operation(plan: Plan) -> Operation:
    """The only operation of a plan."""
    (api,) = plan.apis
    (only,) = api.operations
    return only


def rest_inputs(plan: Plan) -> dict[str, ExposedInput]:
    """The inputs of the only route of a plan."""
    (route,) = plan.rest[0].routes
    return {each.name: each for each in route.inputs}


def tool_inputs(plan: Plan) -> dict[str, ExposedInput]:
    """The arguments of the only tool of a plan."""
    (tool,) = plan.mcp[0].tools
    return {each.name: each for each in tool.inputs}
