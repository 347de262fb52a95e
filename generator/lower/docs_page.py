"""The page for people: the capability as its callers see it, one file for each REST adapter."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from ..model import Hints, ResourceFolder
from ..naming import file_name
from ..options import Options
from ..plan import (
    CallOperation,
    ExposedInput,
    Gathered,
    InputPlace,
    McpSurface,
    Plan,
    RestSurface,
    Route,
    RunFlow,
    ToolPlan,
)
from ..plan.programs import program_lines
from ..records import dataclass
from .agent_skills import AgentSkill, offered_skills
from .clients import LoweredClient
from .docs import origin_of, sentence
from .docs_flows import shown_flows
from .docs_shown import Badge, ShownInput, ShownOffer, ShownRoute, ShownTool
from .operations import LoweredOperation
from .package import Module
from .python import Function

_TRIED = {
    InputPlace.PATH: "path",
    InputPlace.QUERY: "query",
    InputPlace.QUERY_OR_FIELD: "query",
    InputPlace.HEADER: "header",
    InputPlace.FIELD: "field",
    InputPlace.WHOLE_BODY: "body",
    InputPlace.RAW_BODY: "body",
}


def docs_path(namespace: str) -> str:
    """The place of an adapter's page inside the package."""
    return f"docs/{file_name(namespace)}.html"


def docs_modules(
    plan: Plan,
    clients: Sequence[LoweredClient],
    operations: Sequence[LoweredOperation],
    spec: str,
    options: Options,
) -> tuple[Module, ...]:
    """The pages of all REST adapters; `spec` is the text of the file itself."""
    return tuple(
        _module(surface, plan, clients, operations, spec, options) for surface in plan.rest
    )


def _module(
    surface: RestSurface,
    plan: Plan,
    clients: Sequence[LoweredClient],
    operations: Sequence[LoweredOperation],
    spec: str,
    options: Options,
) -> Module:
    info = plan.capability.info
    calls = _Calls(plan, _methods(clients, operations), options)
    content = {
        "title": info.display or surface.namespace,
        "description": info.description or surface.declaration.description or "",
        "tags": info.tags,
        "namespace": surface.namespace,
        "apis": [api.namespace for api in plan.apis],
        "routes": [
            _route(route, surface, calls, index) for index, route in enumerate(surface.routes)
        ],
        "tools": [_tool(tool, mcp.namespace, plan) for mcp in plan.mcp for tool in mcp.tools],
        "forwards": [
            (each.path, each.takes_rest, each.api, ", ".join(each.trusted))
            for each in surface.forwards
        ],
        "flows": list(shown_flows(plan)),
        "offers": [
            *(each for mcp in plan.mcp for each in _offers(mcp)),
            *(_skill(each) for each in (offered_skills(plan) if plan.mcp else ())),
        ],
        "mcp_ports": [(mcp.namespace, mcp.declaration.port or 9090) for mcp in plan.mcp],
        "generated": origin_of(plan.capability),
        "spec": spec,
    }
    return Module(docs_path(surface.namespace), "docs.html.j2", content)


@dataclass(frozen=True, slots=True)
class _Calls:
    """How the client is called for a route."""

    plan: Plan
    methods: Mapping[tuple[str, str], tuple[str, Function]]
    """The name of the client and the method, by API and operation."""
    options: Options

    def of(self, route: Route) -> str:
        program = self.plan.unit(route.unit).program
        call = next((each for each in program if isinstance(each, CallOperation)), None)
        if call is None or len(program) > 1:
            return ""
        client, method = self.methods[call.api, call.operation]
        shown = [f'"{p.name}"' for p in method.signature.positional]
        shown += [f"{p.name}=…" for p in method.signature.keyword_only if p.name != "options"]
        return (
            f"from {self.options.importable} import {client}Client\n\n"
            f"with {client}Client() as client:\n"
            f"    client.{method.name}({', '.join(shown)})"
        )


def _methods(
    clients: Sequence[LoweredClient], operations: Sequence[LoweredOperation]
) -> Mapping[tuple[str, str], tuple[str, Function]]:
    """Every method of every client; the methods stand in the order of the API's operations."""
    found: dict[tuple[str, str], tuple[str, Function]] = {}
    for client in clients:
        api = client.api.namespace
        own = [each.operation.name for each in operations if each.operation.api == api]
        found |= {
            (api, name): (client.name, method)
            for name, method in zip(own, client.methods, strict=True)
        }
    return found


