"""What the loader gives: plain data, and a side table that knows where each value stands."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..diagnostics.finding import Span
from ..origin import Origin
from ..records import dataclass
from .files import Files
from .text import Text


class Node:
    """Where one value stands. Offsets count characters from 0; ends are exclusive."""

    __slots__ = ("children", "end", "home", "start")

    def __init__(self, start: int, end: int, home: Source | None = None) -> None:
        self.start = start
        self.end = end
        self.home = home
        """The file of the offsets, where it is another one than that of the document: an overlay."""
        self.children: dict[str, Child] | None = None
        """By key, or by index written as text; None for a scalar."""


class Child:
    """An entry of a mapping or of a list: its key, if it has one, and its value."""

    __slots__ = ("end", "node", "start")

    def __init__(self, start: int, end: int, node: Node) -> None:
        self.start = start
        self.end = end
        self.node = node


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name as the user gave it (with `/`), its text, its data.

    The data are dicts with text keys, lists, text, numbers, booleans and None, and nothing else.
    """

    name: str
    text: str
    data: Any
    sha256: str = ""
    """Of the bytes of the file with line feeds as line ends, in hexadecimal."""
    root: Node | None = field(default=None, repr=False, compare=False)
    lines: Text = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", Text(self.text))


class SourceSet:
    """The main file and what it refers to. Spans are worked out when somebody asks for them."""

    def __init__(self, main: Source, others: tuple[Source, ...] = ()) -> None:
        self.main = main
        self.sources: dict[str, Source] = {source.name: source for source in (main, *others)}
        self.imports: dict[Origin, str] = {}
        """Where a file is named that parts are imported from → the name of its source."""
        self.broken: set[str] = set()
        """Files that could not be read to their end, which was reported."""
        self.overlays: dict[str, Source] = {}
        """Files whose actions have changed the main one, by name, in the order of their turn."""
        self.files = Files(Path(main.name).parent)
        self.withheld: set[str] = set()
        """Variables that stand in the data in place of secrets that the files held."""
        self.page: str | None = None
        """The main file as a page may show it, where that is not its text."""

    def add(self, source: Source) -> None:
        """One more file that the main one refers to."""
        self.sources[source.name] = source

    def overlay(self, data: Any, root: Node) -> None:
        """Put what overlays made of the main document in its place; its text stays what it was."""
        main = self.main
        self.main = Source(main.name, main.text, data, main.sha256, root)
        self.sources[main.name] = self.main

    @property
    def is_whole(self) -> bool:
        """Whether every file that has a say in what is generated was read, and no other can come to have one."""
        return not self.files.refused and not self.files.listed and not self.broken

    def beside(self) -> dict[str, str]:
        """The other files by their names as they are opened, with SHA-256: of texts with line feeds as
        line ends, of others of the bytes."""
        root = PurePosixPath(self.main.name).parent
        others = {each.name: each.sha256 for each in self.sources.values() if each is not self.main}
        read = {
            (root / name).as_posix(): f"={digest}" for name, digest in self.files.hashes().items()
        }
        return {**others, **read}

    def show(self, name: str, text: str) -> None:
        """Another text of a file, as long as its own, where findings show its lines."""
        of = self.sources if name in self.sources else self.overlays
        shown = of[name] = replace(of[name], text=text)
        if name == self.main.name:
            self.main = shown

    def extent(self, origin: Origin) -> tuple[int, int] | None:
        """Where a value stands in the text of its file: offsets; None where it does not exist."""
        source = self._source(origin)
        node = _exact(source, origin.pointer)
        return None if node is None else _extent(node.home or source, node)

    def file_of(self, origin: Origin) -> str:
        """The name of the file that a value came from: of an overlay, where that put it there."""
        source = self._source(origin)
        node = _exact(source, origin.pointer)
        return source.name if node is None or node.home is None else node.home.name

    def texts(self) -> dict[str, str]:
        """The text of every file that findings may point into, by its name."""
        return {name: each.text for name, each in (*self.overlays.items(), *self.sources.items())}

    def key_span(self, origin: Origin) -> Span:
        """The span of the key; of an item of a list, where its value begins."""
        source = self._source(origin)
        child = _find(source, origin.pointer)[0]
        if child is None:
            return _first_key(source)
        home = child.node.home or source
        if child.start == child.end:
            return _first_line(home, child.node)
        return _span(home, child.start, child.end)

    def value_span(self, origin: Origin) -> Span:
        """The span of the value; of a place that does not exist, of what is nearest above it."""
        source = self._source(origin)
        node = _find(source, origin.pointer)[1]
        if node is None:
            return _span(source, 0, 0)
        home = node.home or source
        return _span(home, *_extent(home, node))

    def text_span(self, origin: Origin, text: str) -> Span:
        """The span of the first place of `text` inside the value, or else of the value."""
        source = self._source(origin)
        node = _find(source, origin.pointer)[1]
        if node is not None:
            home = node.home or source
            start = home.text.find(text, node.start, node.end)
            if start >= 0:
                return _span(home, start, start + len(text))
        return self.value_span(origin)

    def part_span(self, origin: Origin, start: int, end: int) -> Span:
        """The span of a part of a text value, given by offsets into the value.

        Exact where the value stands in the file as it is, in quotes or without; where escapes or
        line breaks come between, the first place that looks the same, or else the whole value.
        """
        source = self._source(origin)
        node = _find(source, origin.pointer)[1]
        value = _value(source.data, origin.pointer)
        if node is not None and isinstance(value, str):
            home = node.home or source
            found = home.text.find(value, node.start, node.end)
            if found >= 0:
                return _span(home, found + start, found + end)
            return self.text_span(origin, value[start:end])
        return self.value_span(origin)

    def _source(self, origin: Origin) -> Source:
        return self.sources.get(origin.source) or self.overlays[origin.source]

    def is_scalar(self, origin: Origin) -> bool:
        """Whether the place exists and holds neither a mapping nor a list."""
        source = self._source(origin)
        node = _exact(source, origin.pointer)
        return node is not None and node.children is None

    def value(self, origin: Origin) -> Any:
        """What stands at a place; None where nothing does."""
        return _value(self._source(origin).data, origin.pointer)

    def line(self, file: str, number: int) -> str:
        """A line of a file without its end, counted from 1; empty where there is none."""
        source = self.sources.get(file) or self.overlays.get(file)
        return "" if source is None else source.lines.line(number)


