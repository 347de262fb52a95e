"""`README.md`: what was generated from what, how to run it, its environment variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..options import Options, Runtime
from ..plan import InputPlace, Plan, Route
from .authentication import described, takes_hook
from .clients import LoweredClient
from .declarations import Declarations
from .environment import variables
from .python import Module
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
    content = {
        "title": plan.capability.info.display or options.package,
        "plan": plan,
        "apis": [(api, described(api.authentication)) for api in plan.apis],
        "example": _example(clients),
        "environment": variables(plan),
        "hooks": [api for api in plan.apis if takes_hook(api.authentication)],
        "routes": [(surface, [_route(route) for route in surface.routes]) for surface in plan.rest],
        "declared": declared,
        "has_types": bool(types.declared),
        "runtime": options.runtime.value,
        "requirements": "../_runtime/" if options.runtime is Runtime.SHARED else "",
    }
    return Module("README.md", "readme.md.j2", content)


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
