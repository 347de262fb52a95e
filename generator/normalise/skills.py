"""Skill adapters: a catalogue, and the files of each skill (docs/language.md, "Skills")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..agent_skills import MAIN, MOST_BYTES, MOST_FILES, UnfitSkillError, head_of
from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import skills as skill_rules
from ..model import Adapter, McpAdapter, Skill, SkillAdapter, SkillTool, StaticFile
from .authentication import read_authentication
from .context import Context
from .locations import folder_at
from .mcp import read_tools
from .node import Named, Node

_TEXTS: Final = ("license", "compatibility", "argument-hint", "allowed-tools")
_FLAGS: Final = ("user-invocable", "disable-model-invocation")


def read_skills(node: Node, namespace: str, context: Context) -> tuple[Adapter, ...]:
    """A skill adapter. Whole tools that stand in one are served over MCP, in its place."""
    skills = node.named("skills")
    callable_items = [
        item
        for skill in skills
        for item in (skill, *skill.node.named("tools"))
        if item.node.has("call")
    ]
    if callable_items:
        return (_tools(node, namespace, callable_items, context),)
    adapter = SkillAdapter(
        namespace=namespace,
        description=node.text("description"),
        port=node.integer("port"),
        address=node.text("address"),
        authentication=read_authentication(node, namespace, context, of_callers=True),
        skills=_distinct(tuple(_skill(item, context) for item in skills)),
        origin=node.origin,
    )
    return (adapter,)


def _distinct(skills: tuple[Skill, ...]) -> tuple[Skill, ...]:
    """A name that stands twice has been reported."""
    found: dict[str, Skill] = {}
    for skill in skills:
        found.setdefault(skill.name, skill)
    return tuple(found.values())


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
    location = node.get("location")
    files = None if location is None else folder_at(location, context, skill_rules.SKILL_FILES)
    head, fits_mcp = _format(location, files, item.name or "skill")
    details: list[tuple[str, str | bool]] = []
    for key in _TEXTS:
        text = ", ".join(node.texts(key))
        if text:
            details.append((key, text))
    for key in _FLAGS:
        flag = node.boolean(key)
        if flag is not None:
            details.append((key, flag))
    return Skill(
        name=item.name or "skill",
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        metadata={
            key: child.as_text() or ""
            for key, child in (() if metadata is None else metadata.children())
            if child.value is not None
        },
        details=tuple(details),
        tools=tuple(_tool(each, item, files, context) for each in node.named("tools")),
        files=files,
        origin=node.origin,
        head=head,
        fits_mcp=fits_mcp,
    )


def _format(
    location: Node | None, files: tuple[StaticFile, ...] | None, name: str
) -> tuple[Mapping[str, Any] | None, bool]:
    """The frontmatter of a skill's own `SKILL.md`, and whether hosts take the skill (else it is reported)."""
    if location is None or files is None:
        return None, True
    own = next((file for file in files if file.path == MAIN), None)
    head: Mapping[str, Any] | None = None
    try:
        # One more where `SKILL.md` is made.
        if len(files) + (own is None) > MOST_FILES:
            raise UnfitSkillError(f"would be one of more than {MOST_FILES} files")
        if sum(len(file.content) for file in files) > MOST_BYTES:
            raise UnfitSkillError("would be one of files of more than 16 MiB")
        head = None if own is None else head_of(own.content)
    except UnfitSkillError as error:
        location.note(skill_rules.SKILL_FORMAT, name=name, problem=str(error))
        return None, False
    return head, True


def _tool(
    item: Named, skill: Named, files: tuple[StaticFile, ...] | None, context: Context
) -> SkillTool:
    node = item.node
    source = node.mapping("from")
    instruction = node.text("instruction")
    if not context.published and (source is None) == (instruction is None):
        node.note(skill_rules.SKILL_TOOL, at_key=True, name=item.name or "tool")
    elif instruction is not None and not context.published:
        _check_instruction(node.get("instruction") or node, instruction, skill, files)
    return SkillTool(
        name=item.name or "tool",
        description=node.text("description"),
        source_namespace=None if source is None else source.text("sourceNamespace"),
        action=None if source is None else source.text("action"),
        instruction=instruction,
        origin=node.origin if source is None else source.origin,
    )


def _check_instruction(
    node: Node, file: str, skill: Named, files: tuple[StaticFile, ...] | None
) -> None:
    """Report an instruction that no agent can read."""
    if skill.node.is_null("location"):
        return  # That it says nothing has been reported.
    if not skill.node.has("location"):
        node.note(skill_rules.INSTRUCTION_ALONE, file=file, skill=skill.name or "skill")
        return
    if files is None or any(each.path == file for each in files):
        return  # Files that are not there have been reported.
    known = ", ".join(f"`{each.path}`" for each in files[:8])
    listed = f"is {known}" if known else "is nothing"
    node.note(skill_rules.INSTRUCTION_MISSING, file=file, listed=listed)
