"""`CONTRACT.json`: what the three surfaces promise, taken from the values that they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..contract.document import (
    NAME,
    Client,
    Contract,
    ContractTool,
    Mcp,
    Method,
    Rest,
    RestBody,
    RestParameter,
    RestRoute,
    ResultType,
)
from ..contract.document import Parameter as ContractParameter
from ..contract.writing import to_bytes
from ..model import (
    Prompt,
    route_text,
)
from ..options import Options
from ..plan import (
    Binary,
    Converted,
    McpSurface,
    Output,
    Plan,
    ResourcePlan,
    RestSurface,
    Route,
    ToolPlan,
)
from ..plan.texts import atoms_text
from .authentication import in_the_contract
from .clients import LoweredClient
from .offers import offered
from .openapi_parameters import parameters, renamed, request_body
from .output_schemas import answer_schema, output_schema, undescribed
from .package import PlainFile
from .python import Function, Parameter, TypedRecord, TypeName
from .results import JSON, ResultTypes
from .tools import input_schema


def contract_file(
    plan: Plan, clients: Sequence[LoweredClient], types: ResultTypes, options: Options
) -> PlainFile:
    """The file; its path is that of `contract.document`."""
    return PlainFile(NAME, to_bytes(contract(plan, clients, types, options)))


def contract(
    plan: Plan, clients: Sequence[LoweredClient], types: ResultTypes, options: Options
) -> Contract:
    """The contract of a package."""
    return Contract(
        clients={each.api.namespace: _client(each) for each in clients},
        types={each.name: _type(each) for each in types.declared},
        rest={each.namespace: _rest(plan, each, options) for each in plan.rest},
        mcp={each.namespace: _mcp(plan, each) for each in plan.mcp},
    )


def _client(client: LoweredClient) -> Client:
    return Client(
        classes=client.class_names,
        base_uri=atoms_text(client.api.base_uri),
        authentication=in_the_contract(client.api.authentication),
        credentials=tuple(str(each.parameter) for each in client.credentials),
        methods={
            method.name: _method(
                method, f"{operation.method} {route_text(operation.declaration.path) or '/'}"
            )
            for operation, method in zip(client.operations, client.methods, strict=True)
        },
    )


def _method(method: Function, request: str) -> Method:
    signature = method.signature
    keywords = (each for each in signature.keyword_only if each.name != "options")
    return Method(
        request=request,
        positional=tuple(map(_parameter, signature.positional)),
        keywords={each.name: _parameter(each) for each in keywords},
        returns=(method.returns or JSON).text,
    )


def _parameter(parameter: Parameter) -> ContractParameter:
    """Leaving out is said by `required`; `Omit` in the annotation says it once more."""
    names = tuple(each for each in parameter.annotation.names if each != "Omit")
    shown = type(parameter.annotation)(names).text
    return ContractParameter(parameter.name, shown, required=parameter.default is None)


def _type(declared: TypedRecord | TypeName) -> ResultType:
    match declared:
        case TypedRecord():
            given = [each.key for each in declared.entries if not each.is_optional]
            return ResultType(
                {each.key: each.annotation.text for each in declared.entries},
                required=tuple(given) if declared.is_total else None,
            )
        case TypeName():
            return ResultType(stands_for=declared.annotation.text)


def _rest(plan: Plan, surface: RestSurface, options: Options) -> Rest:
    """Of two routes with one method and path, told apart by the query, each has its own key."""
    return Rest(
        in_the_contract(surface.authentication),
        {
            **{_request(route): _route(plan, route) for route in surface.routes},
            **{
                f"* {each.path}{'/{path}' if each.takes_rest else ''}": RestRoute(
                    each.declaration.name, {}, None, None
                )
                for each in surface.forwards
            },
        },
        options.trailing_slash.value,
    )


def _request(route: Route) -> str:
    conditions = "&".join(
        name if value is None else f"{name}={value}" for name, value in route.conditions
    )
    return f"{route.method} {renamed(route.path)}" + (f"?{conditions}" if conditions else "")


def _route(plan: Plan, route: Route) -> RestRoute:
    return RestRoute(
        operation=route.declaration.name,
        parameters={
            f"{each['in']} {each['name']}": RestParameter(
                each.get("required", False), undescribed(_schema(each))
            )
            for each in parameters(route)
        },
        body=_body(request_body(route)),
        answer=_answer(answer_schema(plan.unit(route.unit).output, declared=True)),
        sends=_sends(plan, route.unit),
        media_type=_media_type(plan.unit(route.unit).output),
    )


def _media_type(output: Output) -> str:
    match output:
        case Binary(media_type):
            return media_type or ""
        case Converted():
            return "application/json"
        case _:
            return ""


def _schema(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if "schema" in parameter:
        schema: Mapping[str, Any] = parameter["schema"]
        return schema
    [[media_type, content]] = parameter["content"].items()
    return {**content["schema"], "contentMediaType": media_type}


def _body(body: Mapping[str, Any] | None) -> RestBody | None:
    if body is None:
        return None
    [[media_type, content]] = body["content"].items()
    return RestBody(body["required"], media_type, undescribed(content["schema"]))


def _answer(schema: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if schema is None else undescribed(schema)


def _mcp(plan: Plan, surface: McpSurface) -> Mcp:
    messages = {prompt.name: _messages(prompt) for prompt in surface.prompts}
    return Mcp(
        authentication=in_the_contract(surface.authentication),
        instructions=surface.declaration.description or "",
        tools={tool.name: _tool(plan, tool) for tool in surface.tools},
        resources=dict(_resources(plan, surface)),
        prompts={
            each["name"]: {
                **{key: each[key] for key in each if key != "name"},
                "messages": messages.get(each["name"], []),
            }
            for each in _listed(plan, surface, "prompts/list", "prompts")
        },
    )


def _resources(plan: Plan, surface: McpSurface) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """By URI or template, which is what clients ask for; several of a folder have one name."""
    sends = {
        each.declaration.uri: _sends(plan, each.unit)
        for each in surface.resources
        if isinstance(each, ResourcePlan)
    }
    for method, list_, key in (
        ("resources/list", "resources", "uri"),
        ("resources/templates/list", "resourceTemplates", "uriTemplate"),
    ):
        for each in _listed(plan, surface, method, list_):
            entry = {name: each[name] for name in each if name != key}
            yield each[key], {**entry, "sends": sends[each[key]]} if each[key] in sends else entry


def _listed(plan: Plan, surface: McpSurface, method: str, key: str) -> Sequence[Mapping[str, Any]]:
    beside = offered(plan, surface)
    found: Sequence[Mapping[str, Any]] = (
        () if beside is None else beside.lists.get(method, {}).get(key, ())
    )
    return found


def _tool(plan: Plan, tool: ToolPlan) -> ContractTool:
    shown = output_schema(plan.unit(tool.unit).output)
    hints = tool.hints
    return ContractTool(
        title=tool.declaration.display or "",
        description=tool.description,
        input_schema=input_schema(tool),
        output_schema=None if shown is None else shown.schema,
        hints={
            "readOnlyHint": bool(hints.read_only),
            "destructiveHint": bool(hints.destructive),
            "idempotentHint": bool(hints.idempotent),
            "openWorldHint": bool(hints.open_world),
        },
        sends=_sends(plan, tool.unit),
    )


def _messages(prompt: Prompt) -> list[Mapping[str, str]]:
    """What goes into the context of a model; a file is one message."""
    if prompt.file is not None:
        return [{"role": "user", "text": prompt.file.content.decode("utf-8", "replace")}]
    return [{"role": each.role, "text": each.text} for each in prompt.messages]


def _sends(plan: Plan, unit: str) -> tuple[str, ...]:
    """The requests that a unit makes, in their order, each once."""
    found: dict[str, None] = {}
    for namespace, name in plan.called(plan.unit(unit)):
        operation = plan.operation(namespace, name)
        path = route_text(operation.declaration.path) or "/"
        found[f"{operation.method} {namespace} {path}"] = None
    return tuple(found)
