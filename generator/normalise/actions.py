"""What an exposed unit does: a call, or what is known and cannot be generated yet."""

from __future__ import annotations

from typing import Final

from .. import regex
from ..diagnostics.rules import flows as flow_rules
from ..diagnostics.rules import mappings, shape
from ..diagnostics.rules import steps as step_rules
from ..model import (
    Action,
    BrokenAction,
    BrokenStep,
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
from .node import Named, Node
from .references import read_call, read_with
from .templates import Reader

_SEGMENT: Final = regex.late(r"[A-Za-z0-9._-]+\Z")


def read_action(unit: Node, reader: Reader) -> Action:
    """The action of a unit. What is not supported yet is reported once, at its line."""
    if unit.has("ref"):
        return _reference(unit, reader)
    if unit.has("call"):
        ignored = unit.get("steps")
        if ignored is not None:
            ignored.report(step_rules.STEPS_BESIDE_CALL, at_key=True)
        else:
            _mappings_alone(unit, "call")
        return read_call(unit, reader)
    if unit.value.get("steps"):
        return Orchestration(read_steps(unit, reader), read_mappings(unit), unit.origin)
    return Mock(unit.origin, lacks_call=bool(unit.value.get("with")))


def _mappings_alone(unit: Node, key: str) -> None:
    ignored = unit.get("mappings")
    if ignored is not None:
        ignored.report(mappings.MAPPINGS_ALONE, at_key=True, key=key)


def flow_name(unit: Node) -> str | None:
    """The name that a unit without one has from the flow that it refers to."""
    ref = unit.value.get("ref")
    return (ref.partition(".")[2].strip() or None) if isinstance(ref, str) else None


def _reference(unit: Node, reader: Reader) -> Action:
    node = unit.get("ref")
    text = None if node is None else node.as_text()
    if node is None or text is None:
        return BrokenAction(unit.origin)
    for key in ("call", "steps"):
        ignored = unit.get(key)
        if ignored is not None:
            ignored.report(flow_rules.REFERENCE_BESIDE_OTHERS, at_key=True, key=key)
    if not unit.has("steps"):
        _mappings_alone(unit, "ref")
    namespace, _, flow = text.strip().partition(".")
    return Reference(namespace, flow, node.origin, read_with((unit,), reader) or ())


# --- steps -------------------------------------------------------------------------------------


def read_steps(unit: Node, reader: Reader) -> tuple[Step, ...]:
    """The steps of a unit, in the order in which they run."""
    found: dict[str, Step] = {}
    for number, item in enumerate(unit.named("steps"), 1):
        step = _step(item, number, reader)
        if step.name in found:
            (item.node.get("name") or item.node).fault(
                shape.DUPLICATE_NAME, what="step", name=step.name
            )
        found[step.name] = step
    return tuple(found.values())


def _step(item: Named, number: int, reader: Reader) -> Step:
    node = item.node
    name = item.name or f"step-{number}"
    kind = node.text("type") or ("call" if node.has("call") else "")
    match kind:
        case "call":
            call = read_call(node, reader)
            if isinstance(call, BrokenAction):
                return BrokenStep(name, node.origin)
            return CallStep(name, call, node.origin)
        case "lookup":
            return _lookup(name, node, reader)
        case "script":
            file = node.text("file") or ""
            named = node.get("file")
            if named is not None and not _inside(file):
                named.note(step_rules.SCRIPT_OUTSIDE, file=file)
            needed = node.get("dependencies")
            for each in () if needed is None else needed.elements():
                if isinstance(each.value, str) and not _inside(each.value):
                    each.note(step_rules.SCRIPT_OUTSIDE, file=each.value)
            return ScriptStep(
                name=name,
                language=node.text("language"),
                file=file,
                arguments=read_with((node,), reader) or (),
                origin=node.origin,
                location=node.text("location"),
                dependencies=node.texts("dependencies"),
            )
        case _:
            (node.get("type") or node).unknown(["call", "lookup", "script"])
            return BrokenStep(name, node.origin)


def _inside(file: str) -> bool:
    """Whether a name stays in its folder: the segments that the language allows."""
    return all(_SEGMENT.match(part) and part.strip(".") for part in file.split("/"))


def _lookup(name: str, node: Node, reader: Reader) -> LookupStep:
    value = node.get("lookupValue")
    own = f"{reader.adapter}."
    if value is not None and isinstance(value.value, str) and value.value.startswith(own):
        meant = value.value.removeprefix(own)
        if "{" not in meant:
            value.report(step_rules.LOOKUP_OF_TEXT, text=value.value, name=meant)
    return LookupStep(
        name=name,
        index=node.text("index") or "",
        match=node.text("match") or "",
        value=Template((), node.origin) if value is None else reader.template(value),
        fields=node.texts("outputParameters"),
        origin=node.origin,
    )


def read_mappings(unit: Node) -> tuple[StepMapping, ...]:
    return tuple(
        StepMapping(
            each.text("target") or each.text("targetName") or "",
            each.text("value") or "",
            each.origin,
        )
        for each in unit.listed("mappings")
    )
