"""What an overlay consists of: its actions, each with the place where it is written."""

from __future__ import annotations

from typing import TypeAlias

from ..origin import Origin
from ..records import dataclass
from .tree import Tree


@dataclass(frozen=True, slots=True)
class Update:
    """A value of the overlay that is merged into each node, appended to it, or put in its place."""

    value: Tree
    origin: Origin


@dataclass(frozen=True, slots=True)
class Copy:
    """The same with a value of the document: the one node that `source` selects."""

    source: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Remove:
    """Each node is taken out of the mapping or list that holds it."""

    origin: Origin


Change: TypeAlias = Update | Copy | Remove


@dataclass(frozen=True, slots=True)
class Action:
    """One change of all nodes that a JSONPath (RFC 9535) selects."""

    target: str
    origin: Origin
    """Of the target."""
    change: Change


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one file, in their order."""

    version: tuple[int, int]
    """Of the Overlay Specification: major and minor, such as 1 and 2."""
    actions: tuple[Action, ...]
