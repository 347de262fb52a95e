"""The capability as it is read: overlays applied, and imports replaced by what they stand for."""

from __future__ import annotations

from typing import Any

from ..diagnostics import Findings
from ..model import Dialect
from ..origin import Origin
from ..source.imports import SECTIONS
from ..source.sources import SourceSet
from .context import Context
from .imports import entries
from .node import Named, Node


def effective(sources: SourceSet, dialect: Dialect) -> dict[str, Any]:
    """The data of the main document; an import that leads nowhere is left out, which was reported."""
    findings = Findings()
    findings.attach(sources)
    context = Context(dialect=dialect, findings=findings, sources=sources)
    root = Node(sources.main.data, Origin(sources.main.name), findings)
    whole = _with_entries(root, ("binds",), context)
    capability = root.get("capability")
    if capability is not None and capability.is_mapping:
        whole["capability"] = _with_entries(capability, SECTIONS, context)
    return whole


def _with_entries(owner: Node, sections: tuple[str, ...], context: Context) -> dict[str, Any]:
    made: dict[str, Any] = dict(owner.value)
    for section in sections:
        if not isinstance(made.get(section), dict | list):
            continue
        found = entries(owner, section, context)
        if isinstance(made[section], dict):
            made[section] = {item.key or "": item.node.value for item in found}
        else:
            made[section] = [_inline(item) for item in found]
    return made


def _inline(item: Named) -> Any:
    """An item of a list under the name that it has here."""
    if item.key is None or not isinstance(item.node.value, dict):
        return item.node.value
    return {**item.node.value, "namespace": item.key}
