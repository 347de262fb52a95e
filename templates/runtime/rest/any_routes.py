"""Routes with constant text and variables in one segment (`items:{id}`, `{a}.{b}`), or that take the rest of a path.

Constant text comes before such a segment, that before a variable alone, and all of them before the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .routing import VARIABLE, EndpointT, Fits, Node, Router, decoded, template_segments


class Mixed:
    """One such segment of a template."""

    __slots__ = ("node", "pattern", "shape")

    def __init__(self, segment: str) -> None:
        self.shape = tuple(decoded(text) for text in VARIABLE.split(segment)[::2])
        self.pattern = re.compile("(.+?)".join(map(re.escape, self.shape)), re.DOTALL)
        self.node = AnyNode()


class AnyNode(Node):
    """What may follow a prefix of segments."""

    __slots__ = ("mixed", "rest")

    def __init__(self) -> None:
        super().__init__()
        self.mixed: list[Mixed] = []
        self.rest: int = -1
        """The leaf of whatever follows, where nothing more concrete does."""


class AnyRouter(Router[EndpointT]):
    """The routes of an adapter that has such ones."""

    def node(self) -> Node:
        """A new one."""
        return AnyNode()

    def leaf(self, root: Node, path: str) -> int:
        """As `Router.leaf`, also for templates whose last variable takes the rest of the path."""
        if path not in self.open_ended:
            return super().leaf(root, path)
        node = root
        for segment in template_segments(path)[:-1]:
            node = self.child(node, segment)
        assert isinstance(node, AnyNode)
        if node.rest < 0:
            node.rest = self.new_leaf()
        return node.rest

    def child(self, node: Node, segment: str) -> Node:
        """As `Router.child`, for any segment."""
        is_mixed = VARIABLE.search(segment) and not VARIABLE.fullmatch(segment)
        if not is_mixed or not isinstance(node, AnyNode):
            return super().child(node, segment)
        fresh = Mixed(segment)
        for mixed in node.mixed:
            if mixed.shape == fresh.shape:
                return mixed.node
        node.mixed.append(fresh)
        # More constant text is more concrete; the order of declaration decides between equals.
        node.mixed.sort(key=lambda mixed: -len("".join(mixed.shape)))
        return fresh.node

    def walk(
        self, node: Node, segments: list[str], index: int, values: list[str], fits: Fits | None
    ) -> int:
        """As `Router.walk`."""
        if index == len(segments) or not isinstance(node, AnyNode):
            return super().walk(node, segments, index, values, fits)
        depth = len(values)
        for child, found in _children(node, segments[index]):
            values.extend(found)
            leaf = self.walk(child, segments, index + 1, values, fits)
            if leaf >= 0:
                return leaf
            del values[depth:]
        if not segments[index] or node.rest < 0 or (fits is not None and not fits(node.rest)):
            return -1
        values.append("/".join(segments[index:]))
        return node.rest


def _children(node: AnyNode, segment: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Where a segment may lead, the most concrete first, with the values of its variables."""
    constant = node.constants.get(segment)
    if constant is not None:
        yield constant, ()
    if segment:
        for mixed in node.mixed:
            found = mixed.pattern.fullmatch(segment)
            if found:
                yield mixed.node, found.groups()
        if node.variable is not None:
            yield node.variable, (segment,)
