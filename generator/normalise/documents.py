"""A whole file: what kind of document it is, and its parts in order."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final

from ..diagnostics import Findings
from ..diagnostics.rules import exposure, schema, shape
from ..model import (
    Adapter,
    Capability,
    ConsumedApi,
    Dialect,
    Info,
)
from ..origin import Origin
from ..records import dataclass
from ..source.sources import SourceSet
from .advice import advise
from .aggregates import read_aggregates
from .binds import read_binds
from .consumes import namespace_of, read_consumes
from .context import Context
from .duplicates import distinct_operations, report_resources, unite_apis
from .exposes import read_exposes
from .imports import entries, refuse_root_imports
from .node import Node

_SECTIONS: Final = ("consumes", "exposes", "aggregates")


def normalise(sources: SourceSet, dialect: Dialect, findings: Findings) -> Capability | None:
    """The capability of the main file, in the one model of all versions and dialects.

    Everything that was repaired, inferred or is not supported is reported. None where the file
    is no capability at all; otherwise what can be read is, so that all findings come in one run.
    """
    root = Node(sources.main.data, Origin(sources.main.name), findings)
    capability = _capability(root)
    if capability is None:
        return None
    return _Document(root, capability, dialect, sources).read()


def _capability(root: Node) -> Node | None:
    if not root.is_mapping:
        root.wrong("a mapping")
        return None
    node = root.get("capability")
    if node is not None and node.is_mapping:
        return node
    if node is not None:
        node.wrong("a mapping")
        return None
    sections = [key for key in (*_SECTIONS, "binds") if root.has(key)]
    if sections and (root.has("ikanos") or root.has("naftiko")):
        problem = "it holds only parts for other files to import"
    else:
        problem = "it has no `capability`"
    keys = ", ".join(f"`{key}`" for key in root.keys()[:8]) or "nothing"
    root.note(schema.NOT_A_CAPABILITY, problem=problem, keys=keys)
    return None


@dataclass(slots=True)
class _Document:
    """A capability document being read."""

    root: Node
    node: Node
    dialect: Dialect
    sources: SourceSet

    def read(self) -> Capability:
        context = self._context()
        binds = read_binds(self.root, self.node, context)
        context.bind_namespaces = frozenset(bind.namespace for bind in binds if bind.namespace)
        for bind in binds:
            context.bind_variables.update(bind.keys)
        context.exposed_namespaces = frozenset(
            name
            for section in ("exposes", "aggregates")
            for item in self.node.named(section)
            if (name := item.node.name("as") or item.key or item.node.name("namespace"))
        )
        self._report_what_is_not_read()
        consumes = unite_apis(read_consumes(self.node, context), context)
        consumes = distinct_operations(consumes, context)
        context.operations = {
            api.namespace: frozenset(each.name for each in api.operations) for api in consumes
        }
        report_resources(self.node, context)
        aggregates = read_aggregates(self.node, context)
        exposes = read_exposes(self.node, context)
        advise(self.root, self.node)
        self._report_what_is_missing(consumes, exposes)
        return Capability(
            dialect=self.dialect,
            version=self._version(),
            info=_info(self.root, context),
            consumes=consumes,
            exposes=exposes,
            binds=binds,
            aggregates=aggregates,
            implied_inputs=self.dialect is Dialect.PUBLISHED,
            origin=self.root.origin,
            overlays=tuple(PurePosixPath(each).name for each in self.sources.overlays),
        )

    def _context(self) -> Context:
        context = Context(
            dialect=self.dialect,
            findings=self.root.findings,
            sources=self.sources,
            root_key="ikanos" if "ikanos" in self.root.value else "naftiko",
        )
        items = entries(self.node, "consumes", context)
        known = {name for name in map(namespace_of, items) if name}
        context.namespaces = tuple(sorted(known, key=lambda name: (-len(name), name)))
        return context

    def _version(self) -> str | None:
        for key in ("ikanos", "naftiko"):
            value: Any = self.root.value.get(key)
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                return str(value)
            if value is not None:
                (self.root.get(key) or self.root).wrong("a version")
                return None
        self.root.note(shape.VERSION_MISSING)
        return None

    def _report_what_is_not_read(self) -> None:
        refuse_root_imports(self.root, self.node)
        for key in _SECTIONS:
            child = self.root.get(key)
            if child is not None:
                child.note(shape.ROOT_SECTION, at_key=True, section=key)

    def _report_what_is_missing(
        self, consumes: tuple[ConsumedApi, ...], exposes: tuple[Adapter, ...]
    ) -> None:
        if consumes and not exposes:
            self.node.note(exposure.NOTHING_EXPOSED, at_key=True)


def _info(root: Node, context: Context) -> Info:
    node = root.mapping("info")
    if node is None:
        return Info(None, None, (), None, root.origin.child("info"))
    return Info(
        display=context.text(node, "display", "label", "title", "name"),
        description=node.text("description"),
        tags=node.texts("tags"),
        version=node.text("version"),
        origin=node.origin,
    )
