"""Control adapters: health, status and metrics (docs/language.md, "Control")."""

from __future__ import annotations

from ..diagnostics.rules import not_yet
from ..model import ControlAdapter
from .authentication import read_authentication
from .context import Context
from .node import Node


def read_control(node: Node, context: Context) -> tuple[ControlAdapter, ...]:
    """A control adapter; none where it has no port (which is reported)."""
    port = node.integer("port")
    authentication = read_authentication(node, "control", context, of_callers=True)
    if port is None:
        return ()
    management = node.mapping("management") or Node({}, node.origin, node.findings)
    observability = node.mapping("observability") or Node({}, node.origin, node.findings)
    observed = observability.boolean("enabled") is not False
    _report_what_is_left_out(management, observability)
    return (
        ControlAdapter(
            port=port,
            address=node.text("address"),
            authentication=authentication,
            health=management.boolean("health") is not False,
            info=management.boolean("info") is True,
            metrics=observed and _is_on(observability, "metrics"),
            origin=node.origin,
        ),
    )


def _is_on(observability: Node, key: str) -> bool:
    local = (
        observability.mapping(key) or Node({}, observability.origin, observability.findings)
    ).mapping("local")
    return local is not None and local.boolean("enabled") is True


def _report_what_is_left_out(management: Node, observability: Node) -> None:
    then = "it is left out"
    scripting, exporters = management.get("scripting"), observability.get("exporters")
    for child, key in ((scripting, "scripting"), (exporters, "exporters")):
        if child is not None:
            child.report(not_yet.CONTROL_ADAPTER, at_key=True, key=key, then=then)
    if _is_on(observability, "traces"):
        traces = observability.get("traces") or observability
        traces.report(not_yet.CONTROL_ADAPTER, at_key=True, key="traces", then=then)