def _tokens(pointer: str) -> list[str]:
    tokens = pointer.split("/")[1:]
    return [token.replace("~1", "/").replace("~0", "~") for token in tokens]


def _find(source: Source, pointer: str) -> tuple[Child | None, Node | None]:
    """The entry and the value at the pointer, or the nearest above that exist."""
    child, node = None, source.root
    for token in _tokens(pointer):
        below = node.children.get(token) if node is not None and node.children else None
        if below is None:
            break
        child, node = below, below.node
    return child, node


def _exact(source: Source, pointer: str) -> Node | None:
    node = source.root
    for token in _tokens(pointer):
        below = node.children.get(token) if node is not None and node.children else None
        if below is None:
            return None
        node = below.node
    return node


def _value(data: Any, pointer: str) -> Any:
    for token in _tokens(pointer):
        try:
            data = data[int(token)] if isinstance(data, list) else data[token]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return data


def _extent(source: Source, node: Node) -> tuple[int, int]:
    """Start and end without the blank lines and comments that the parser counts as inside."""
    own = [each for each in (node.children or {}).values() if each.node.home is node.home]
    if own:
        last = max(own, key=lambda child: child.node.start)
        closed = source.text[node.start] in "[{"
        return node.start, node.end if closed else max(_extent(source, last.node)[1], last.end)
    length = len(source.text[node.start : node.end].rstrip())
    return node.start, node.start + length


def _first_key(source: Source) -> Span:
    """The first key of the file: the caret of what is said of the file as a whole."""
    children = source.root.children if source.root is not None else None
    own = (each for each in (children or {}).values() if each.node.home is None)
    first = next(own, None)
    return _span(source, first.start, first.end) if first is not None else _span(source, 0, 0)


def _first_line(source: Source, node: Node) -> Span:
    start, end = _extent(source, node)
    line = source.lines.position(start).line
    end_of_line = source.lines.starts[line - 1] + len(source.lines.line(line))
    return _span(source, start, min(end, end_of_line))


def _span(source: Source, start: int, end: int) -> Span:
    return Span(source.name, source.lines.position(start), source.lines.position(end))
