"""Entries that stand for a part of another file: known to the language, not supported yet."""

from __future__ import annotations

from ..diagnostics.rules import not_yet
from .context import Context
from .node import Node


def is_import(node: Node) -> bool:
    """Whether an entry of `consumes`, `exposes`, `aggregates` or `binds` is an import.

    `from` is the official form, `location` with `import` the one before it; published files have
    `ref` and `openapi` in the place of an API's own parts as well.
    """
    if node.has("from") or node.has("import"):
        return True
    inline = any(node.has(key) for key in ("baseUri", "targetUri", "resources", "type", "keys"))
    return not inline and (node.has("ref") or node.has("openapi"))


def refuse_import(node: Node, section: str, context: Context) -> None:
    """Reports an import, and remembers its namespace: what calls it needs no second finding."""
    names = [node.text(key) for key in ("as", "import", "namespace", "openapi")]
    known = [name for name in names if name]
    if section == "consumes":
        context.refused.update(known[:1])
        if node.has("openapi"):
            context.refused.update(("openapi", *known))
    file = next((node.text(key) for key in ("from", "location", "ref") if node.has(key)), None)
    node.fault(not_yet.IMPORT, what=known[0] if known else section, file=file or "another file")


def refuse_root_imports(root: Node, capability: Node) -> None:
    """`import` and `imports` beside or inside the capability: whole files, not read."""
    for owner in (root, capability):
        for key in ("import", "imports"):
            node = owner.get(key)
            if node is not None:
                node.report(not_yet.IMPORTED_FILES, at_key=True, key=key, files=_files(node))


def _files(node: Node) -> str:
    names = []
    for each in node.elements() if isinstance(node.value, list) else (node,):
        if isinstance(each.value, str):
            names.append(each.value)
        elif each.is_mapping:
            keys = ("from", "location", "url", "ref", "path")
            names.extend(str(each.value[key]) for key in keys if each.has(key))
    return ", ".join(f"`{name}`" for name in names) or "other files"
