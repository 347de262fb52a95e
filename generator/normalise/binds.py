"""Binds: variables from the environment and from files, in the spelling of any version."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from .. import regex
from ..diagnostics.rules import binds as rules
from ..diagnostics.rules import schema, shape
from ..model import Bind
from ..naming import exportable
from .context import Context
from .imports import entries
from .node import Named, Node

_FILE: Final = regex.late(r"(?i)file://(?:/?\./(?P<relative>.+)|(?P<absolute>/.+))\Z")


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
    keys = node.get("keys")
    if keys is not None and not keys.value and not context.published:
        keys.note(schema.EMPTY_COLLECTION, subject="`keys`")
    return _made(node, item.key or node.text("namespace") or "", node.get("location"))


def _external(node: Node, context: Context) -> Bind:
    """`externalRefs` of v0.4 and v0.5: the same thing under other names."""
    location = node.get("uri") if node.text("resolution") != "runtime" else None
    node.note(shape.OLD_NAME, old="externalRefs", new="binds")
    return _made(node, node.text("name") or "", location)


def _made(node: Node, namespace: str, location: Node | None) -> Bind:
    path = None if location is None else _path(location)
    sources = _keys(node)
    keys = {variable: exportable(source) for variable, source in sources.items()}
    for variable, source in sources.items():
        if path is None and keys[variable] != source:
            owner = node.get("keys") or node
            owner.note(rules.NAME_IN_ENVIRONMENT, key=source, name=keys[variable])
    by_name = {keys[variable]: source for variable, source in sources.items()}
    return Bind(namespace, path, keys, node.origin, by_name)


def _path(location: Node) -> str | None:
    """The path of a `file:` URI; nothing else gives values, as in the reference engine."""
    text = (location.as_text() or "").strip()
    if not text:
        return None
    match = _FILE.match(text)
    if match is None:
        location.report(rules.BIND_ELSEWHERE, location=text)
        return None
    return unquote(match["relative"] or match["absolute"])


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
