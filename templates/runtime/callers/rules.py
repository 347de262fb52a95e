"""What the configuration says of callers: who may what, and how much."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

from ..records import Record
from ..server.holder import Holder
from ..server.identity import Identity


class Rule(Record):
    """What some callers may call."""

    names: tuple[str, ...]
    """Tools, `resource NAME`, `prompt NAME`, `GET /path/{variable}`; `*` stands for anything."""
    scopes: tuple[str, ...] = ()
    """The caller's token must have all of them."""
    roles: tuple[str, ...] = ()
    """And one of these."""

    def is_for(self, what: str) -> bool:
        """Whether it speaks of something."""
        return any(_pattern(each).match(what) for each in self.names)

    def missing(self, identity: Identity) -> tuple[str, ...] | None:
        """The scopes that a caller lacks; empty if it is a role; None if nothing is missing."""
        scopes = identity.scopes if isinstance(identity, Holder) else frozenset[str]()
        roles = identity.roles if isinstance(identity, Holder) else frozenset[str]()
        if not scopes.issuperset(self.scopes):
            return tuple(each for each in self.scopes if each not in scopes)
        return () if self.roles and roles.isdisjoint(self.roles) else None


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    # `[` means itself: routes and URIs have brackets at times.
    return re.compile(translate(text.replace("[", "[[]")))


class Callers(Record, kw_only=True):
    """What an adapter does about its callers."""

    rules: tuple[Rule, ...] = ()
    """The first that speaks of something decides; what none speaks of is for nobody. Without rules all is for all."""
    calls_per_minute: int | None = None
    calls_at_once: int | None = None
    audit: bool = False
    """Whether each call leaves a line."""

    def missing(self, identity: Identity, what: str) -> tuple[str, ...] | None:
        """As `Rule.missing`, for something by its name."""
        if not self.rules:
            return None
        for rule in self.rules:
            if rule.is_for(what):
                return rule.missing(identity)
        return ()

    def met(self, identity: Identity) -> tuple[int, ...] | None:
        """The rules that a caller meets, which is all that makes a difference; None without rules."""
        if not self.rules:
            return None
        return tuple(n for n, rule in enumerate(self.rules) if rule.missing(identity) is None)
