"""Routes with constant text and variables in one segment: `items:{id}`, `{a}.{b}`.

Constant text comes before them, and they before a variable alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .routing import VARIABLE, EndpointT, Fits, Node, Router, decoded


class Mixed:
    """One such segment of a template."""

    __slots__ = ("node", "pattern", "shape")

    def __init__(self, segment: str) -> None:
        self.shape = tuple(decoded(text) for text in VARIABLE.split(segment)[::2])
        self.pattern = re.compile("(.+?)".join(map(re.escape, self.shape)), re.DOTALL)
        self.node = MixedNode()


class MixedNode(Node):
    """What may follow a prefix of segments."""

    __slots__ = ("mixed",)

    def __init__(self) -> None:
        super().__init__()
        self.mixed: list[Mixed] = []


class MixedRouter(Router[EndpointT]):
    """The routes of an adapter that has such segments."""

    def node(self) -> Node:
        """A new one."""
        return MixedNode()

    def child(self, node: Node, segment: str) -> Node:
        """As `Router.child`, for any segment."""
        is_mixed = VARIABLE.search(segment) and not VARIABLE.fullmatch(segment)
        if not is_mixed or not isinstance(node, MixedNode):
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
        if index == len(segments) or not isinstance(node, MixedNode) or not node.mixed:
            return super().walk(node, segments, index, values, fits)
        depth = len(values)
        for child, found in _children(node, segments[index]):
            values.extend(found)
            leaf = self.walk(child, segments, index + 1, values, fits)
            if leaf >= 0:
                return leaf
            del values[depth:]
        return -1


def _children(node: MixedNode, segment: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
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
