"""The exposed side: which adapter an entry is, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import shape
from ..model import Adapter, ControlAdapter, McpAdapter, RestAdapter, SkillAdapter
from .context import Context
from .control import read_control
from .imports import entries
from .mcp import read_mcp
from .node import Named, Node
from .rest import read_rest
from .skills import read_skills


def read_exposes(capability: Node, context: Context) -> tuple[Adapter, ...]:
    """The adapters of a file, in its order, each under a namespace of its own."""
    adapters = (
        adapter
        for item in entries(capability, "exposes", context)
        for adapter in _adapters(item, context)
    )
    return tuple(_unique(adapters, context))


def _adapters(item: Named, context: Context) -> tuple[Adapter, ...]:
    node = item.node
    kind = _kind(node)
    if not context.published:
        _judge_port(node, kind)
    match kind:
        case "rest":
            return (read_rest(node, _namespace(item, kind), context),)
        case "mcp":
            return (read_mcp(node, _namespace(item, kind), context),)
        case "skill":
            return read_skills(node, _namespace(item, kind), context)
        case "control":
            return read_control(node, context)
        case _:
            return ()


def _judge_port(node: Node, kind: str | None) -> None:
    """Say where an adapter listens that does not say it itself."""
    if kind in _PORTS and not node.has("port") and node.value.get("transport") != "stdio":
        namespace = node.value.get("namespace") or kind
        where = node.get("namespace") or node
        where.note(shape.PORT_MISSING, namespace=namespace, port=_PORTS[kind])


def _kind(node: Node) -> str | None:
    """The type of an adapter; of one that does not say it, what its parts are."""
    child = node.get("type")
    written = None if child is None else child.as_text()
    if child is None or written is None:
        inferred = next(
            (kind for key, kind in _PARTS if isinstance(node.value.get(key), (dict, list))), None
        )
        node.missing("type", "an adapter under `exposes`")
        return inferred
    kind = written.strip().lower()
    known = "rest" if kind == "api" else kind
    if known not in _KINDS:
        child.unknown(_KINDS)
        return None
    if kind == "api":
        child.note(shape.OLD_NAME, old="api", new="rest")
    return known


_KINDS: Final = ("rest", "mcp", "skill", "control")
_PORTS: Final = {"rest": 8080, "mcp": 9090}
_PARTS: Final = (
    ("tools", "mcp"),
    ("resources", "rest"),
    ("skills", "skill"),
    ("management", "control"),
)


def _namespace(item: Named, kind: str) -> str:
    """The namespace; where there is none, the name of the kind."""
    namespace = item.key or item.node.name("namespace")
    if namespace is not None:
        return namespace
    item.node.missing("namespace", "an adapter under `exposes`")
    return kind


def _unique(adapters: Iterator[Adapter], context: Context) -> Iterator[Adapter]:
    """Adapters of one kind do not share a namespace: later ones get a number."""
    taken: set[str] = set()
    owners: dict[str, str] = {}
    for adapter in adapters:
        if isinstance(adapter, ControlAdapter):
            yield adapter
            continue
        name, number = adapter.namespace, 1
        same_entry = owners.get(name) == adapter.origin.pointer
        while name in taken and not same_entry:
            number += 1
            name = f"{adapter.namespace}-{number}"
        if name != adapter.namespace:
            _report_duplicate(adapter, name, context)
        taken.add(name)
        owners[name] = adapter.origin.pointer
        yield _renamed(adapter, name)


def _renamed(
    adapter: RestAdapter | McpAdapter | SkillAdapter, name: str
) -> RestAdapter | McpAdapter | SkillAdapter:
    return adapter if adapter.namespace == name else replace(adapter, namespace=name)


def _report_duplicate(
    adapter: RestAdapter | McpAdapter | SkillAdapter, name: str, context: Context
) -> None:
    origin = adapter.origin.child("namespace")
    if context.published:
        context.findings.report(
            rules.ADAPTER_RENAMED, origin, namespace=adapter.namespace, name=name
        )
    elif not context.findings.reported_at(origin):
        context.findings.report(
            shape.DUPLICATE_NAME, origin, what="exposed namespace", name=adapter.namespace
        )
