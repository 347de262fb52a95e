"""REST adapters: routes and their inputs."""

from __future__ import annotations

from dataclasses import replace

from ..model import (
    ExposedOperation,
    ExposedParameter,
    Forward,
    RestAdapter,
)
from ..naming import environment_prefix
from ..plan import ForwardPlan, Operation, RestSurface, Route
from .actions import make
from .authentication import authentication_plan
from .calls import Resolver
from .exposures import RestExposure
from .forwards import forward_plan
from .made import KnownFlow, Wanted
from .outputs import report_unread_type
from .paths import route_path


def rest_surface(adapter: RestAdapter, resolver: Resolver) -> RestSurface:
    """A REST adapter with every operation that could be resolved."""
    prefix = environment_prefix(adapter.namespace)
    routes: list[Route] = []
    forwards: list[ForwardPlan] = []
    for exposed in adapter.operations:
        if isinstance(exposed.action, Forward):
            forward = forward_plan(exposed, exposed.action, adapter, resolver)
            if forward is None:
                resolver.omit(adapter.namespace, exposed.name, exposed.origin)
            else:
                forwards.append(forward)
            continue
        made = make(_wanted(exposed, adapter, resolver), resolver)
        if made is None:
            resolver.omit(adapter.namespace, exposed.name, exposed.origin)
            continue
        if exposed.media_type_at is not None and not made.binary:
            report_unread_type(exposed.media_type_at, resolver.findings)
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
        forwards=tuple(forwards),
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
