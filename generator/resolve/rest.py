"""REST adapters: routes and their inputs."""

from __future__ import annotations

from dataclasses import replace

from ..model import ExposedOperation, ExposedParameter, Placeholder, RestAdapter, Template
from ..naming import environment_prefix
from ..plan import Operation, RestSurface, Route
from .actions import make
from .authentication import authentication_plan
from .calls import Resolver
from .exposures import RestExposure
from .made import KnownFlow, Wanted
from .paths import encoded_route


def rest_surface(adapter: RestAdapter, resolver: Resolver) -> RestSurface:
    """A REST adapter with every operation that could be resolved."""
    prefix = environment_prefix(adapter.namespace)
    routes: list[Route] = []
    for exposed in adapter.operations:
        made = make(_wanted(exposed, adapter, resolver), resolver)
        if made is None:
            resolver.omit(adapter.namespace, exposed.name, exposed.origin)
            continue
        routes.append(
            Route(
                declaration=exposed,
                method=exposed.method,
                path=route_path(exposed.path),
                conditions=exposed.conditions,
                unit=made.unit,
                inputs=made.inputs,
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


def _wanted(exposed: ExposedOperation, adapter: RestAdapter, resolver: Resolver) -> Wanted:
    variables = frozenset(each.name for each in exposed.path.placeholders)

    def exposure(target: Operation | KnownFlow | None) -> RestExposure:
        return RestExposure(
            parameters=tuple(_on_route(each, variables) for each in exposed.parameters),
            method=exposed.method,
            variables=variables,
            takes_free_body=isinstance(target, Operation) and target.takes_free_body,
            implied=resolver.implied,
        )

    return Wanted(
        name=exposed.name,
        description=exposed.description,
        action=exposed.action,
        outputs=exposed.outputs,
        exposure=exposure,
        variables=tuple(exposed.path.placeholders),
        most_bytes=adapter.max_binary_size,
        media_type=exposed.media_type,
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