def _route(route: Route, surface: RestSurface, calls: _Calls, index: int) -> ShownRoute:
    declaration = route.declaration
    return ShownRoute(
        anchor=f"operation-{index + 1}",
        title=declaration.display or declaration.name,
        method=route.method,
        path=route.path,
        query=_conditions(route),
        description=sentence(declaration.description or ""),
        inputs=tuple(_input(each) for each in route.inputs),
        curl=_curl(route, surface.declaration.port or 8080),
        client=calls.of(route),
        steps=_steps(calls.plan, route.unit),
    )


def _steps(plan: Plan, name: str) -> tuple[str, ...]:
    """The lines of a unit of several steps, of a flow's too."""
    unit = plan.unit(name)
    if len(unit.program) == 1 and isinstance(unit.program[0], RunFlow):
        return (*program_lines(unit, plan), *_steps(plan, unit.program[0].unit))
    if not isinstance(unit.output, Gathered):
        return ()
    return tuple(program_lines(unit, plan))


def _conditions(route: Route) -> str:
    return urlencode([(name, value or "") for name, value in route.conditions])


def _curl(route: Route, port: int) -> str:
    words = ["curl"]
    if route.method != "GET":
        words += ["-X", route.method]
    query = _conditions(route)
    url = f"http://127.0.0.1:{port}{route.path}{'?' if query else ''}{query}"
    fields = [each for each in route.inputs if each.place == InputPlace.FIELD]
    if any(each.place == InputPlace.WHOLE_BODY for each in route.inputs):
        words += ["-H", shlex.quote("Content-Type: application/json"), "-d", shlex.quote("{}")]
    elif fields:
        body = json.dumps({each.name: "…" for each in fields}, ensure_ascii=False)
        words += ["-H", shlex.quote("Content-Type: application/json"), "-d", shlex.quote(body)]
    return " ".join([*words, shlex.quote(url)])


def _input(each: ExposedInput) -> ShownInput:
    return ShownInput(
        name=each.name,
        place=each.place,
        tried=_TRIED.get(each.place, ""),
        type=each.type.value,
        required=each.required,
        declared=each.declared,
        description=_more_than(each.name, each.description or ""),
        feeds=", ".join(dict.fromkeys(each.feeds)),
        choices=tuple(str(choice) for choice in each.enum or ()),
    )


def _more_than(name: str, description: str) -> str:
    """A description, unless it only says the name again."""
    said = description.strip().rstrip(".").lower()
    return "" if said == name.lower() else sentence(description)


def _tool(tool: ToolPlan, adapter: str, plan: Plan) -> ShownTool:
    arguments = {each.name: "…" for each in tool.inputs if each.required}
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool.name, "arguments": arguments},
    }
    return ShownTool(
        anchor=f"tool-{tool.name}",
        name=tool.name,
        adapter=adapter,
        description=sentence(tool.description),
        badges=_badges(tool.hints),
        inputs=tuple(_input(each) for each in tool.inputs if each.listed),
        message=json.dumps(message, indent=2, ensure_ascii=False),
        steps=_steps(plan, tool.unit),
    )


def _offers(surface: McpSurface) -> Iterator[ShownOffer]:
    for resource in surface.resources:
        if isinstance(resource, ResourceFolder):
            said = sentence(resource.description or "")
            count = len(resource.files)
            yield ShownOffer("folder", f"{resource.uri}/", said, f"{count} files")
        else:
            declared = resource.declaration
            said = sentence(declared.description or "")
            yield ShownOffer("resource", declared.uri, said, declared.mime_type or "")
    for prompt in surface.prompts:
        more = ", ".join(each.name for each in prompt.arguments)
        yield ShownOffer("prompt", prompt.name, sentence(prompt.description or ""), more)


def _skill(skill: AgentSkill) -> ShownOffer:
    said = sentence(str(skill.frontmatter["description"]))
    return ShownOffer("skill", f"{skill.uri}/SKILL.md", said, f"{len(skill.files)} files")


def _badges(hints: Hints) -> tuple[Badge, ...]:
    """The four hints in words; whether something is destroyed matters only where something is written."""
    if hints.read_only:
        first = [Badge("read-only", "reads")]
    else:
        destroys = (
            Badge("destructive", "destroys")
            if hints.destructive is not False
            else Badge("additive", "")
        )
        first = [Badge("writes", "writes"), destroys]
    return (
        *first,
        Badge("idempotent" if hints.idempotent else "not idempotent", ""),
        Badge("open world" if hints.open_world is not False else "closed world", ""),
    )
