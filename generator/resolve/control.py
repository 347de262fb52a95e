"""The control adapter: how its callers show who they are."""

from __future__ import annotations

from ..model import ControlAdapter, Observability
from ..plan import ControlSurface, Expression
from .authentication import authentication_plan, credential_text
from .calls import Resolver

_PREFIX = "CONTROL"


def control_surface(resolver: Resolver) -> ControlSurface | None:
    """The control port of a package; the first adapter of that kind has it."""
    adapter = next((c for c in resolver.capability.exposes if isinstance(c, ControlAdapter)), None)
    if adapter is None:
        return None
    return ControlSurface(
        prefix=_PREFIX,
        declaration=adapter,
        authentication=authentication_plan(
            adapter.authentication, _PREFIX, resolver.binds, resolver.findings
        ),
        endpoint=_endpoint(adapter.observability, resolver),
    )


def _endpoint(observability: Observability | None, resolver: Resolver) -> Expression | None:
    if observability is None or observability.endpoint is None:
        return None
    return credential_text(observability.endpoint, _PREFIX, resolver.binds, resolver.findings)
