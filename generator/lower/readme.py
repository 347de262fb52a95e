"""`README.md`: what was generated from what, how to run it, its environment variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.lower.clients import LoweredClient
from generator.lower.declarations import Declarations
from generator.lower.results import ResultTypes
from generator.module import Module
from generator.options import Options
from generator.plan import (
    Api,
    Atom,
    BasicPlan,
    BearerPlan,
    Fixed,
    FromEnvironment,
    HookPlan,
    InputPlace,
    KeysPlan,
    McpSurface,
    Plan,
    RestSurface,
    Route,
)
from generator.resolve.names import environment_in


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable and what it is for."""

    name: str
    purpose: str
    default: str


@dataclass(frozen=True, slots=True)
class Example:
    """A call of the client that can be copied."""

    client: str
    method: str
    arguments: str


def readme_module(
    plan: Plan,
    clients: Sequence[LoweredClient],
    declared: Declarations,
    types: ResultTypes,
    options: Options,
) -> Module:
    """The package's own README."""
    content = {
        "title": plan.capability.info.display or options.package,
        "plan": plan,
        "apis": [(api, _authentication(api)) for api in plan.apis],
        "example": _example(clients),
        "variables": list(variables(plan)),
        "hooks": [api for api in plan.apis if isinstance(api.authentication, HookPlan)],
        "routes": [(surface, [_route(route) for route in surface.routes]) for surface in plan.rest],
        "declared": declared,
        "has_types": bool(types.declared),
    }
    return Module("README.md", "readme.md.j2", content)


def variables(plan: Plan) -> Iterator[Variable]:
    """Every variable that the spec implies; the runtime's own settings are in the docs."""
    seen: set[str] = set()
    for api in plan.apis:
        for variable in (*_of_api(api), *_credentials(api)):
            if variable.name not in seen:
                seen.add(variable.name)
                yield variable
    for rest in plan.rest:
        yield from _of_adapter(rest, "the REST app", 8080)
    for mcp in plan.mcp:
        yield from _of_adapter(mcp, "the MCP server", 9090)


def _of_api(api: Api) -> Iterator[Variable]:
    default = "".join(_shown(part) for part in api.base_uri)
    yield Variable(f"{api.prefix}_BASE_URI", f"where `{api.namespace}` is", default or "required")
    for part in api.base_uri:
        for name in environment_in(part):
            yield Variable(name, f"part of the base URI of `{api.namespace}`", "required")
    yield Variable(f"{api.prefix}_TIMEOUT", "seconds for a whole call", "60")


def _shown(part: Atom) -> str:
    match part:
        case Fixed(text):
            return str(text)
        case FromEnvironment(variable):
            return f"${{{variable}}}"
        case _:
            return "…"


def _credentials(api: Api) -> Iterator[Variable]:
    match api.authentication:
        case BearerPlan(token):
            values = [("the bearer token", token)]
        case BasicPlan(username, password):
            values = [("the user name", username), ("the password", password)]
        case KeysPlan(keys):
            values = [(f"the API key `{key.name}`", key.value) for key in keys]
        case _:
            values = []
    for purpose, value in values:
        for name in environment_in(value):
            yield Variable(name, f"{purpose} of `{api.namespace}`", "required by its calls")


def _of_adapter(surface: RestSurface | McpSurface, kind: str, port: int) -> Iterator[Variable]:
    default = surface.declaration.port or port
    yield Variable(f"{surface.prefix}_HOST", f"the address that {kind} listens on", "127.0.0.1")
    yield Variable(f"{surface.prefix}_PORT", f"the port of {kind}", str(default))


def _authentication(api: Api) -> str:
    match api.authentication:
        case None:
            return "no authentication"
        case BearerPlan():
            return "a bearer token"
        case BasicPlan():
            return "a user name and a password"
        case KeysPlan():
            return "an API key"
        case HookPlan(kind):
            return f"{kind} (a hook that you fill)"


def _example(clients: Sequence[LoweredClient]) -> Example | None:
    """A reading call with its required arguments."""
    for client in clients:
        for method in client.methods:
            required = [p for p in method.signature.positional if p.default is None]
            named = [p for p in method.signature.keyword_only if p.default is None]
            if all(p.annotation.names == ("str",) for p in (*required, *named)):
                given = [f'"{p.name}"' for p in required]
                given += [f'{p.name}="…"' for p in named]
                return Example(client.name + "Client", method.name, ", ".join(given))
    return None


def _route(route: Route) -> tuple[str, str, str, str]:
    inputs = ", ".join(
        f"{each.name} ({each.place})" for each in route.inputs if each.place != InputPlace.PATH
    )
    return (route.method, route.path, route.declaration.description or "", inputs)
