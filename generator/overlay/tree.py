"""A value together with the places of its parts, so that both are changed in the same way."""

from __future__ import annotations

import copy
from typing import Any

from ..records import dataclass
from ..source.builder import DEEPEST
from ..source.sources import Child, Node, Source


@dataclass(slots=True)
class Tree:
    """A mapping, a list or a scalar, and the node that says where it stands."""

    value: Any
    node: Node

    @property
    def children(self) -> dict[str, Child]:
        """The places of the entries of a mapping or list."""
        if self.node.children is None:
            self.node.children = {}
        return self.node.children

    def child(self, key: str | int) -> Tree:
        """The entry of a key or an index that is there."""
        return Tree(self.value[key], self.children[str(key)].node)

    def at(self, location: tuple[str | int, ...]) -> Tree | None:
        """What stands at a place; None where nothing does any more."""
        here = self
        for key in location:
            is_index = isinstance(here.value, list) and isinstance(key, int)
            is_key = isinstance(here.value, dict) and isinstance(key, str)
            found = (is_index and -1 < int(key) < len(here.value)) or (is_key and key in here.value)
            if not found:
                return None
            here = here.child(key)
        return here

    def put(self, key: str | int, value: Any, child: Child) -> None:
        """Set an entry of a mapping, or one of a list that is there."""
        self.value[key] = value
        self.children[str(key)] = child

    def append(self, value: Any, node: Node) -> None:
        """Add an item to a list."""
        self.children[str(len(self.value))] = Child(node.start, node.start, node)
        self.value.append(value)

    def remove(self, key: str | int) -> None:
        """Take an entry out; the items of a list that follow move up."""
        if isinstance(self.value, dict):
            del self.value[key]
            del self.children[str(key)]
            return
        left = [child for index, child in self.children.items() if index != str(key)]
        del self.value[int(key)]
        self.node.children = {str(index): child for index, child in enumerate(left)}


def copied(tree: Tree) -> Tree:
    """The same with nothing in common; every part still says where it was written."""
    return Tree(copy.deepcopy(tree.value), _node_copy(tree.node, tree.node.home))


def at_home(root: Node, source: Source) -> Node:
    """The nodes of a file for another document, in which they have to say whose they are."""
    return _node_copy(root, source)


def _node_copy(node: Node, home: Source | None, depth: int = 0) -> Node:
    assert depth <= DEEPEST * 2, "the loader and the merge bound the depth"
    made = Node(node.start, node.end, node.home or home)
    if node.children is not None:
        made.children = {
            key: Child(child.start, child.end, _node_copy(child.node, home, depth + 1))
            for key, child in node.children.items()
        }
    return made


def size(value: Any) -> tuple[int, int]:
    """How many values there are, and on how many levels."""
    count, deepest = 0, 0
    pending = [(value, 1)]
    while pending:
        found, depth = pending.pop()
        count += 1
        deepest = max(deepest, depth)
        if isinstance(found, dict):
            pending.extend((each, depth + 1) for each in found.values())
        elif isinstance(found, list):
            pending.extend((each, depth + 1) for each in found)
    return count, deepest
