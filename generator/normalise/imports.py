"""Entries that stand for a part of another file (docs/language.md, "Imports")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ..diagnostics.rules import imports as rules
from ..diagnostics.rules import shape
from ..origin import Origin
from .context import Context
from .node import Named, Node

_LISTED = 8
_THINGS = {
    "consumes": "consumed namespace",
    "aggregates": "aggregate",
    "exposes": "adapter",
    "binds": "bind",
}


def entries(capability: Node, section: str, context: Context) -> list[Named]:
    """The entries of a section, each import replaced by what it stands for.

    One that leads nowhere is reported once and left out.
    """
    known = context.entries.get((capability.origin, section))
    if known is None:
        read = [(item, _entry(item, section, context)) for item in capability.named(section)]
        known = _distinct([(item, entry) for item, entry in read if entry is not None], section)
        context.entries[(capability.origin, section)] = known
    return known


def _distinct(read: list[tuple[Named, Named]], section: str) -> list[Named]:
    """The entries without imports whose name another entry has already, which are reported."""
    known: list[Named] = []
    taken: set[str] = set()
    for item, entry in read:
        name = _name_of(entry)
        if name in taken and is_import(item.node):
            place = item.node.get("as") or item.node.get("import") or item.node
            place.fault(shape.DUPLICATE_NAME, what=_THINGS[section], name=name)
            continue
        taken.add(name)
        known.append(entry)
    return known


def _entry(item: Named, section: str, context: Context) -> Named | None:
    node = item.node
    if not is_import(node):
        return item
    file = node.get("from") or node.get("location")
    if file is None or not node.has("import"):
        refuse_import(node, section, context)
        return None
    name = node.name("import") or ""
    alias = node.name("as") or name
    said = node.get("as")
    if said is not None and not isinstance(said.value, str):
        context.refused.add(
            name
        )  # It has been reported; under which name it was meant is not known.
        return None
    imported = _imported(file, name, section, context)
    if imported is None:
        if section == "consumes":
            context.refused.add(alias)
        return None
    if alias != name:
        context.aliases[alias] = name
    return replace(imported, key=alias)


def _imported(file: Node, name: str, section: str, context: Context) -> Named | None:
    source = context.sources.imports.get(file.origin)
    if source is None:
        return None  # It could not be read, which was reported.
    names = []
    for item in _candidates(source, section, context):
        own = _name_of(item)
        names.append(own)
        if own != name:
            continue
        if not is_import(item.node):
            return item
        _report_import(file, name, item, section, context)
        return None
    listed = ", ".join(f"`{each}`" for each in names[:_LISTED] if each)
    advice = f"it has {listed}" if listed else f"it has nothing under `{section}`"
    where = file.value if isinstance(file.value, str) else "the file"
    at = Origin(file.origin.source, file.origin.pointer.rpartition("/")[0]).child("import")
    if not context.findings.reported_at(at):
        context.findings.report(
            rules.NOT_THERE, at, file=where, name=name, section=section, advice=advice
        )
    return None


def _candidates(source: str, section: str, context: Context) -> Iterator[Named]:
    """The entries of another file: of its root, or else of its capability; inline ones first."""
    root = Node(context.sources.sources[source].data, Origin(source), context.findings)
    owner = root if root.has(section) else root.mapping("capability")
    items = [] if owner is None else owner.named(section)
    yield from (item for item in items if not is_import(item.node))
    yield from (item for item in items if is_import(item.node))


def _name_of(item: Named) -> str:
    node = item.node
    if is_import(node):
        return node.name("as") or node.name("import") or ""
    return item.key or node.name("namespace") or ""


def _report_import(file: Node, name: str, item: Named, section: str, context: Context) -> None:
    """An entry that is an import itself: it leads back here, or on to a third file."""
    origin = item.node.get("from") or item.node.get("location")
    further = "another file" if origin is None else str(origin.value)
    circle = _circle(file, name, section, context)
    at = Origin(file.origin.source, file.origin.pointer.rpartition("/")[0]).child("import")
    if circle is not None:
        context.findings.report(rules.CIRCLE, at, name=name, circle=" → ".join(circle))
    else:
        context.findings.report(
            rules.NOT_TRANSITIVE, at, file=file.value, name=name, source=further
        )


def _circle(file: Node, name: str, section: str, context: Context) -> list[str] | None:
    """The files along which an import comes back to where it has been, or None."""
    source = context.sources.imports.get(file.origin, "")
    seen: list[tuple[str, str]] = []
    while (source, name) not in seen:
        seen.append((source, name))
        if source not in context.sources.sources:
            return None
        here = [each for each in _candidates(source, section, context) if _name_of(each) == name]
        if not here or not is_import(here[0].node):
            return None
        node = here[0].node
        named = node.text("from") or node.text("location") or ""
        source = _normal((PurePosixPath(source).parent / named).as_posix())
        name = node.name("import") or ""
    return [PurePosixPath(each).name for each, _ in (*seen, (source, name))]


def _normal(path: str) -> str:
    """A path without `.` and, as far as it has names before them, without `..`."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] not in ("..", ""):
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


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
    node.fault(rules.IMPORT, what=known[0] if known else section, file=file or "another file")


def refuse_root_imports(root: Node, capability: Node) -> None:
    """`import` and `imports` beside or inside the capability: whole files, not read."""
    for owner in (root, capability):
        for key in ("import", "imports"):
            node = owner.get(key)
            if node is not None:
                node.report(rules.IMPORTED_FILES, at_key=True, key=key, files=_files(node))


def _files(node: Node) -> str:
    names = []
    for each in node.elements() if isinstance(node.value, list) else (node,):
        if isinstance(each.value, str):
            names.append(each.value)
        elif each.is_mapping:
            keys = ("from", "location", "url", "ref", "path")
            names.extend(str(each.value[key]) for key in keys if each.has(key))
    return ", ".join(f"`{name}`" for name in names) or "other files"
