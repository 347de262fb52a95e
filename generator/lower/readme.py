"""`README.md`: what was generated from what, how to run it, its environment variables."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from ..diagnostics.spelling import listed
from ..model import ResourceFolder
from ..options import Options, Runtime
from ..plan import InputPlace, McpSurface, Plan, Route
from ..records import dataclass
from .agent_skills import folder_of_tools
from .authentication import described, takes_hook
from .clients import LoweredClient
from .declarations import Declarations
from .environment import BY_CALLS, Group, base_uri, variables
from .package import Module
from .python import Function, Parameter
from .results import ResultTypes


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
    environment = variables(plan, options)
    content = {
        "title": plan.capability.info.display or options.package,
        "plan": plan,
        "apis": [(api, base_uri(api), described(api.authentication)) for api in plan.apis],
        "example": _example(clients),
        "twins": _twins([each.name + "Client" for each in clients]),
        "place": f"{(options.parent or options.package).partition('.')[0]}/",
        "environment": environment,
        "secrets": _needed(environment),
        "skills": {each.namespace: folder_of_tools(each) for each in plan.mcp if each.tools},
        "segments": _segments(plan, options),
        "holds_credentials": any(api.authentication is not None for api in plan.apis),
        "hooks": [api for api in plan.apis if takes_hook(api.authentication)],
        "routes": [(surface, [_route(route) for route in surface.routes]) for surface in plan.rest],
        "offers": {each.namespace: _offers(each) for each in plan.mcp},
        "declared": declared,
        "has_types": bool(types.results),
        "has_bodies": bool(types.arguments),
        "runtime": options.runtime.value,
        "requirements": _requirements(options),
    }
    return Module("README.md", "readme.md.j2", content)


def _needed(environment: Sequence[Group]) -> str:
    """The variables that no call can do without, as a text; empty where there are none."""
    every = (each for group in environment for each in group.variables)
    return listed(
        list(dict.fromkeys(each.name for each in every if each.default == BY_CALLS)), "and"
    )


def _requirements(options: Options) -> str:
    """The folder of the requirements, seen from where `python -m` finds the package."""
    shared = options.runtime is Runtime.SHARED
    folder = f"{options.parent}._runtime".lstrip(".") if shared else options.importable
    return folder.replace(".", "/") + "/"


def _offers(surface: McpSurface) -> list[tuple[str, list[str]]]:
    """What an MCP server offers beside tools, by kind."""
    resources = [
        f"{each.uri}/…" if isinstance(each, ResourceFolder) else each.declaration.uri
        for each in surface.resources
    ]
    kinds = [("Resources", resources), ("Prompts", [each.name for each in surface.prompts])]
    return [(kind, names) for kind, names in kinds if names]


def _segments(plan: Plan, options: Options) -> list[tuple[str, str]]:
    """The parameters whose values may have slashes, each with how many segments."""
    names = frozenset[str]().union(*(api.path_arguments for api in plan.apis))
    return [
        (name, f"{minimum} segments" if minimum == maximum else f"{minimum} to {maximum} segments")
        for name, minimum, maximum in options.segments_of(names)
    ]


def _example(clients: Sequence[LoweredClient]) -> Example | None:
    """A first call: one that reads, with what it needs; without needs, its first text.

    An API that demands nothing of a list wants it narrowed all the same more often than not.
    """
    calls = [
        (operation.method, client, method)
        for client in clients
        for operation, method in zip(client.operations, client.methods, strict=True)
        if all(_value(p) is not None for p in _required(method))
    ]
    for _, client, method in sorted(calls, key=lambda call: call[0] != "GET"):
        return Example(client.name + "Client", method.name, ", ".join(_arguments(method)))
    return None


def _twins(classes: Sequence[str]) -> str:
    """What the clients are called; empty where there are none."""
    if not classes:
        return ""
    first = classes[0]
    if len(classes) == 1:
        return (
            f"`{first}` is for blocking code, and `Async{first}` has the same methods for asyncio."
        )
    names = ", ".join(f"`{name}`" for name in classes)
    return f"The clients are {names}; each has a twin for asyncio, such as `Async{first}`."


_VALUES: Final = (
    ("str", '"…"'),
    ("int", "1"),
    ("float", "1.5"),
    ("bool", "True"),
    # The file says nothing of its type: a text is one.
    ("Json", '"…"'),
)


def _value(parameter: Parameter) -> str | None:
    """What can stand for an argument; None where only its user knows."""
    names = parameter.annotation.names
    return next((value for name, value in _VALUES if name in names), None)


def _required(method: Function) -> list[Parameter]:
    signature = method.signature
    return [p for p in (*signature.positional, *signature.keyword_only) if p.default is None]


def _arguments(method: Function) -> list[str]:
    required = _required(method)
    positional = [_shown(p) for p in method.signature.positional if p in required]
    named = [f"{p.name}={_value(p)}" for p in method.signature.keyword_only if p in required]
    if not required:
        optional = (p for p in method.signature.keyword_only if "str" in p.annotation.names)
        named = [f'{p.name}="…"' for p in itertools.islice(optional, 1)]
    return [*positional, *named]


def _shown(parameter: Parameter) -> str:
    """A value of an argument without a name: a text says what it is of."""
    value = _value(parameter)
    return f'"{parameter.name}"' if value is None or value.startswith('"') else value


def _route(route: Route) -> tuple[str, str, str, str]:
    inputs = ", ".join(
        each.name if each.name == each.place else f"{each.name} ({each.place})"
        for each in route.inputs
        if each.place != InputPlace.PATH
    )
    return (route.method, route.path, route.declaration.description or "", inputs)
