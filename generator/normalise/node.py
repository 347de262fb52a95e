"""Reading plain data whose shape nobody has promised.

Stage 2 has reported what it does not like, and reading goes on all the same: a value of the wrong
kind counts as absent, and is reported here only where no error stands there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from ..diagnostics import Findings, Rule, words
from ..diagnostics.rules import schema as rules
from ..origin import Origin
from ..records import dataclass

DEEPEST: Final = 100
"""Levels of nesting that are read; the loader refuses files that go deeper."""


class Node:
    """A value of a source and its place."""

    __slots__ = ("findings", "origin", "value")

    def __init__(self, value: Any, origin: Origin, findings: Findings) -> None:
        self.value = value
        self.origin = origin
        self.findings = findings

    # --- what is there ---------------------------------------------------------------------------

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    def has(self, key: str) -> bool:
        """Whether the key is there with a value that is not null."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def is_null(self, key: str) -> bool:
        """Whether the key is there without a value."""
        return isinstance(self.value, dict) and key in self.value and self.value[key] is None

    def keys(self) -> tuple[str, ...]:
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def get(self, key: str) -> Node | None:
        """The value of a key, unless it is missing or null."""
        if not isinstance(self.value, dict):
            return None
        value = self.value.get(key)
        return None if value is None else Node(value, self.origin.child(key), self.findings)

    def children(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping, nulls too."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield str(key), Node(value, self.origin.child(key), self.findings)

    def elements(self) -> Iterator[Node]:
        """The items of a list."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, self.origin.child(index), self.findings)

    # --- findings --------------------------------------------------------------------------------

    def report(
        self, rule: Rule, *, at_key: bool = False, within: str | None = None, **facts: object
    ) -> None:
        """Reports a rule here: at the value, at its key, or at a part of its text."""
        at: Literal["key", "value"] = "key" if at_key else "value"
        self.findings.report(
            rule, self.origin, at=at, within=within, hint=None, instead=None, **facts
        )

    def note(self, rule: Rule, *, at_key: bool = False, **facts: object) -> None:
        """Reports a rule, unless an error stands here already: one mistake is one finding."""
        if not self.findings.reported_at(self.origin):
            self.report(rule, at_key=at_key, within=None, **facts)

    def note_absent(self, key: str, rule: Rule, **facts: object) -> None:
        """As `note`, for a key that is not here; one that is only misspelt is reported as that."""
        if not self.findings.is_misspelt(self.origin, key):
            self.note(rule, at_key=False, **facts)

    def fault(self, rule: Rule, *, within: str | None = None, **facts: object) -> None:
        """As `note`, for a part of the text."""
        if not self.findings.reported_at(self.origin):
            self.report(rule, at_key=False, within=within, **facts)

    def wrong(self, expected: str) -> None:
        """Reports that the value is of the wrong kind."""
        self.note(
            rules.WRONG_TYPE,
            subject=self._subject(),
            expected=expected,
            found=words.kind(self.value),
            advice=f"write {expected}",
        )

    def unknown(self, values: Sequence[str]) -> None:
        """Reports a text that is none of those that the language has here."""
        self.note(
            rules.UNKNOWN_VALUE,
            subject=self._subject(),
            value=f"`{self.value}`",
            advice=words.choice(values),
        )

    def missing(self, key: str, thing: str) -> None:
        """Reports that a key is not there."""
        self.note(rules.MISSING_KEY, key=key, thing=thing)

    def _subject(self) -> str:
        return f"`{self.origin.pointer.rpartition('/')[2] or 'the file'}`"

    # --- values of one kind ----------------------------------------------------------------------

    def text(self, key: str) -> str | None:
        """A text; numbers and booleans are read as they are written."""
        node = self.get(key)
        return None if node is None else node.as_text()

    def as_text(self) -> str | None:
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        self.wrong("text")
        return None

    def name(self, key: str = "name") -> str | None:
        """A text that is not empty."""
        return self.text(key) or None

    def boolean(self, key: str) -> bool | None:
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, bool):
            return node.value
        if node.value in ("true", "false"):
            return bool(node.value == "true")
        node.wrong("`true` or `false`")
        return None

    def integer(self, key: str) -> int | None:
        node = self.get(key)
        if node is None:
            return None
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        node.wrong("a whole number")
        return None

    def mapping(self, key: str) -> Node | None:
        node = self.get(key)
        if node is not None and not node.is_mapping:
            node.wrong("a mapping")
            return None
        return node

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        node = self.get(key)
        if node is None:
            return ()
        if isinstance(node.value, str):
            return (node.value,)
        if not isinstance(node.value, list):
            node.wrong("a list of texts")
            return ()
        found = (each.as_text() for each in node.elements() if each.value is not None)
        return tuple(text for text in found if text is not None)

    def listed(self, key: str) -> list[Node]:
        """The mappings of a list; a single mapping counts as a list of one."""
        node = self.get(key)
        if node is None:
            return []
        if node.is_mapping:
            return [node]
        if not isinstance(node.value, list):
            node.wrong("a list")
            return []
        return [each for each in node.elements() if each.expect_mapping()]

    def named(self, key: str) -> list[Named]:
        """The items of a collection in either form: a list, or a mapping from name to item."""
        node = self.get(key)
        return [] if node is None else node.as_named()

    def as_named(self) -> list[Named]:
        if isinstance(self.value, list):
            return [Named(None, each) for each in self.elements() if each.expect_mapping()]
        if not isinstance(self.value, dict):
            self.wrong("a list, or a mapping from names to items")
            return []
        if self.findings.is_wrong(self.origin):
            return []  # it was to be a list, which has been reported
        items = []
        for name, child in self.children():
            if child.value is None:
                child = Node({}, child.origin, self.findings)
            if child.expect_mapping():
                items.append(Named(name, child))
        return items

    def expect_mapping(self) -> bool:
        """Whether this is a mapping; reported if not. A null is skipped without a word."""
        if self.is_mapping:
            return True
        if self.value is not None:
            self.wrong("a mapping")
        return False


@dataclass(frozen=True, slots=True)
class Named:
    """An item of a collection and the key that names it, in the form that has keys."""

    key: str | None
    node: Node

    @property
    def name(self) -> str | None:
        """The name: the key, or `name`, or else `id`; None where there is none."""
        if self.key is not None:
            return self.key or None
        return self.node.name() or self.node.name("id")
