"""`capwright inspect`: the plan of a capability as people read it.

Nothing is left out: each operation with its arguments, each exposed unit, and for every input where
it comes from, where it goes, and whether somebody declared it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .. import plan as p
from ..diagnostics.showing import visible
from ..model import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    DigestAuth,
    OAuth2Auth,
    Prompt,
    ResourceFolder,
    UnsupportedAuth,
)
from ..pipeline import Understood
from ..plan.programs import program_lines
from ..plan.texts import atoms_text, expression_text, pairs_text, path_text


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
    yield from _table(
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
    yield from _table(
        [("  base URI", base), ("  authentication", _authentication(api.authentication))]
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
    if body := _body(operation.body):
        yield f"    body: {body}"
    yield from _table([_argument(argument) for argument in operation.arguments])


def _argument(argument: p.Argument) -> tuple[str, ...]:
    wire = f" (sent as {argument.wire})" if argument.wire != argument.name else ""
    return (
        f"    - {argument.name}",
        argument.type.value,
        _required(argument.required),
        _origin(argument.declared),
        argument.place.value + wire,
    )


def _body(body: p.BodyPlan) -> str:
    match body:
        case p.NoBody():
            return ""
        case p.FreeJson(argument):
            return f"any JSON, given as {argument}, or none"
        case p.JsonTemplate(value):
            return f"JSON {expression_text(value)}"
        case p.JsonText(parts):
            return f"JSON text {atoms_text(parts)}"
        case p.FormFields(fields):
            return "form " + ", ".join(f"{name}={expression_text(value)}" for name, value in fields)
        case p.FormObject(argument):
            return f"form of the fields of {argument}"
        case p.MultipartFields(parts):
            return "multipart " + ", ".join(
                f"{part.name}={expression_text(part.value)}" for part in parts
            )
        case p.PlainText(kind, value):
            return f"{kind if isinstance(kind, str) else kind.value} {expression_text(value)}"
        case p.RawBytes(argument, media_type):
            return f"bytes ({media_type}), given as {argument}"


def _rest(surface: p.RestSurface, plan: p.Plan) -> Iterator[str]:
    yield f"REST adapter {surface.namespace}{_port(surface.declaration.port)}"
    yield from _table([("  authentication", _authentication(surface.authentication))])
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
    yield f"MCP adapter {surface.namespace}{_port(surface.declaration.port)}"
    yield from _table([("  authentication", _authentication(surface.authentication))])
    for tool in surface.tools:
        yield ""
        yield f"  {tool.name} ({_hints(tool)})"
        yield from _unit(plan, tool.unit, tool.inputs)
    for resource in surface.resources:
        yield ""
        yield from _resource(resource, plan)
    for prompt in surface.prompts:
        yield ""
        yield from _prompt(prompt)


def _skills(surface: p.SkillSurface) -> Iterator[str]:
    yield f"Skill adapter {surface.namespace}{_port(surface.declaration.port)}"
    yield from _table([("  authentication", _authentication(surface.authentication))])
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
    yield from _table(
        [(f"    - {each.name}", _required(each.required)) for each in prompt.arguments]
    )


def _unit(plan: p.Plan, name: str, inputs: Sequence[p.ExposedInput]) -> Iterator[str]:
    unit = plan.unit(name)
    yield from (f"    {line}" for line in program_lines(unit, plan))
    yield from _table([_input(each) for each in inputs])


def _input(exposed: p.ExposedInput) -> tuple[str, ...]:
    return (
        f"    - {exposed.name}",
        exposed.type.value,
        _required(exposed.required),
        _origin(exposed.declared) if exposed.listed else "not listed",
        f"from {exposed.place}{_deeper(exposed)}",
        "to " + (", ".join(exposed.feeds) or "nothing"),
    )


def _deeper(exposed: p.ExposedInput) -> str:
    path = exposed.path
    if path is None:
        return ""
    known = all(isinstance(each, str | int) for each in path)
    return f" {'.'.join(str(each) for each in path)}" if known else " of the body, by a path"


def _authentication(authentication: p.AuthenticationPlan | None) -> str:
    match authentication:
        case None:
            return "none"
        case BearerAuth(token):
            return f"bearer {expression_text(token)}"
        case BasicAuth(username, password):
            return f"basic {expression_text(username)} {expression_text(password)}"
        case DigestAuth(username, password):
            return f"digest {expression_text(username)} {expression_text(password)}"
        case ApiKeyAuth(keys):
            return "apikey " + ", ".join(
                f"{key.place.value} {key.name}={expression_text(key.value)}" for key in keys
            )
        case OAuth2Auth(issuer, resource, audience, scopes):
            words = (
                issuer or "an issuer of the environment",
                f"for {audience or resource}",
                *scopes,
            )
            return f"oauth2 {' '.join(words)}"
        case UnsupportedAuth(kind):
            return f"{kind}: not supported yet, a hook that the team fills"


def _hints(tool: p.ToolPlan) -> str:
    words = (
        "read-only" if tool.hints.read_only else "writing",
        "destructive" if tool.hints.destructive else "not destructive",
        "idempotent" if tool.hints.idempotent else "not idempotent",
        "open world" if tool.hints.open_world else "closed world",
    )
    return ", ".join(words)


def _aggregate(surface: p.AggregateSurface, plan: p.Plan) -> Iterator[str]:
    yield f"Aggregate {surface.namespace}"
    for flow in surface.flows:
        yield ""
        yield f"  {flow.name}"
        yield from _unit(plan, flow.unit, ())
        unit = plan.unit(flow.unit)
        yield from _table(
            [
                (
                    f"    - {each.name}",
                    each.type.value,
                    _required(each.name in flow.required),
                    "to " + (", ".join(dict(flow.feeds).get(each.name, ())) or "nothing"),
                )
                for each in unit.inputs
            ]
        )


def _omissions(omissions: Iterable[p.Omission]) -> Iterator[str]:
    yield "Left out for their errors"
    for omission in omissions:
        yield f"  {omission.adapter}.{omission.unit}"


def _port(port: int | None) -> str:
    return "" if port is None else f", port {port}"


def _required(required: bool) -> str:
    return "required" if required else "optional"


def _origin(declared: bool) -> str:
    return "declared" if declared else "implied"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows as columns, as wide as they need."""
    columns = max((len(row) for row in rows), default=0)
    widths = [
        max((len(row[index]) for row in rows if index < len(row)), default=0)
        for index in range(columns)
    ]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=False)
        ).rstrip()
