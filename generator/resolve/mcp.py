"""MCP adapters: tools, their names, hints and arguments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import adapters as rules
from ..model import Call, Hints, McpAdapter, Tool
from ..plan import ExposedInput, McpSurface, Operation, ToolPlan
from .actions import Wanted, make
from .authentication import authentication_plan
from .calls import Resolver
from .exposures import ToolExposure
from .names import environment_prefix

_IDEMPOTENT: Final = frozenset(("GET", "HEAD", "PUT", "DELETE"))
LONGEST_NAME: Final = 64
LONG_NAME: Final = 45
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_PROPERTY: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}\Z")


def mcp_surface(adapter: McpAdapter, resolver: Resolver) -> McpSurface:
    """An MCP adapter with every tool that could be resolved."""
    prefix = environment_prefix(adapter.namespace)
    tools: list[ToolPlan] = []
    for tool in adapter.tools:
        plan = _tool(tool, resolver, adapter.max_binary_size)
        if plan is None:
            resolver.omit(adapter.namespace, tool.name, tool.origin)
        elif any(each.name == plan.name for each in tools):
            resolver.findings.report(rules.SAME_TOOL_NAME, tool.origin, name=plan.name)
        else:
            tools.append(plan)
    return McpSurface(
        namespace=adapter.namespace,
        prefix=prefix,
        declaration=adapter,
        authentication=authentication_plan(
            adapter.authentication, prefix, resolver.binds, resolver.findings
        ),
        tools=tuple(tools),
    )


def _tool(tool: Tool, resolver: Resolver, most_bytes: int | None) -> ToolPlan | None:
    def exposure(_: Operation | None) -> ToolExposure:
        call = tool.action if isinstance(tool.action, Call) else None
        return ToolExposure(
            parameters=tool.parameters,
            has_with=call is not None and call.arguments is not None,
            implied=resolver.implied,
        )

    made = make(
        Wanted(
            name=tool.name,
            description=tool.description,
            action=tool.action,
            outputs=tool.outputs,
            exposure=exposure,
            most_bytes=most_bytes,
            empty_object=True,
        ),
        resolver,
    )
    if made is None:
        return None
    return ToolPlan(
        name=tool_name(tool, resolver.findings),
        declaration=tool,
        description=made.description,
        hints=hints(tool.hints, made.methods),
        unit=made.unit,
        inputs=_safe_properties(made.inputs, resolver.findings),
        binary=made.binary,
    )


def tool_name(tool: Tool, findings: Findings) -> str:
    """A name that every client takes: `[A-Za-z0-9_-]{1,64}`."""
    name = tool.name
    if not _NAME.match(name):
        name = shortened(re.sub(r"[^A-Za-z0-9_-]", "-", name) or "tool")
        findings.report(rules.TOOL_NAME_CHANGED, tool.origin, name=tool.name, changed=name)
    if len(name) > LONG_NAME:
        findings.report(rules.TOOL_NAME_LONG, tool.origin, name=name, length=len(name))
    return name


def shortened(name: str) -> str:
    """At most 64 characters; what is cut is replaced by a digest of the whole name."""
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_NAME - 9]}-{digest}"


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
        safe.append(replace(each, name=name))
    return tuple(safe)


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
