"""The last look at a request before it goes out: whether it is one that `REACH.md` lists.

By construction it is. This holds also where something else in the package is wrong: no value of a caller may
lead to another host, to another path than the operation's, or add a header that nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ..errors import OutOfReachError
from ..messages import HeaderPairs, Operation
from .path_values import HOLE

TRACE: Final = frozenset(("baggage", "traceparent", "tracestate", "x-request-id"))
"""What any adapter forwards."""
_BY_THE_RUNTIME: Final = frozenset(("accept", "content-length", "content-type", "user-agent"))
_SECTIONS: Final = {"#": "(?:", "/": ")?", "*": "[^?#]*"}
"""Parts of a path that may not be there: `/orders{#}/{id}{/}`; `{*}` is some that come again."""
_MOST: Final = 256
"""Spellings of header names that are remembered for an operation."""


class Reach:
    """The check of one API's requests."""

    __slots__ = ("_base", "_headers", "_prefix", "_rules", "_segments")

    def __init__(
        self,
        prefix: str,
        base: str,
        segments: Mapping[str, tuple[int, int]],
        headers: Iterable[str] = (),
    ) -> None:
        self._prefix = prefix
        self._base = base
        self._segments = segments
        self._headers = _BY_THE_RUNTIME | {name.lower() for name in headers}
        self._rules: dict[str, _Rule] = {}

    def check(self, operation: Operation, url: str, headers: HeaderPairs | None) -> None:
        """Raises `OutOfReachError` for a request that the operation cannot make; nothing was sent.

        Args:
            operation: what was called.
            url: the request's.
            headers: those that would be sent; None where `lists` was asked about the same names before.
        """
        rule = self._rules.get(operation.name)
        if rule is None:
            rule = self._rules[operation.name] = self._rule(operation)
        if rule.match(url) is None:
            self._refuse_url(operation, url)
        if headers is not None and operation.path is not None:
            names = rule.names
            # A loop is quicker than a set here: there are three of them, or five.
            for name, _ in headers:
                if name not in names:
                    self._look_closer(operation, rule, headers)
                    break

    def lists(self, headers: HeaderPairs) -> bool:
        """Whether each operation may have headers of these names, so that they need no further look."""
        return all(name.lower() in self._headers for name, _ in headers)

    def _rule(self, operation: Operation) -> _Rule:
        path = r"[^?#]*" if operation.path is None else self._pattern(operation.path)
        pattern = re.compile(rf"{self._pattern(self._base)}{path}(?:\?[^#]*)?")
        return _Rule(pattern, self._headers.union(map(str.lower, operation.headers)))

    def _pattern(self, template: str) -> str:
        """The pattern of a path or a base URI with its holes: `/repository/{repository}/tag/`."""
        parts = HOLE.split(template)
        found = [re.escape(parts[0])]
        for at in range(1, len(parts), 2):
            before, hole, after = parts[at - 1 : at + 2]
            found += (self._hole(hole[1:-1], before, after), re.escape(after))
        return "".join(found)

    def _hole(self, name: str, before: str, after: str) -> str:
        if name[:1] in _SECTIONS:
            return _SECTIONS[name[:1]]
        _, maximum = self._segments.get(name, (1, 1))
        # Beside text a value may be empty; a segment of its own may not.
        is_alone = before.endswith("/") and after[:1] in ("", "/")
        first = "[^/?#]+" if is_alone else "[^/?#]*"
        return first if maximum == 1 else rf"{first}(?:/[^/?#]+){{0,{maximum - 1}}}"

    def _look_closer(self, operation: Operation, rule: _Rule, headers: HeaderPairs) -> None:
        for name, _ in headers:
            if name.lower() not in rule.allowed:
                raise OutOfReachError(
                    "headers",
                    f"of {operation.api}.{operation.name} would have {name[:80]!r}, which REACH.md does not "
                    "list (rule: header names; setting FORWARD_HEADERS of the adapter)",
                )
            if len(rule.names) < _MOST:
                rule.names.add(name)

    def _refuse_url(self, operation: Operation, url: str) -> None:
        there = url.partition("?")[0]
        if re.match(rf"{self._pattern(self._base)}(?:[/?]|\Z)", there) is None:
            raise OutOfReachError(
                "host",
                f"of {operation.api}.{operation.name} would be another than the base URI's, which REACH.md "
                f"lists (rule: origin; setting {self._prefix}_BASE_URI)",
            )
        raise OutOfReachError(
            "path",
            f"of {operation.api}.{operation.name} would be none of `{operation.path}`, which REACH.md lists "
            f"(rule: path template; setting {self._prefix}_PATH_SEGMENTS)",
        )


class _Rule:
    __slots__ = ("allowed", "match", "names")

    def __init__(self, pattern: re.Pattern[str], allowed: frozenset[str]) -> None:
        self.match = pattern.fullmatch
        self.allowed = allowed
        self.names = set(allowed)
        """The same, in the spellings that were seen."""
