"""MCP adapters: tools, their names, hints and arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import adapters as rules
from ..diagnostics.rules import tokens
from ..model import Action, Call, Hints, McpAdapter, Reference, Tool
from ..naming import environment_prefix
from ..plan import ExposedInput, McpSurface, Operation, ToolPlan
from .actions import make
from .authentication import authentication_plan
from .calls import Resolver
from .exposures import ToolExposure
from .made import KnownFlow, Wanted
from .resources import resource_plans
from .tool_names import offered_name, suffixed, tool_name

_IDEMPOTENT: Final = frozenset(("GET", "HEAD", "PUT", "DELETE"))
_PROPERTY: Final = regex.late(r"[A-Za-z0-9_.-]{1,64}\Z")


def mcp_surface(adapter: McpAdapter, resolver: Resolver) -> McpSurface:
    """An MCP adapter with every tool that could be resolved."""
    prefix = environment_prefix(adapter.namespace)
    tools: list[ToolPlan] = []
    for tool in adapter.tools:
        plan = _tool(tool, resolver, adapter.max_binary_size)
        if plan is None:
            resolver.omit(adapter.namespace, tool.name, tool.origin)
        else:
            _offer(plan, tools, adapter, resolver)
    return McpSurface(
        namespace=adapter.namespace,
        prefix=prefix,
        declaration=adapter,
        authentication=authentication_plan(
            adapter.authentication, prefix, resolver.binds, resolver.findings
        ),
        tools=tuple(tools),
        resources=resource_plans(adapter, resolver),
        prompts=adapter.prompts,
    )


def _offer(plan: ToolPlan, tools: list[ToolPlan], adapter: McpAdapter, resolver: Resolver) -> None:
    """Adds a tool; of two with one name the same call is there once, and another gets a suffix."""
    known = [each for each in tools if offered_name(each.declaration.name) == plan.name]
    is_taken = any(each.name == plan.name for each in tools)
    action, origin = plan.declaration.action, plan.declaration.origin.child("name")
    if not is_taken:
        tools.append(plan)
    elif not resolver.implied or not isinstance(action, Call):
        resolver.findings.report(rules.SAME_TOOL_NAME, origin, name=plan.name)
    elif any(resolver.units.make_same_call(each.unit, plan.unit) for each in known):
        resolver.units.give_back(plan.unit)
        resolver.findings.report(rules.TOOL_TWICE, origin, name=plan.name)
    else:
        taken = {each.name for each in adapter.tools} | {each.name for each in tools}
        rivals = (
            each.action
            for each in adapter.tools
            if isinstance(each.action, Call) and offered_name(each.name) == plan.name
        )
        changed = suffixed(plan.name, action, rivals, taken)
        resolver.findings.report(rules.TOOL_SUFFIXED, origin, name=plan.name, changed=changed)
        tools.append(replace(plan, name=changed))


def _tool(tool: Tool, resolver: Resolver, most_bytes: int | None) -> ToolPlan | None:
    made = make(
        Wanted(
            name=tool.name,
            description=tool.description,
            action=tool.action,
            outputs=tool.outputs,
            exposure=partial(_exposure, tool, resolver),
            most_bytes=most_bytes,
            empty_object=True,
        ),
        resolver,
    )
    if made is None:
        return None
    _note_length(made.description, tool, resolver.findings)
    return ToolPlan(
        name=tool_name(tool, resolver.findings),
        declaration=tool,
        description=made.description,
        hints=hints(_merged(tool.hints, made.hints), made.methods),
        unit=made.unit,
        inputs=_safe_properties(made.inputs, resolver.findings),
        binary=made.binary,
        closed=resolver.implied,
    )


def _exposure(tool: Tool, resolver: Resolver, target: Operation | KnownFlow | None) -> ToolExposure:
    call = tool.action if isinstance(tool.action, Call) else None
    # A tool that declares no arguments has those of its flow.
    parameters = tool.parameters
    filled: frozenset[str] = frozenset()
    if isinstance(target, KnownFlow) and not parameters:
        parameters = target.parameters
        filled = _filled(tool.action)
    return ToolExposure(
        parameters=parameters,
        has_with=call is not None and call.arguments is not None,
        implied=resolver.implied,
        filled=filled,
    )


def _filled(action: Action) -> frozenset[str]:
    """What of its flow a tool fills by `with`, which wins over whatever a caller gives."""
    entries = action.arguments if isinstance(action, Reference) else ()
    return frozenset(each.name for each in entries)


_OPENAI: Final = 1024
_CLAUDE_CODE: Final = 2048
"""Characters of a description that hosts take."""


def _note_length(description: str, tool: Tool, findings: Findings) -> None:
    length = len(description)
    if length > _OPENAI:
        longer = length > _CLAUDE_CODE
        findings.report(
            tokens.LONGER_DESCRIPTION if longer else tokens.LONG_DESCRIPTION,
            tool.origin.child("description"),
            tool=tool.name,
            length=length,
            limit=_CLAUDE_CODE if longer else _OPENAI,
        )


def _safe_properties(
    inputs: tuple[ExposedInput, ...], findings: Findings
) -> tuple[ExposedInput, ...]:
    """Property names that every client takes; the wire name stays in the unit's input."""
    safe: list[ExposedInput] = []
    taken = {each.name for each in inputs if _PROPERTY.match(each.name)}
    for each in inputs:
        if _PROPERTY.match(each.name):
            safe.append(each)
            continue
        base = re.sub(r"[^A-Za-z0-9_.-]+", "_", each.name).strip("_")[:56] or "argument"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        findings.report(rules.ARGUMENT_NAME_CHANGED, each.origin, name=each.name, changed=name)
        safe.append(replace(each, name=name, written=each.name))
    return tuple(safe)


def _merged(own: Hints, inherited: Hints) -> Hints:
    """The tool's own hints, field by field before those of its flow."""
    return Hints(
        inherited.read_only if own.read_only is None else own.read_only,
        inherited.destructive if own.destructive is None else own.destructive,
        inherited.idempotent if own.idempotent is None else own.idempotent,
        inherited.open_world if own.open_world is None else own.open_world,
    )


def hints(declared: Hints, methods: Sequence[str]) -> Hints:
    """All four hints: as declared, else from the methods of its requests (RFC 9110, 9.2)."""
    safe = all(method in ("GET", "HEAD") for method in methods)
    read_only = safe if declared.read_only is None else declared.read_only
    destructive = (
        not read_only and any(method in ("PUT", "PATCH", "DELETE") for method in methods)
        if declared.destructive is None
        else declared.destructive
    )
    idempotent = (
        read_only or all(method in _IDEMPOTENT for method in methods)
        if declared.idempotent is None
        else declared.idempotent
    )
    open_world = bool(methods) if declared.open_world is None else declared.open_world
    return Hints(read_only, destructive, idempotent, open_world)
