"""From the events of YAML to plain data with a table of places, without recursion.

Composing from events is as fast as what libyaml does itself, and it shows what a composed tree
hides: anchors, keys that stand twice, and how deep a file goes before it is too deep.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from yaml import events

from .. import regex
from ..diagnostics.rule import Rule
from ..diagnostics.rules import source as rules
from ..origin import Origin
from . import scalars
from .frames import Frame
from .odd_texts import OPENING, odd_text
from .problems import Problem, RefusedError
from .sources import Child, Node
from .syntax import ODD_SPACES, odd_space, unquoted_template
from .text import Text
from .yaml_events import AliasEvent, Event, NodeEvent, ScalarEvent, events_of

DEEPEST: Final = 64
MOST_VALUES: Final = 250_000
MOST_PROBLEMS: Final = 500
"""After that many the file is something else; reading on would help nobody."""

_WORD: Final = regex.late(r"\S+")

_COLLECTION_TAGS: Final = frozenset((None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"))


class Builder:
    """Reads one document. `problems` holds what is wrong but does not stop the reading."""

    def __init__(self, text: Text) -> None:
        self._text = text.content
        self._lines = text
        self._frames: list[Frame] = []
        self._count = 0
        self._complex = 0
        self._complex_start = 0
        self._anchors: dict[str, Problem] = {}
        self._seen_aliases: set[str] = set()
        self.problems: list[Problem] = []
        self.quoted: tuple[int, int] | None = None
        """Where the last value begins and ends, if it stands in quotes."""
        self.data: Any = None
        self.root: Node | None = None

    def read(self) -> None:
        """Read the text.

        Raises:
            RefusedError: where the file is deeper or larger than is allowed.
            yaml.YAMLError: where the text is not YAML.
        """
        documents = 0
        for event in events_of(self._text):
            kind = type(event)
            if kind is events.DocumentStartEvent:
                documents += 1
                if documents == 2:
                    start = event.start_mark.index
                    self._problem(rules.SEVERAL_DOCUMENTS, start, start + 3, "")
                    break
            handle = _HANDLERS.get(kind)
            if handle is not None:
                handle(self, event)
        self.problems.extend(self._anchors.values())

    # --- events --------------------------------------------------------------------------------

    def scalar(self, event: ScalarEvent) -> None:
        in_quotes = event.style in ("'", '"')
        self.quoted = (event.start_mark.index, event.end_mark.index) if in_quotes else None
        if self._complex:
            self._count_value(event.start_mark.index)
            return
        if event.anchor is not None:
            self._remember_anchor(event)
        if self._frames and self._frames[-1].wants_key:
            self._key(event.value, event.start_mark.index, event.end_mark.index)
            return
        node = Node(event.start_mark.index, event.end_mark.index)
        if event.implicit[0]:
            value = self._plain(event, node)
            if type(value) is str:
                self._look_at(value, node)
        elif event.tag is None:
            value = event.value
        else:
            value = self._tagged(event, node)
        self._place(value, node)

    def mapping_start(self, event: NodeEvent) -> None:
        self._open({}, event)

    def sequence_start(self, event: NodeEvent) -> None:
        self._open([], event)

    def _open(self, value: dict[str, Any] | list[Any], event: NodeEvent) -> None:
        start = event.start_mark.index
        if self._complex or (self._frames and self._frames[-1].wants_key):
            self._complex_start = self._complex_start if self._complex else start
            self._complex += 1
            if self._complex + len(self._frames) > DEEPEST:
                raise self._refused(rules.TOO_DEEP, start, limit=DEEPEST)
            return
        if event.tag not in _COLLECTION_TAGS:
            self._unknown_tag(event)
        if event.anchor is not None:
            self._remember_anchor(event)
        node = Node(start, start)
        self._place(value, node)
        self._frames.append(Frame(value, node))
        if len(self._frames) > DEEPEST:
            raise self._refused(rules.TOO_DEEP, start, limit=DEEPEST)

    def collection_end(self, event: Event) -> None:
        if self._complex:
            self._complex -= 1
            if not self._complex:
                self._complex_key(event)
            return
        self._frames.pop().node.end = event.end_mark.index

    def alias(self, event: AliasEvent) -> None:
        name = event.anchor
        start, end = event.start_mark.index, event.end_mark.index
        pointer = self._pointer(of_next=True)
        if not self._complex:
            if self._frames and self._frames[-1].wants_key:
                self._key(self._text[start:end], start, end)
            else:
                self._place(None, Node(start, end))
        self._anchors.pop(name, None)
        if name not in self._seen_aliases:
            self._seen_aliases.add(name)
            what = f"The alias `*{name}`"
            advice = "write the value out, or put the text in quotes"
            self._problem(rules.ALIAS, start, end, pointer, what=what, advice=advice)

    # --- values --------------------------------------------------------------------------------

    def _place(self, value: Any, node: Node) -> None:
        """Put a value where it belongs: in the collection that is open, or at the root."""
        self._count_value(node.start)
        if not self._frames:
            self.data, self.root = value, node
            return
        frame = self._frames[-1]
        container = frame.value
        if isinstance(container, list):
            frame.token = str(len(container))
            frame.children[frame.token] = Child(node.start, node.start, node)
            container.append(value)
            return
        frame.wants_key = True
        if container.get(frame.token) is None:  # of two, the one that says something
            container[frame.token] = value
            frame.children[frame.token] = Child(frame.key_start, frame.key_end, node)

    def _count_value(self, start: int) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            raise self._refused(rules.TOO_LARGE, start, limit=f"{MOST_VALUES:,} values")

    def _key(self, key: str, start: int, end: int) -> None:
        frame = self._frames[-1]
        frame.token, frame.key_start, frame.key_end = key, start, end
        frame.wants_key = False
        if key[:1] in ODD_SPACES and self._text[start] == key[0]:
            raise RefusedError(odd_space(self._lines, start))
        first = frame.children.get(key)
        if first is not None:
            self._twice(frame, key, first)

    def _twice(self, frame: Frame, key: str, first: Child) -> None:
        """A key that stands twice; where a second item begins without its `- `, that is all."""
        if frame.lacks_dash:
            return
        advice = "remove one of the two, or give them different names"
        is_item = len(self._frames) > 1 and isinstance(self._frames[-2].value, list)
        if is_item and key == next(iter(frame.children)):
            frame.lacks_dash = True
            advice = "if another item of the list begins here, begin it with `- `"
        line = self._lines.position(first.start).line
        start, end = frame.key_start, frame.key_end
        facts = {"key": key, "line": line, "advice": advice}
        self._problem(rules.DUPLICATE_KEY, start, end, self._pointer(), **facts)

    def _plain(self, event: ScalarEvent, node: Node) -> scalars.Scalar:
        try:
            return scalars.plain(event.value)
        except scalars.NotFiniteError:
            pointer = self._pointer(of_next=True)
            self._problem(rules.NOT_FINITE, node.start, node.end, pointer, text=event.value)
            return None

    def _look_at(self, value: str, node: Node) -> None:
        """What stands without quotes and looks as if it had been meant otherwise."""
        in_list = bool(self._frames) and type(self._frames[-1].value) is list
        if value[0] in OPENING or (in_list and "\n" in self._text[node.start : node.end]):
            problem = odd_text(self._lines, node.start, value, in_list, self._pointer(of_next=True))
            if problem is not None and len(self.problems) < MOST_PROBLEMS:
                self.problems.append(problem)

    def _tagged(self, event: ScalarEvent, node: Node) -> scalars.Scalar:
        try:
            return scalars.tagged(str(event.tag), event.value)
        except KeyError:
            self._unknown_tag(event)
        except ValueError:
            self._tag_problem(event, "does not fit its value")
        return event.value

    # --- problems ------------------------------------------------------------------------------

    def _unknown_tag(self, event: NodeEvent) -> None:
        self._tag_problem(event, "is not part of the capability language")

    def _tag_problem(self, event: NodeEvent, problem: str) -> None:
        start = event.start_mark.index
        written = _WORD.match(self._text, start)
        end = written.end() if written is not None else start
        pointer = self._pointer(of_next=True)
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        self._problem(rules.TAG, start, end, pointer, tag=tag, problem=problem)

    def _remember_anchor(self, event: NodeEvent) -> None:
        """An anchor is a problem of its own only if no alias takes it up."""
        name = str(event.anchor)
        if name not in self._seen_aliases and len(self._anchors) < MOST_PROBLEMS:
            start = event.start_mark.index
            advice = "remove it, or put the text in quotes"
            facts = {"what": f"The anchor `&{name}`", "advice": advice}
            end = start + len(name) + 1
            self._anchors[name] = Problem(rules.ALIAS, start, end, self._pointer(), facts)

    def _complex_key(self, event: Event) -> None:
        """A mapping or a list was the key of an entry: mostly `{{x}}` without quotes."""
        start, end = self._complex_start, event.end_mark.index
        outer = self._frames[-1].node.start
        text = self._text
        if text[start] == "{" and text[outer] == "{" and start == outer + 1:
            template = unquoted_template(self._lines, outer)
            facts = {"template": template, "quoted": template.replace("'", "''")}
            last = outer + len(template)
            self._problem(rules.UNQUOTED_TEMPLATE, outer, last, self._pointer(above=True), **facts)
        else:
            found = "A list" if text[start] in "[-" else "A mapping"
            self._problem(rules.COMPLEX_KEY, start, end, self._pointer(above=True), found=found)
        self._key(text[start:end], start, end)

    def _problem(self, rule: Rule, start: int, end: int, pointer: str, **facts: object) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            raise RefusedError(Problem(rule, start, end, pointer, facts))
        self.problems.append(Problem(rule, start, end, pointer, facts))

    def _refused(self, rule: Rule, start: int, **facts: object) -> RefusedError:
        return RefusedError(Problem(rule, start, start + 1, self._pointer(), facts))

    def _pointer(self, *, of_next: bool = False, above: bool = False) -> str:
        """The place that is being read.

        With `of_next`, of the item that an open list gets next; with `above`, of the collection.
        """
        tokens = [frame.token for frame in self._frames]
        if above and tokens:
            tokens.pop()
        elif of_next and tokens and isinstance(self._frames[-1].value, list):
            tokens[-1] = str(len(self._frames[-1].value))
        origin = Origin("")
        for token in tokens:
            origin = origin.child(token)
        return origin.pointer


_HANDLERS: Final[dict[type[events.Event], Callable[[Builder, Any], None]]] = {
    events.ScalarEvent: Builder.scalar,
    events.MappingStartEvent: Builder.mapping_start,
    events.SequenceStartEvent: Builder.sequence_start,
    events.MappingEndEvent: Builder.collection_end,
    events.SequenceEndEvent: Builder.collection_end,
    events.AliasEvent: Builder.alias,
}
