"""From a raw path to a route: exact about percent-encoding, forgiving about a trailing slash.

Paths are compared as templates, segment by segment from the left: constant text before text with
variables in it, and that before a variable alone. What is compared is the percent-decoded segment of
the *raw* path, so that `%2F` stays inside its segment (RFC 3986, 2.2 and 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, Generic, TypeAlias, TypeVar
from urllib.parse import unquote_to_bytes

from ..server.problem import Refusal

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAX_SEGMENTS: Final = 64

EndpointT = TypeVar("EndpointT")
_Fits: TypeAlias = Callable[[int], bool]
"""Whether a leaf will do."""


class Mixed:
    """A segment with constant text around its variables: `items:{id}`, `{a}.{b}`."""

    __slots__ = ("node", "pattern", "shape")

    def __init__(self, segment: str, node: Node) -> None:
        pieces = _VARIABLE.split(segment)
        self.shape = tuple(decoded(text) for text in pieces[::2])
        spelled = "(.+?)".join(re.escape(text) for text in self.shape)
        self.pattern = re.compile(spelled, re.DOTALL)
        self.node = node


class Node:
    """What may follow a prefix of segments."""

    __slots__ = ("constants", "leaf", "mixed", "rest", "variable")

    def __init__(self) -> None:
        self.constants: dict[str, Node] = {}
        self.mixed: list[Mixed] = []
        self.variable: Node | None = None
        self.leaf: int = -1
        self.rest: int = -1
        """The leaf of whatever follows, where nothing more concrete does."""


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

        The last variable of a template that is `open_ended` takes the rest of the path.
        """
        self._open_ended = open_ended
        self._root = Node()
        self._leaves: list[dict[str, list[EndpointT]]] = []
        self._constant: dict[str, Match[EndpointT]] = {}
        for method, path, endpoint in routes:
            self._add(method, path, endpoint)

    def _add(self, method: str, path: str, endpoint: EndpointT) -> None:
        node = self._root
        if path in self._open_ended:
            for segment in template_segments(path)[:-1]:
                node = _child(node, segment)
            if node.rest < 0:
                node.rest = len(self._leaves)
                self._leaves.append({})
            self._leaves[node.rest].setdefault(method, []).append(endpoint)
            return
        for segment in template_segments(path):
            node = _child(node, segment)
        if node.leaf < 0:
            node.leaf = len(self._leaves)
            self._leaves.append({})
            if not _VARIABLE.search(path):
                found = Match(self._leaves[node.leaf], ())
                self._constant["/".join(("", *template_segments(path)))] = found
        self._leaves[node.leaf].setdefault(method, []).append(endpoint)

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
        leaf = _walk(self._root, segments, 1, values, fitting)
        return None if leaf < 0 else Match(self._leaves[leaf], values)


def _fitting(
    fits: Callable[[dict[str, list[EndpointT]]], bool], leaves: list[dict[str, list[EndpointT]]]
) -> _Fits:
    return lambda leaf: fits(leaves[leaf])


def _child(node: Node, segment: str) -> Node:
    if not _VARIABLE.search(segment):
        return node.constants.setdefault(decoded(segment), Node())
    if _VARIABLE.fullmatch(segment):
        node.variable = node.variable or Node()
        return node.variable
    fresh = Mixed(segment, Node())
    for mixed in node.mixed:
        if mixed.shape == fresh.shape:
            return mixed.node
    node.mixed.append(fresh)
    # More constant text is more concrete; the order of declaration decides between equals.
    node.mixed.sort(key=lambda mixed: -len("".join(mixed.shape)))
    return fresh.node


def _walk(
    node: Node, segments: list[str], index: int, values: list[str], fits: _Fits | None
) -> int:
    if index == len(segments):
        return node.leaf if fits is None or node.leaf < 0 or fits(node.leaf) else -1
    segment = segments[index]
    constant = node.constants.get(segment)
    if constant is not None:
        leaf = _walk(constant, segments, index + 1, values, fits)
        if leaf >= 0:
            return leaf
    if not segment:
        return -1
    depth = len(values)
    if not node.mixed:
        if node.variable is None:
            return _rest(node, segments, index, values, fits)
        values.append(segment)
        leaf = _walk(node.variable, segments, index + 1, values, fits)
        if leaf < 0:
            del values[depth:]
            return _rest(node, segments, index, values, fits)
        return leaf
    for child, found in _with_variables(node, segment):
        values.extend(found)
        leaf = _walk(child, segments, index + 1, values, fits)
        if leaf >= 0:
            return leaf
        del values[depth:]
    return _rest(node, segments, index, values, fits)


def _rest(
    node: Node, segments: list[str], index: int, values: list[str], fits: _Fits | None
) -> int:
    """The leaf that takes all segments from an index on, as one value."""
    if node.rest < 0 or (fits is not None and not fits(node.rest)):
        return -1
    values.append("/".join(segments[index:]))
    return node.rest


def _with_variables(node: Node, segment: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
    for mixed in node.mixed:
        found = mixed.pattern.fullmatch(segment)
        if found:
            yield mixed.node, found.groups()
    if node.variable is not None:
        yield node.variable, (segment,)


def template_segments(path: str) -> tuple[str, ...]:
    """The segments of a path template; a trailing slash adds none."""
    trimmed = path.removesuffix("/")
    return tuple(trimmed.split("/")[1:]) if trimmed else ()


def variables(path: str) -> tuple[str, ...]:
    """The names of a template's variables, from the left."""
    return tuple(_VARIABLE.findall(path))


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
