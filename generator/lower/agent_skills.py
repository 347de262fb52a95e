"""Skills as agents load them: a `SKILL.md` for each, one for the tools of each MCP server, and their manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..agent_skills import MAIN, head, slug, written
from ..markdown import code, prose
from ..model import Skill, SkillTool, StaticFile
from ..naming import file_name
from ..plan import McpSurface, Plan, SkillSurface, ToolPlan
from ..records import dataclass
from ..runtime.loading import load
from .docs import sentence
from .media_types import media_type
from .package import PlainFile
from .python import Python, TupleOf, call, literal


@dataclass(frozen=True, slots=True)
class AgentSkill:
    """A skill with all of its files."""

    uri: str
    """Of its folder; ends in its name."""
    title: str | None
    path: str
    """Of its folder, inside the package."""
    frontmatter: Mapping[str, Any]
    files: tuple[StaticFile, ...]
    """`SKILL.md` first."""
    made: bytes | None
    """Its `SKILL.md`, where the capability has none."""

    @property
    def name(self) -> str:
        name: str = self.frontmatter["name"]
        return name


def agent_skills(plan: Plan) -> tuple[AgentSkill, ...]:
    """Those of the skill adapters, and one for the tools of each MCP server."""
    return (
        *(skill for surface in plan.skills for skill in _of_adapter(surface)),
        *(_of_tools(plan, surface) for surface in plan.mcp if surface.tools),
    )


def offered_skills(plan: Plan) -> tuple[AgentSkill, ...]:
    """What MCP servers offer: nothing where the capability has no skills of its own."""
    return agent_skills(plan) if plan.skills else ()


def made_files(plan: Plan) -> Iterator[PlainFile]:
    """Every `SKILL.md` that is made."""
    for skill in agent_skills(plan):
        if skill.made is not None:
            yield PlainFile(f"{skill.path}/{MAIN}", skill.made)


def folders(surface: SkillSurface) -> Sequence[str]:
    """The folder of each skill inside the package, in their order: it is called as the skill is."""
    taken: set[str] = set()
    found: list[str] = []
    for skill in surface.declaration.skills:
        name = _name(skill)
        number = 1
        folder = name
        while folder in taken:
            number += 1
            folder = f"{number}/{name}" if skill.head is not None else f"{name[:60]}-{number}"
        taken.add(folder)
        found.append(folder)
    return [f"skills/{file_name(surface.namespace)}/{folder}" for folder in found]


def _name(skill: Skill) -> str:
    return slug(skill.name) if skill.head is None else str(skill.head["name"])


def _of_adapter(surface: SkillSurface) -> Iterator[AgentSkill]:
    modes = dict(surface.modes)
    for skill, path in zip(surface.declaration.skills, folders(surface), strict=True):
        if not skill.fits_mcp:
            continue
        frontmatter, made = skill.head, None
        files = skill.files or ()
        if frontmatter is None:
            name = path.rpartition("/")[2]
            details = {key: _word(value) for key, value in skill.details}
            said = skill.description or skill.display or f"The skill {skill.name}."
            frontmatter = head(name, said, details, skill.metadata)
            made = written(frontmatter, _body(skill, modes))
            files = (StaticFile(MAIN, made), *files)
        below = path.removeprefix(f"skills/{file_name(surface.namespace)}/")
        uri = f"skill://{slug(surface.namespace)}/{below}"
        yield AgentSkill(uri, skill.display, path, frontmatter, files, made)


def _word(value: str | bool) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _body(skill: Skill, modes: Mapping[str, str]) -> str:
    lines = [f"# {prose(skill.display or skill.name)}", "", prose(skill.description or "")]
    if skill.tools:
        lines += ["", "## Tools", "", *(f"- {_entry(tool, modes)}" for tool in skill.tools)]
    others = [file.path for file in skill.files or ()]
    if others:
        lines += ["", "## Files", "", *(f"- {code(path)}" for path in others)]
    return "\n".join(lines)


def _entry(tool: SkillTool, modes: Mapping[str, str]) -> str:
    said = f"{code(tool.name)}: {prose(tool.description or tool.name)}"
    if tool.source_namespace is None:
        return f"{said} Read {code(tool.instruction or '')}."
    kind = "operation" if modes.get(tool.source_namespace) == "rest" else "tool"
    return f"{said} It is the {kind} {code(tool.action or tool.name)} of {code(tool.source_namespace)}."


def folder_of_tools(surface: McpSurface) -> str:
    """The folder of the skill that is made of the tools of a server, inside the package."""
    return f"skills/{file_name(surface.namespace)}/{slug(surface.namespace)}"


def _of_tools(plan: Plan, surface: McpSurface) -> AgentSkill:
    info, declared = plan.capability.info, surface.declaration
    name = slug(surface.namespace)
    title = info.display or surface.namespace
    about = declared.description or info.description or ""
    names = ", ".join(tool.name for tool in surface.tools)
    frontmatter = head(name, f"{about} Tools of {title}: {names}.", {}, {})
    lines = [f"# {prose(title)}", "", prose(about), "", "## Tools", ""]
    lines += [_described(tool) for tool in surface.tools]
    made = written(frontmatter, "\n".join(lines))
    uri = f"skill://tools/{name}"
    path = folder_of_tools(surface)
    return AgentSkill(uri, title, path, frontmatter, (StaticFile(MAIN, made),), made)


def _described(tool: ToolPlan) -> str:
    kind = (
        "reads" if tool.hints.read_only else "may destroy" if tool.hints.destructive else "writes"
    )
    arguments = ", ".join(
        code(each.name) + ("" if each.required else " (optional)")
        for each in tool.inputs
        if each.listed
    )
    takes = f" Arguments: {arguments}." if arguments else ""
    return f"- {code(tool.name)} ({kind}): {prose(sentence(tool.description))}{takes}"


def _line(text: str) -> str:
    return " ".join(text.split())


# --- as declarations, and as values of the runtime ---------------------------------------------------


def skill_table(skills: Sequence[AgentSkill]) -> Python:
    """The skills as `mcp_server.py` declares them."""
    return TupleOf(tuple(_declared(skill) for skill in skills))


def _declared(skill: AgentSkill) -> Python:
    pairs = [(key, literal(value)) for key, value in _folder(skill).items()]
    return call(
        "McpSkill",
        [
            ("folder", call("Folder", pairs)),
            ("frontmatter", literal(dict(skill.frontmatter))),
            ("contents", literal(_contents(skill))),
        ],
    )


def made_skills(skills: Sequence[AgentSkill]) -> Any:
    """The same as values of the runtime."""
    runtime, resources = load("mcp.skills"), load("mcp.resources")
    return tuple(
        runtime.McpSkill(
            folder=resources.Folder(**_folder(skill)),
            frontmatter=skill.frontmatter,
            contents=_contents(skill),
        )
        for skill in skills
    )


def _folder(skill: AgentSkill) -> dict[str, Any]:
    said: dict[str, Any] = {"name": skill.name, "uri": skill.uri, "path": skill.path}
    if skill.title:
        said["title"] = skill.title
    said["description"] = str(skill.frontmatter["description"])
    return {**said, "files": {file.path: media_type(file.path) for file in skill.files}}


def _contents(skill: AgentSkill) -> dict[str, tuple[str, int]]:
    return {
        file.path: (f"sha256:{hashlib.sha256(file.content).hexdigest()}", len(file.content))
        for file in skill.files
    }
