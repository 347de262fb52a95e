"""`capwright inspect`: the plan of a capability as people read it.

Nothing is left out: each operation with its arguments, each exposed unit, and for every input where
it comes from, where it goes, and whether somebody declared it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .. import plan as p
from ..diagnostics.showing import visible
from ..model import Prompt, ResourceFolder
from ..pipeline import Understood
from ..plan.programs import program_lines
from ..plan.texts import atoms_text, pairs_text, path_text
from .inspect_words import (
    authentication_words,
    body_words,
    deeper_words,
    hints_words,
    origin_words,
    port_words,
    required_words,
    table,
)


def inspect_report(understood: Understood) -> str:
    """The whole report; ends with a line end."""
    sections = [_head(understood)]
    sections += [_api(api) for api in understood.plan.apis]
    sections += [_rest(surface, understood.plan) for surface in understood.plan.rest]
    sections += [_mcp(surface, understood.plan) for surface in understood.plan.mcp]
    sections += [_skills(surface) for surface in understood.plan.skills]
    sections += [_aggregate(each, understood.plan) for each in understood.plan.aggregates]
    if understood.plan.omissions:
        sections.append(_omissions(understood.plan.omissions))
    lines = (line.rstrip() for section in sections for line in (*section, ""))
    return "".join(f"{visible(line)}\n" for line in lines).rstrip("\n") + "\n"


def _head(understood: Understood) -> Iterator[str]:
    capability = understood.plan.capability
    yield understood.sources.main.name
    yield from table(
        [
            ("  name", capability.info.display or "none given"),
            ("  version", capability.version or "none given"),
            ("  dialect", understood.dialect.value),
            *_imports(understood),
        ]
    )


def _imports(understood: Understood) -> Iterator[tuple[str, ...]]:
    """Each file that parts are imported from, and which parts under which names."""
    found: dict[str, list[str]] = {}
    for origin, name in understood.sources.imports.items():
        entry = understood.sources.value(origin.parent)
        shown = origin.pointer.split("/")[-3]
        if isinstance(entry, dict):
            own, alias = entry.get("import"), entry.get("as")
            shown += f" {own}" if alias in (None, own) else f" {own} as {alias}"
        found.setdefault(name, []).append(shown)
    for name, parts in found.items():
        yield "  imports", f"{', '.join(dict.fromkeys(parts))} from {name}"


def _api(api: p.Api) -> Iterator[str]:
    yield f"Consumed API {api.namespace}"
    base = atoms_text(api.base_uri) or f"none given: {api.prefix}_BASE_URI must be set"
    yield from table(
        [("  base URI", base), ("  authentication", authentication_words(api.authentication))]
    )
    for operation in api.operations:
        yield ""
        yield from _operation(operation)


def _operation(operation: p.Operation) -> Iterator[str]:
    path = path_text(operation.path)
    yield f"  {operation.api}.{operation.name}: {operation.method} {path}"
    for title, pairs in (
        ("query", operation.query),
        ("headers", operation.headers),
        ("cookies", operation.cookies),
    ):
        if pairs:
            yield f"    {title}: {pairs_text(pairs)}"
    if body := body_words(operation.body):
        yield f"    body: {body}"
    yield from table([_argument(argument) for argument in operation.arguments])


def _argument(argument: p.Argument) -> tuple[str, ...]:
    wire = f" (sent as {argument.wire})" if argument.wire != argument.name else ""
    return (
        f"    - {argument.name}",
        argument.type.value,
        required_words(argument.required),
        origin_words(argument.declared),
        argument.place.value + wire,
    )


def _rest(surface: p.RestSurface, plan: p.Plan) -> Iterator[str]:
    yield f"REST adapter {surface.namespace}{port_words(surface.declaration.port)}"
    yield from table([("  authentication", authentication_words(surface.authentication))])
    for route in surface.routes:
        conditions = "&".join(
            name if value is None else f"{name}={value}" for name, value in route.conditions
        )
        yield ""
        yield f"  {route.method} {route.path}{'?' + conditions if conditions else ''}"
        yield from _unit(plan, route.unit, route.inputs)
    for forward in surface.forwards:
        yield ""
        yield from _forward(forward)


def _forward(forward: p.ForwardPlan) -> Iterator[str]:
    yield f"  * {forward.path}{'/{path}' if forward.takes_rest else ''}"
    yield f"    hands requests on to {forward.api}, as they are"
    if forward.query:
        yield f"      query {pairs_text(forward.query)}"
    if forward.headers:
        yield f"      headers {pairs_text(forward.headers)}"
    yield f"    headers of callers that go on: {', '.join(forward.trusted) or 'none'}"


def _mcp(surface: p.McpSurface, plan: p.Plan) -> Iterator[str]:
    yield f"MCP adapter {surface.namespace}{port_words(surface.declaration.port)}"
    yield from table([("  authentication", authentication_words(surface.authentication))])
    for tool in surface.tools:
        yield ""
        yield f"  {tool.name} ({hints_words(tool)})"
        yield from _unit(plan, tool.unit, tool.inputs)
    for resource in surface.resources:
        yield ""
        yield from _resource(resource, plan)
    for prompt in surface.prompts:
        yield ""
        yield from _prompt(prompt)


def _skills(surface: p.SkillSurface) -> Iterator[str]:
    yield f"Skill adapter {surface.namespace}{port_words(surface.declaration.port)}"
    yield from table([("  authentication", authentication_words(surface.authentication))])
    for skill in surface.declaration.skills:
        yield ""
        yield f"  {skill.name} ({len(skill.files or ())} files)"
        for tool in skill.tools:
            source = f"{tool.source_namespace}.{tool.action}"
            where = f"the file {tool.instruction}"
            yield f"    - {tool.name}: {where if tool.source_namespace is None else source}"


def _resource(resource: p.ResourcePlan | ResourceFolder, plan: p.Plan) -> Iterator[str]:
    if isinstance(resource, ResourceFolder):
        yield f"  resource {resource.uri}/ ({len(resource.files)} files)"
        yield from (f"    - {each.path}, {len(each.content)} bytes" for each in resource.files)
    else:
        yield f"  resource {resource.declaration.uri}"
        yield from _unit(plan, resource.unit, resource.inputs)


def _prompt(prompt: Prompt) -> Iterator[str]:
    count = len(prompt.messages)
    source = f"{count} message{'' if count == 1 else 's'}"
    source = f"the file {prompt.file.path}" if prompt.file else source
    yield f"  prompt {prompt.name}: {source}"
    yield from table(
        [(f"    - {each.name}", required_words(each.required)) for each in prompt.arguments]
    )


def _unit(plan: p.Plan, name: str, inputs: Sequence[p.ExposedInput]) -> Iterator[str]:
    unit = plan.unit(name)
    yield from (f"    {line}" for line in program_lines(unit, plan))
    yield from table([_input(each) for each in inputs])


def _input(exposed: p.ExposedInput) -> tuple[str, ...]:
    return (
        f"    - {exposed.name}",
        exposed.type.value,
        required_words(exposed.required),
        origin_words(exposed.declared) if exposed.listed else "not listed",
        f"from {exposed.place}{deeper_words(exposed)}",
        "to " + (", ".join(exposed.feeds) or "nothing"),
    )


def _aggregate(surface: p.AggregateSurface, plan: p.Plan) -> Iterator[str]:
    yield f"Aggregate {surface.namespace}"
    for flow in surface.flows:
        yield ""
        yield f"  {flow.name}"
        yield from _unit(plan, flow.unit, ())
        unit = plan.unit(flow.unit)
        yield from table(
            [
                (
                    f"    - {each.name}",
                    each.type.value,
                    required_words(each.name in flow.required),
                    "to " + (", ".join(dict(flow.feeds).get(each.name, ())) or "nothing"),
                )
                for each in unit.inputs
            ]
        )


def _omissions(omissions: Iterable[p.Omission]) -> Iterator[str]:
    yield "Left out for their errors"
    for omission in omissions:
        yield f"  {omission.adapter}.{omission.unit}"
