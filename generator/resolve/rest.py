"""REST adapters: routes and their inputs."""

from __future__ import annotations

from dataclasses import replace

from ..model import ExposedParameter, Placeholder, RestAdapter, Template
from ..plan import RestSurface, Route, description_of
from .authentication import authentication_plan
from .calls import Resolver
from .exposures import RestExposure
from .names import environment_prefix
from .paths import encoded_route


def rest_surface(adapter: RestAdapter, resolver: Resolver) -> RestSurface:
    """A REST adapter with every operation that could be resolved."""
    prefix = environment_prefix(adapter.namespace)
    routes: list[Route] = []
    for exposed in adapter.operations:
        call = resolver.call(exposed.action, exposed.outputs)
        if call is None:
            resolver.omit(adapter.namespace, exposed.name, exposed.origin)
            continue
        operation = resolver.operation(call)
        variables = frozenset(each.name for each in exposed.path.placeholders)
        exposure = RestExposure(
            parameters=tuple(_on_route(each, variables) for each in exposed.parameters),
            method=exposed.method,
            variables=variables,
            operation=operation,
            implied=resolver.implied,
        )
        unit, inputs = resolver.unit(
            exposed.name,
            description_of(exposed.description, operation),
            call,
            operation,
            exposure,
            exposed.outputs,
            tuple(exposed.path.placeholders),
            adapter.max_binary_size,
        )
        routes.append(
            Route(
                declaration=exposed,
                method=exposed.method,
                path=route_path(exposed.path),
                conditions=exposed.conditions,
                unit=unit,
                inputs=inputs,
            )
        )
    return RestSurface(
        namespace=adapter.namespace,
        prefix=prefix,
        declaration=adapter,
        authentication=authentication_plan(
            adapter.authentication, prefix, resolver.binds, resolver.findings
        ),
        routes=tuple(routes),
    )


def _on_route(parameter: ExposedParameter, variables: frozenset[str]) -> ExposedParameter:
    """A variable of the route is in the path, whatever is declared of it."""
    return replace(parameter, place=None) if parameter.name in variables else parameter


def route_path(path: Template) -> str:
    """The template as the router reads it: constants encoded, variables in braces."""
    return "".join(
        f"{{{part.name}}}" if isinstance(part, Placeholder) else encoded_route(part)
        for part in path.parts
    )
