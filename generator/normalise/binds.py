"""Binds: variables from the environment, in the spelling of any version."""

from __future__ import annotations

from ..diagnostics.rules import not_yet, shape
from ..model import Bind
from .context import Context
from .imports import entries
from .node import Named, Node


def read_binds(root: Node, capability: Node, context: Context) -> tuple[Bind, ...]:
    """All binds of a file: of the root, of the capability, and of the old `externalRefs`."""
    binds: list[Bind | None] = []
    for owner in (root, capability):
        binds += [_bind(item, context) for item in entries(owner, "binds", context)]
    for owner in (root, capability):
        for each in owner.listed("externalRefs"):
            binds.append(_external(each, context))
    return tuple(bind for bind in binds if bind is not None)


def _bind(item: Named, context: Context) -> Bind | None:
    node = item.node
    location = node.text("location") or None
    if location is not None:
        _warn_of_file(node, "location", node.name("namespace"))
    return Bind(item.key or node.text("namespace") or "", location, _keys(node), node.origin)


def _external(node: Node, context: Context) -> Bind:
    """`externalRefs` of v0.4 and v0.5: the same thing under other names."""
    name = node.text("name") or ""
    location = node.text("uri") or None if node.text("resolution") != "runtime" else None
    if location is not None:
        _warn_of_file(node, "uri", name)
    node.note(shape.OLD_NAME, old="externalRefs", new="binds")
    return Bind(name, location, _keys(node), node.origin)


def _keys(node: Node) -> dict[str, str]:
    """Variable → source key. A list of names stands for variables that are called alike."""
    keys = node.get("keys")
    if keys is None:
        return {}
    if isinstance(keys.value, list):
        return {name: name for name in node.texts("keys") if name}
    if not keys.is_mapping:
        keys.wrong("a mapping from variables to source keys")
        return {}
    found = {}
    for variable, child in keys.children():
        source = variable if child.value is None else child.as_text()
        if variable and source:
            found[variable] = source
    return found


def _warn_of_file(node: Node, key: str, namespace: str | None) -> None:
    location = node.get(key)
    if location is not None:
        location.report(not_yet.FILE_BIND, namespace=namespace or "?")
