"""Skill adapters: kept in the model, served by a later version (docs/language.md, "Choices")."""

from __future__ import annotations

from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import not_yet
from ..model import Adapter, McpAdapter, Skill, SkillAdapter, SkillTool
from .context import Context
from .mcp import read_tools
from .node import Named, Node


def read_skills(node: Node, namespace: str, context: Context) -> tuple[Adapter, ...]:
    """A skill adapter; whole tools that stand in it are served over MCP beside it."""
    skills = node.named("skills")
    adapter = SkillAdapter(
        namespace=namespace,
        description=node.text("description"),
        port=node.integer("port"),
        address=node.text("address"),
        skills=tuple(_skill(item, context) for item in skills),
        origin=node.origin,
    )
    callable_items = [
        item
        for skill in skills
        for item in (skill, *skill.node.named("tools"))
        if item.node.has("call")
    ]
    left_out = f"`{namespace}` is left out"
    if callable_items:
        left_out = f"only the tools of `{namespace}` are served"
    (node.get("type") or node).report(not_yet.SKILL_ADAPTER, left_out=left_out)
    if not callable_items:
        return (adapter,)
    return (adapter, _tools(node, namespace, callable_items, context))


def _tools(node: Node, namespace: str, items: list[Named], context: Context) -> McpAdapter:
    (node.get("skills") or node).report(
        rules.TOOLS_IN_SKILLS, at_key=True, namespace=namespace, count=len(items)
    )
    return McpAdapter(
        namespace=namespace,
        description=node.text("description"),
        transport="http",
        port=node.integer("port"),
        address=node.text("address"),
        authentication=None,
        tools=read_tools(items, namespace, context),
        resources=(),
        prompts=(),
        ttl_ms=0,
        cache_scope="private",
        origin=node.origin,
    )


def _skill(item: Named, context: Context) -> Skill:
    node = item.node
    metadata = node.mapping("metadata")
    return Skill(
        name=item.name or "skill",
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        location=node.text("location"),
        metadata={
            key: child.as_text() or ""
            for key, child in (() if metadata is None else metadata.children())
            if child.value is not None
        },
        allowed_tools=", ".join(node.texts("allowed-tools")) or None,
        tools=tuple(_tool(each) for each in node.named("tools")),
        origin=node.origin,
    )


def _tool(item: Named) -> SkillTool:
    node = item.node
    source = node.mapping("from")
    return SkillTool(
        name=item.name or "tool",
        description=node.text("description"),
        source_namespace=None if source is None else source.text("sourceNamespace"),
        action=None if source is None else source.text("action"),
        instruction=node.text("instruction"),
        origin=node.origin,
    )
