"""`skill_server.py`: the catalogue of each skill adapter, and the files of its skills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Skill, SkillTool
from ..naming import Identifier
from ..options import Options
from ..plan import Plan, SkillSurface
from .agent_skills import folders
from .callers import callers
from .declarations import Declarations
from .imports import imports
from .media_types import media_type
from .package import Module, PlainFile
from .python import Declaration, DictOf, Literal, Name, Python, TupleOf, call, literal, names_in
from .tables import table_name


def skills_module(plan: Plan, declared: Declarations, options: Options) -> Module:
    """`skill_server.py`."""
    tables: list[Declaration] = []
    entries: list[tuple[str, Python]] = []
    for surface, entry in zip(plan.skills, declared.skills, strict=True):
        name = table_name("SKILLS", entry, len(plan.skills), declared)
        tables.append(Declaration(name, _table(surface)))
        keywords: list[tuple[str, Python]] = [
            ("module", Name("__name__")),
            ("declaration", Name(entry.declaration.name)),
            ("skills", Name(name)),
        ]
        said = options.callers_of(surface.namespace)
        if said is not None:
            keywords.append(("callers", callers("SkillCallers", said)))
        entries.append((surface.namespace, call("SkillApp", keywords)))
    registry = Declaration(Identifier("ADAPTERS"), DictOf(tuple(entries)))
    used = {"Final", "pick", "SkillApplication"} | names_in(registry.value)
    for table in tables:
        used |= names_in(table.value)
    own = ["Settings", *(entry.declaration.name for entry in declared.skills)]
    content = {
        "tables": tables,
        "registry": registry,
        "import_lines": imports(used).plus(".settings", own),
    }
    return Module("skill_server.py", "skill_server.py.j2", content)


def skill_files(surface: SkillSurface) -> Iterator[PlainFile]:
    """The files beside the capability that the package gets."""
    for skill, path in zip(surface.declaration.skills, folders(surface), strict=True):
        for file in skill.files or ():
            yield PlainFile(f"{path}/{file.path}", file.content)


def _table(surface: SkillSurface) -> Python:
    skills = zip(surface.declaration.skills, folders(surface), strict=True)
    return TupleOf(tuple(_skill(surface, skill, path) for skill, path in skills))


def _skill(surface: SkillSurface, skill: Skill, path: str) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("name", Literal(skill.name)),
        ("entry", literal(catalogue_entry(surface, skill))),
    ]
    if skill.files is not None:
        keywords.append(("path", Literal(path)))
        files = {each.path: media_type(each.path) for each in skill.files}
        keywords.append(("files", literal(files)))
    return call("Skill", keywords)


def catalogue_entry(surface: SkillSurface, skill: Skill) -> dict[str, Any]:
    """What the catalogue says of a skill, as the reference engine spells it."""
    details = dict(skill.details)
    entry: dict[str, Any] = {"name": skill.name, "description": skill.description}
    order = ("license", "compatibility", "argument-hint", "allowed-tools")
    for key in (*order, "user-invocable", "disable-model-invocation"):
        if key in details:
            entry[key] = details[key]
    if skill.metadata:
        entry["metadata"] = dict(skill.metadata)
    modes = dict(surface.modes)
    return {**entry, "tools": [_tool(each, modes) for each in skill.tools]}


def _tool(tool: SkillTool, modes: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {"name": tool.name, "description": tool.description}
    if tool.source_namespace is None:
        return {**said, "type": "instruction", "instruction": tool.instruction}
    reference = {
        "targetNamespace": tool.source_namespace,
        "action": tool.action,
        "mode": modes.get(tool.source_namespace, "mcp"),
    }
    return {**said, "type": "derived", "invocationRef": reference}
