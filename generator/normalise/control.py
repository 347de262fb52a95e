"""Control adapters: health, status, metrics and traces (docs/language.md, "Control")."""

from __future__ import annotations

from typing import Final

from ..model import ControlAdapter, Observability, Scripting
from .authentication import read_authentication
from .context import Context
from .node import Node
from .placeholder_names import Where
from .templates import Reader

_BUFFER: Final = 100
"""Traces that are kept where nothing is said (docs/observability.md)."""
_TIMEOUT: Final = 60_000
"""Milliseconds of a script where nothing is said (language, 2.15)."""
_STATEMENTS: Final = 100_000
"""Of a script where nothing is said (language, 2.15)."""


def read_control(node: Node, context: Context) -> tuple[ControlAdapter, ...]:
    """A control adapter; none where it has no port (which is reported)."""
    port = node.integer("port")
    authentication = read_authentication(node, "control", context, of_callers=True)
    if port is None:
        return ()
    management = _child(node, "management")
    observability = _child(node, "observability")
    observed = observability.boolean("enabled") is not False
    return (
        ControlAdapter(
            port=port,
            address=node.text("address"),
            authentication=authentication,
            health=management.boolean("health") is not False,
            info=management.boolean("info") is True,
            metrics=observed and _is_on(_child(observability, "metrics")),
            origin=node.origin,
            observability=_observability(node.mapping("observability"), context),
            scripting=_scripting(management.mapping("scripting")),
        ),
    )


def _observability(node: Node | None, context: Context) -> Observability | None:
    """None where nothing is said of it, or that it is off."""
    if node is None or node.boolean("enabled") is False:
        return None
    traces = _child(node, "traces")
    sampling = traces.value.get("sampling")
    endpoint = _child(_child(node, "exporters"), "otlp").get("endpoint")
    return Observability(
        sampling=float(sampling) if isinstance(sampling, int | float) else 1.0,
        propagation=traces.text("propagation") or "w3c",
        traces=_buffer(traces),
        endpoint=(
            None if endpoint is None else Reader(context, Where.CREDENTIAL).template(endpoint)
        ),
    )


def _buffer(traces: Node) -> int | None:
    if not _is_on(traces):
        return None
    return _child(traces, "local").integer("buffer-size") or _BUFFER


def _child(node: Node, key: str) -> Node:
    return node.mapping(key) or Node({}, node.origin, node.findings)


def _is_on(node: Node) -> bool:
    return _child(node, "local").boolean("enabled") is True


def _scripting(node: Node | None) -> Scripting | None:
    if node is None:
        return None
    return Scripting(
        enabled=node.boolean("enabled"),
        location=node.text("defaultLocation"),
        language=node.text("defaultLanguage"),
        timeout=_positive(node, "timeout") or _TIMEOUT,
        statements=_positive(node, "statementLimit") or _STATEMENTS,
        languages=node.texts("allowedLanguages") if node.has("allowedLanguages") else None,
    )


def _positive(node: Node, key: str) -> int | None:
    number = node.integer(key)
    return number if number is not None and number > 0 else None
