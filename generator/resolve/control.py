"""The control adapter: how its callers show who they are."""

from __future__ import annotations

from ..model import ControlAdapter
from ..plan import ControlSurface
from .authentication import authentication_plan
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
    )
