"""What every part of the normaliser knows of the file as a whole."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import shape as rules
from ..model import Dialect
from ..origin import Origin
from ..records import dataclass
from ..source.files import Files
from ..source.sources import SourceSet
from .node import Named, Node

# Old names that were right in the language until the root key became `ikanos`.
_RIGHT_UNTIL_IKANOS: Final = frozenset({"label", "functions", "targetName"})


@dataclass(slots=True)
class Context:
    """The dialect, the names that templates may mean, and what has been refused already."""

    dialect: Dialect
    findings: Findings
    sources: SourceSet
    """The file and those that it imports parts of."""
    root_key: str = "naftiko"
    bind_namespaces: frozenset[str] = frozenset()
    bind_variables: dict[str, str] = field(default_factory=dict)
    """Variable → name in the environment."""
    namespaces: tuple[str, ...] = ()
    """Of the consumed APIs, the longest first."""
    exposed_namespaces: frozenset[str] = frozenset()
    """Of adapters and aggregates."""
    operations: dict[str, frozenset[str]] = field(default_factory=dict)
    """The names of the operations of each consumed API, as they are written."""
    refused: set[str] = field(default_factory=set)
    """Namespaces whose API could not be read, which has been reported."""
    entries: dict[tuple[Origin, str], list[Named]] = field(default_factory=dict)
    """Entries by section, once imports are replaced by what they stand for."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Of imported entries: new namespace → the one in the other file."""
    renamed: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    """Namespaces that several APIs share: the name that each got, and its operations."""

    @property
    def files(self) -> Files:
        """The files beside the capability."""
        return self.sources.files

    @property
    def published(self) -> bool:
        return self.dialect is Dialect.PUBLISHED

    def text(self, node: Node, key: str, *others: str) -> str | None:
        """A text under its name or under one of its other names, which is noted."""
        found = self.renamed_key(node, key, *others)
        return None if found is None else found.as_text()

    def renamed_key(self, node: Node, key: str, *others: str) -> Node | None:
        """The value of a key under its name or under one of its other names."""
        here = node.get(key)
        if here is not None:
            return here
        for other in others:
            there = node.get(other)
            if there is not None:
                self.note_old_name(there, other, key)
                return there
        return None

    def note_old_name(self, node: Node, old: str, new: str) -> None:
        """Notes that a key is read under another name, unless it was its name in this version."""
        if old in _RIGHT_UNTIL_IKANOS and self.root_key != "ikanos":
            return
        node.note(rules.OLD_NAME, at_key=True, old=old, new=new)
