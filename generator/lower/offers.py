"""`mcp_server.py`: the resources and prompts of each MCP adapter, and the files that they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model import Prompt, ResourceFolder, StaticFile
from ..naming import file_name
from ..plan import McpSurface, Plan, ResourcePlan
from ..runtime.loading import load
from .agent_skills import made_skills, offered_skills, skill_table
from .media_types import media_type
from .package import PlainFile
from .python import Literal, Name, Python, TupleOf, call, literal
from .tools import property_schema
from .units import LoweredUnit


def offer_tables(
    plan: Plan, surface: McpSurface, units: Mapping[str, LoweredUnit]
) -> dict[str, Python]:
    """What an adapter offers beside tools, by kind: each is a table of the package and a field of `Offers`."""
    found: dict[str, Python] = {}
    if surface.resources:
        found["resources"] = _resource_table(surface, units)
    if surface.prompts:
        found["prompts"] = _prompt_table(surface)
    skills = offered_skills(plan)
    if skills:
        found["skills"] = skill_table(skills)
    return found


def _resource_table(surface: McpSurface, units: Mapping[str, LoweredUnit]) -> Python:
    """The table of an adapter's resources, in their order."""
    return TupleOf(
        tuple(
            (
                _folder(surface, each)
                if isinstance(each, ResourceFolder)
                else _resource(each, units[each.unit])
            )
            for each in surface.resources
        )
    )


def _prompt_table(surface: McpSurface) -> Python:
    """The table of an adapter's prompts."""
    return TupleOf(tuple(_prompt(surface, each) for each in surface.prompts))


def offers(tables: Mapping[str, Name]) -> Python:
    """The adapter's `Offers`, of the tables that it has."""
    kind = "SkillOffers" if "skills" in tables else "Offers"
    return call(kind, [("module", Name("__name__")), *tables.items()])


def offered(plan: Plan, surface: McpSurface) -> Any:
    """The same as values of the runtime, for what is known before the first request."""
    skills = offered_skills(plan)
    if not (surface.resources or surface.prompts or skills):
        return None
    said: dict[str, Any] = {
        "module": "",
        "resources": tuple(_made_resource(surface, each) for each in surface.resources),
        "prompts": tuple(_made_prompt(surface, each) for each in surface.prompts),
    }
    if skills:
        return load("mcp.skills").SkillOffers(**said, skills=made_skills(skills))
    return load("mcp.offers").Offers(**said)


def offered_files(surface: McpSurface) -> Iterator[PlainFile]:
    """The files beside the capability that the package gets."""
    for resource in surface.resources:
        if isinstance(resource, ResourceFolder):
            folder = _folder_path(surface, resource)
            for file in resource.files:
                yield PlainFile(f"{folder}/{file.path}", file.content)
    for prompt in surface.prompts:
        if prompt.file is not None:
            yield PlainFile(_file_path(surface, prompt, prompt.file), prompt.file.content)


# --- resources -----------------------------------------------------------------------------------


def _said(declared: Any) -> list[tuple[str, Any]]:
    """What entries of lists have in common."""
    pairs = [
        ("title", declared.display),
        ("description", declared.description),
    ]
    return [("name", declared.name), *((key, value) for key, value in pairs if value)]


def _resource(plan: ResourcePlan, unit: LoweredUnit) -> Python:
    declared = plan.declaration
    keywords: list[tuple[str, Python]] = [
        (key, Literal(value)) for key, value in [*_said(declared), ("uri", declared.uri)]
    ]
    keywords.append(("unit", Name(f"units.{unit.function.name}")))
    if declared.mime_type:
        keywords.append(("mime_type", Literal(declared.mime_type)))
    inputs = {
        each.name: (str(unit.inputs[each.input]), property_schema(each))
        for each in plan.inputs
        if each.name in {variable.name for variable in declared.variables}
    }
    if inputs:
        keywords.append(("inputs", literal(inputs)))
    if plan.binary:
        keywords.append(("binary", Literal(True)))
    return call("Resource", keywords)


def _folder(surface: McpSurface, folder: ResourceFolder) -> Python:
    pairs = [*_said(folder), ("uri", folder.uri), ("path", _folder_path(surface, folder))]
    keywords = [(key, Literal(value)) for key, value in pairs]
    return call("Folder", [*keywords, ("files", literal(_files(folder)))])


def _files(folder: ResourceFolder) -> dict[str, str]:
    return {each.path: folder.mime_type or media_type(each.path) for each in folder.files}


def _made_resource(surface: McpSurface, each: ResourcePlan | ResourceFolder) -> Any:
    runtime = load("mcp.resources")
    if isinstance(each, ResourceFolder):
        path = _folder_path(surface, each)
        return runtime.Folder(**dict(_said(each)), uri=each.uri, path=path, files=_files(each))
    declared = each.declaration
    return runtime.Resource(
        **dict(_said(declared)),
        uri=declared.uri,
        unit=None,
        mime_type=declared.mime_type or None,
        inputs={variable.name: ("", {}) for variable in declared.variables},
    )


def _folder_path(surface: McpSurface, folder: ResourceFolder) -> str:
    names = [each.name for each in surface.resources if isinstance(each, ResourceFolder)]
    return f"mcp/{file_name(surface.namespace)}/{own_folder(folder.name, names)}"


# --- prompts -------------------------------------------------------------------------------------


def _prompt(surface: McpSurface, prompt: Prompt) -> Python:
    keywords: list[tuple[str, Python]] = [(key, Literal(value)) for key, value in _said(prompt)]
    if prompt.arguments:
        arguments = (_argument(each) for each in prompt.arguments)
        made = (
            call("PromptArgument", [(key, Literal(value)) for key, value in each])
            for each in arguments
        )
        keywords.append(("arguments", TupleOf(tuple(made))))
    messages = (
        call("Message", [(key, Literal(value)) for key, value in each])
        for each in _messages(surface, prompt)
    )
    keywords.append(("messages", TupleOf(tuple(messages))))
    return call("Prompt", keywords)


def _argument(argument: Any) -> list[tuple[str, Any]]:
    return [*_said(argument), *([] if argument.required else [("required", False)])]


def _messages(surface: McpSurface, prompt: Prompt) -> list[list[tuple[str, Any]]]:
    if prompt.file is not None:
        return [[("role", "user"), ("file", _file_path(surface, prompt, prompt.file))]]
    return [[("role", each.role), ("text", each.text)] for each in prompt.messages]


def _made_prompt(surface: McpSurface, prompt: Prompt) -> Any:
    runtime = load("mcp.prompts")
    return runtime.Prompt(
        **dict(_said(prompt)),
        arguments=tuple(
            runtime.PromptArgument(**dict(_argument(each))) for each in prompt.arguments
        ),
        messages=tuple(runtime.Message(**dict(each)) for each in _messages(surface, prompt)),
    )


def _file_path(surface: McpSurface, prompt: Prompt, file: StaticFile) -> str:
    names = [each.name for each in surface.prompts if each.file is not None]
    own = own_folder(prompt.name, names)
    return f"mcp/{file_name(surface.namespace)}/prompts/{own}/{file.path}"


def own_folder(name: str, names: Sequence[str]) -> str:
    """A folder that no other of these names has, on any file system."""
    made = file_name(name)
    earlier = names[: names.index(name)]
    same = sum(file_name(each).casefold() == made.casefold() for each in earlier)
    return f"{made}.{same + 1}" if same else made
