"""Routes: what `rest.py` declares of one, and from a raw path to it.

Exact about percent-encoding, forgiving about a trailing slash.

Paths are compared as templates, segment by segment from the left, constant text before a variable; text
and variables in one segment are in `any_routes`. What is compared is the percent-decoded segment of the
*raw* path, so that `%2F` stays inside its segment (RFC 3986, 2.2 and 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar
from urllib.parse import unquote_to_bytes

from ..messages import HeaderPairs
from ..server.incoming import Incoming
from ..server.problem import Refusal
from .inputs import Input

VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
"""What a template has for a value."""
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAX_SEGMENTS: Final = 64

EndpointT = TypeVar("EndpointT")
Fits: TypeAlias = Callable[[int], bool]
"""Whether a leaf will do."""
Unit: TypeAlias = Callable[..., Awaitable[Any]]
"""`async (send, **inputs) -> AsyncReply`."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation that an adapter serves."""

    method: str
    path: str
    """A template; variables in braces, with or without constant text around them."""
    unit: Unit
    inputs: tuple[Input, ...] = ()
    conditions: tuple[tuple[str, str | None], ...] = ()
    """Query parameters that the request must have; a value of None matches any."""
    onward: Callable[[Incoming], HeaderPairs] | None = None
    """Which of the caller's headers go on to upstream, of those that may; None for all of them
    (`made_here.where_mapped`)."""
    takes_rest: bool = False
    """The variable at the end of the path takes all that follows, slashes included."""


class Node:
    """What may follow a prefix of segments."""

    __slots__ = ("constants", "leaf", "variable")

    def __init__(self) -> None:
        self.constants: dict[str, Node] = {}
        self.variable: Node | None = None
        self.leaf: int = -1


class Match(Generic[EndpointT]):
    """The endpoints of the path that matched, and the decoded values of its variables, in order."""

    __slots__ = ("endpoints", "values")

    def __init__(self, endpoints: dict[str, list[EndpointT]], values: Sequence[str]) -> None:
        self.endpoints = endpoints
        self.values = values


class Router(Generic[EndpointT]):
    """The routes of one adapter. Resources that share a template are one resource."""

    def __init__(
        self,
        routes: Iterable[tuple[str, str, EndpointT]],
        open_ended: Collection[str] = (),
    ) -> None:
        """Routes are (method, path template, endpoint).

        The last variable of a template that is `open_ended` takes the rest of the path (`any_routes`).
        """
        self.open_ended = open_ended
        self._root = self.node()
        self._leaves: list[dict[str, list[EndpointT]]] = []
        self._constant: dict[str, Match[EndpointT]] = {}
        for method, path, endpoint in routes:
            self._leaves[self.leaf(self._root, path)].setdefault(method, []).append(endpoint)

    def leaf(self, root: Node, path: str) -> int:
        """The number of a template's resource; one more where there is none.

        Args:
            root: the node of no segment.
            path: the template.
        """
        node = root
        for segment in template_segments(path):
            node = self.child(node, segment)
        if node.leaf < 0:
            node.leaf = self.new_leaf()
            if not VARIABLE.search(path):
                found = Match(self._leaves[node.leaf], ())
                self._constant["/".join(("", *template_segments(path)))] = found
        return node.leaf

    def new_leaf(self) -> int:
        """The number of one more resource."""
        self._leaves.append({})
        return len(self._leaves) - 1

    def match(
        self, path: str, fits: Callable[[dict[str, list[EndpointT]]], bool] | None = None
    ) -> Match[EndpointT] | None:
        """The most concrete resource of a raw path (ASCII, percent-encoded), or None.

        `fits` looks at the endpoints of a resource; where it says no, the next resource is tried.
        Raises `Refusal` (400) for malformed percent-encoding.
        """
        trimmed = path.removesuffix("/")
        known = self._constant.get(trimmed)
        if known is not None and (fits is None or fits(known.endpoints)):
            return known
        segments = trimmed.split("/")
        if segments[0] or len(segments) > _MAX_SEGMENTS:
            return None
        if "%" in trimmed:
            segments = [decoded(segment) for segment in segments]
        values: list[str] = []
        fitting = None if fits is None else _fitting(fits, self._leaves)
        leaf = self.walk(self._root, segments, 1, values, fitting)
        return None if leaf < 0 else Match(self._leaves[leaf], values)

    def node(self) -> Node:
        """A new one."""
        return Node()

    def child(self, node: Node, segment: str) -> Node:
        """What a segment of a template leads to; made if nothing is there. Raises ValueError for one that is both.

        Args:
            node: where the segment is met.
            segment: of a template: constant text, or one variable.
        """
        if not VARIABLE.search(segment):
            return node.constants.setdefault(decoded(segment), self.node())
        if not VARIABLE.fullmatch(segment):
            raise ValueError(f"a router for the segment {segment!r} is any_routes.AnyRouter")
        node.variable = node.variable or self.node()
        return node.variable

    def walk(
        self, node: Node, segments: list[str], index: int, values: list[str], fits: Fits | None
    ) -> int:
        """The leaf that the segments from `index` on lead to; -1 for none.

        Args:
            node: where they are met.
            segments: decoded.
            index: of the first of them.
            values: gets what variables are.
            fits: whether a leaf will do; None where any will.
        """
        if index == len(segments):
            return node.leaf if fits is None or node.leaf < 0 or fits(node.leaf) else -1
        segment = segments[index]
        constant = node.constants.get(segment)
        if constant is not None:
            leaf = self.walk(constant, segments, index + 1, values, fits)
            if leaf >= 0:
                return leaf
        if not segment or node.variable is None:
            return -1
        depth = len(values)
        values.append(segment)
        leaf = self.walk(node.variable, segments, index + 1, values, fits)
        if leaf < 0:
            del values[depth:]
        return leaf


def _fitting(
    fits: Callable[[dict[str, list[EndpointT]]], bool], leaves: list[dict[str, list[EndpointT]]]
) -> Fits:
    return lambda leaf: fits(leaves[leaf])


def template_segments(path: str) -> tuple[str, ...]:
    """The segments of a path template; a trailing slash adds none."""
    trimmed = path.removesuffix("/")
    return tuple(trimmed.split("/")[1:]) if trimmed else ()


def variables(path: str) -> tuple[str, ...]:
    """The names of a template's variables, from the left."""
    return tuple(VARIABLE.findall(path))


def decoded(segment: str) -> str:
    """A percent-decoded segment. Raises `Refusal` (400) when it is malformed or not UTF-8."""
    if "%" not in segment:
        return segment
    if _BAD_PERCENT.search(segment):
        raise Refusal(400, "The path holds malformed percent-encoding.")
    try:
        return unquote_to_bytes(segment).decode()
    except UnicodeDecodeError:
        raise Refusal(400, "The path holds percent-encoding that is not UTF-8.") from None
