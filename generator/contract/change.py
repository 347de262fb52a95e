"""One difference between two contracts, judged."""

from __future__ import annotations

import enum

from ..records import dataclass
from .rule import ChangeRule, Verdict


class Surface(enum.StrEnum):
    """Who notices a change."""

    CLIENT = "client"
    REST = "rest"
    MCP = "mcp"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, ready to be shown."""

    rule: ChangeRule
    surface: Surface
    namespace: str
    """Of the API or the adapter; empty for the types, which all clients share."""
    subject: str
    """A method, a route, a tool; empty where the whole changed."""
    message: str
    before: str = ""
    after: str = ""
    is_text: bool = False
    """Both sides are prose, to be shown word by word."""

    @property
    def verdict(self) -> Verdict:
        return self.rule.verdict


@dataclass(frozen=True, slots=True)
class Place:
    """Where changes are found: they differ in the rule and in the facts only."""

    surface: Surface
    namespace: str
    subject: str = ""

    def change(
        self,
        rule: ChangeRule,
        name: str,
        before: str = "",
        after: str = "",
        *,
        is_text: bool = False,
    ) -> Change:
        """A change at this place; the name and the two sides fill the rule's message."""
        message = rule.message.format(name=name, before=before, after=after)
        return Change(
            rule, self.surface, self.namespace, self.subject, message, before, after, is_text
        )

    def within(self, subject: str) -> Place:
        return Place(self.surface, self.namespace, subject)
