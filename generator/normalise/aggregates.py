"""Aggregates and their flows (docs/language.md, "Aggregates")."""

from __future__ import annotations

from ..diagnostics.rules import shape as rules
from ..model import Aggregate, Flow, Hints
from .actions import read_action
from .context import Context
from .imports import entries
from .node import Named, Node
from .outputs import exposed_outputs
from .parameters import exposed_parameters
from .placeholder_names import Where
from .rest_places import no_places
from .templates import Reader


def read_aggregates(capability: Node, context: Context) -> tuple[Aggregate, ...]:
    """The aggregates of a capability."""
    found: dict[str, Aggregate] = {}
    for item in entries(capability, "aggregates", context):
        aggregate = _aggregate(item, context)
        if not aggregate.namespace:
            item.node.missing("namespace", "an aggregate")
        if aggregate.namespace in found:
            named = item.node.get("as") or item.node.get("namespace") or item.node
            named.fault(rules.DUPLICATE_NAME, what="aggregate", name=aggregate.namespace)
        found.setdefault(aggregate.namespace, aggregate)
    return tuple(found.values())


def _aggregate(item: Named, context: Context) -> Aggregate:
    node = item.node
    namespace = item.key or node.name("namespace") or ""
    flows = context.renamed_key(node, "flows", "functions")
    found: dict[str, Flow] = {}
    for each in () if flows is None else flows.as_named():
        flow = _flow(each, namespace, context)
        if flow.name in found:
            (each.node.get("name") or each.node).fault(
                rules.DUPLICATE_NAME, what="flow", name=flow.name
            )
        found.setdefault(flow.name, flow)
    return Aggregate(
        namespace=namespace,
        display=context.text(node, "display", "label", "title"),
        flows=tuple(found.values()),
        origin=node.origin,
    )


def _flow(item: Named, namespace: str, context: Context) -> Flow:
    node = item.node
    parameters = exposed_parameters((node,), context, namespace, no_places)
    inputs = frozenset(each.name for each in parameters)
    reader = Reader(context, Where.VALUE, namespace, inputs=inputs)
    return Flow(
        name=item.name or "flow",
        description=node.text("description"),
        parameters=parameters,
        action=read_action(node, reader),
        outputs=exposed_outputs(node, context, namespace),
        origin=node.origin,
        hints=_semantics(node),
    )


def _semantics(node: Node) -> Hints:
    """`semantics` as hints: `safe` says read-only and whether destructive (docs/language.md, "Aggregates")."""
    semantics = node.mapping("semantics")
    if semantics is None:
        return Hints()
    safe = semantics.boolean("safe")
    return Hints(
        read_only=safe,
        destructive=False if safe else None,
        idempotent=semantics.boolean("idempotent"),
    )
