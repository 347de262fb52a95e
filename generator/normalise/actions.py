"""What an exposed unit does: a call, or what is known and cannot be generated yet."""

from __future__ import annotations

from ..diagnostics.rules import not_yet
from ..model import (
    Action,
    BrokenAction,
    CallStep,
    LookupStep,
    Mock,
    Orchestration,
    Reference,
    ScriptStep,
    Step,
    StepMapping,
    Template,
)
from .node import DEEPEST, Named, Node
from .references import read_call, read_with
from .templates import Reader


def read_action(unit: Node, reader: Reader) -> Action:
    """The action of a unit. What is not supported yet is reported once, at its line."""
    if unit.has("ref"):
        return _reference(unit)
    if unit.has("call"):
        return read_call(unit, reader)
    if unit.has("steps"):
        steps = unit.get("steps")
        if steps is not None:
            steps.report(not_yet.STEPS, at_key=True)
        return Orchestration(read_steps(unit, reader), _mappings(unit), unit.origin)
    outputs = unit.get("outputParameters")
    if outputs is not None and _holds_values(outputs.value, DEEPEST):
        outputs.report(not_yet.MOCK, at_key=True)
    return Mock(unit.origin)


def _holds_values(outputs: object, depth: int) -> bool:
    """Whether a fixed value stands in outputs, in their properties or in their items."""
    if depth == 0 or not isinstance(outputs, dict | list):
        return False
    if isinstance(outputs, list):
        return any(_holds_values(each, depth - 1) for each in outputs)
    fixed = any(_is_fixed(outputs.get(key)) for key in ("value", "const"))
    return fixed or any(_holds_values(each, depth - 1) for each in outputs.values())


def _is_fixed(value: object) -> bool:
    """A value, and not an output that is called `value`."""
    return value is not None and not isinstance(value, dict)


def _reference(unit: Node) -> Action:
    node = unit.get("ref")
    text = None if node is None else node.as_text()
    if node is None or text is None:
        return BrokenAction(unit.origin)
    namespace, _, flow = text.partition(".")
    node.fault(not_yet.REFERENCE, ref=text)
    return Reference(namespace, flow, node.origin)


# --- steps -------------------------------------------------------------------------------------


def read_steps(unit: Node, reader: Reader) -> tuple[Step, ...]:
    """The steps of a unit, in the order in which they run."""
    steps = (_step(item, index, reader) for index, item in enumerate(unit.named("steps"), 1))
    return tuple(step for step in steps if step is not None)


def _step(item: Named, number: int, reader: Reader) -> Step | None:
    node = item.node
    name = item.name or f"step-{number}"
    kind = node.text("type") or ("call" if node.has("call") else "")
    match kind:
        case "call":
            call = read_call(node, reader)
            return None if isinstance(call, BrokenAction) else CallStep(name, call, node.origin)
        case "lookup":
            return _lookup(name, node, reader)
        case "script":
            return ScriptStep(
                name=name,
                language=node.text("language"),
                file=node.text("file") or "",
                arguments=read_with((node,), reader) or (),
                origin=node.origin,
                location=node.text("location"),
                dependencies=node.texts("dependencies"),
            )
        case _:
            (node.get("type") or node).unknown(["call", "lookup", "script"])
            return None


def _lookup(name: str, node: Node, reader: Reader) -> LookupStep:
    value = node.get("lookupValue")
    return LookupStep(
        name=name,
        index=node.text("index") or "",
        match=node.text("match") or "",
        value=Template((), node.origin) if value is None else reader.template(value),
        fields=node.texts("outputParameters"),
        origin=node.origin,
    )


def _mappings(unit: Node) -> tuple[StepMapping, ...]:
    return tuple(
        StepMapping(
            each.text("target") or each.text("targetName") or "",
            each.text("value") or "",
            each.origin,
        )
        for each in unit.listed("mappings")
    )
