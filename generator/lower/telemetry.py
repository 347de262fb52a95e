"""`telemetry.py`: what a package records of its requests."""

from __future__ import annotations

from ..naming import Identifier
from ..options import Options
from ..plan import Plan
from ..plan.texts import path_text
from .docs import spec_name
from .expressions import text_parts
from .imports import imports
from .package import Module
from .python import Declaration, Literal, Python, call, literal, names_in


def telemetry_module(plan: Plan, options: Options) -> Module:
    """`telemetry.py`; only of plans with `observability`."""
    value = _telemetry(plan, options)
    declaration = Declaration(Identifier("TELEMETRY"), value)
    content = {"telemetry": declaration, "import_lines": imports({"Final", *names_in(value)})}
    return Module("telemetry.py", "telemetry.py.j2", content)


def _telemetry(plan: Plan, options: Options) -> Python:
    observability, control = plan.observability, plan.control
    assert observability is not None
    assert control is not None
    info = plan.capability.info
    keywords: list[tuple[str, Python]] = [
        ("scope", Literal(options.package)),
        ("service", Literal(info.display or spec_name(plan.capability))),
    ]
    if info.version:
        keywords.append(("version", Literal(info.version)))
    templates = {
        api.namespace: {each.name: path_text(each.path) for each in api.operations}
        for api in plan.apis
    }
    keywords.append(("templates", literal(templates)))
    if observability.sampling != 1.0:
        keywords.append(("sampling", Literal(observability.sampling)))
    if observability.propagation != "w3c":
        keywords.append(("propagation", Literal(observability.propagation)))
    if control.endpoint is not None:
        keywords.append(("endpoint", text_parts(control.endpoint)))
    if observability.traces is not None:
        keywords.append(("local", call("LocalTraces", [("size", Literal(observability.traces))])))
    return call("Telemetry", keywords)
