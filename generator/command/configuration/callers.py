"""`callers` in the table: who may what, how much, and what is written down of it, by adapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...options import CallerRule, CallersOf
from .values import Reader, Value, flag, number, read_table, texts


def callers(value: Value) -> tuple[CallersOf, ...] | None:
    """`[tool.capwright.callers.desk-mcp]`, or `"*"` for each adapter that is not named."""
    if not isinstance(value.value, dict):
        value.wrong("a table with a table for each adapter")
        return None
    return tuple(_of(name, child) for name, child in value.children())


def _of(name: str, value: Value) -> CallersOf:
    if not isinstance(value.value, dict):
        value.wrong("a table")
        return CallersOf(name)
    return CallersOf(name, **read_table(value, _ADAPTER))


def _rules(value: Value) -> tuple[CallerRule, ...]:
    """A list of tables, in the order in which they decide."""
    if not isinstance(value.value, list) or not all(isinstance(each, dict) for each in value.value):
        value.wrong("a list of tables with `names`, and `scopes` or `roles`")
        return ()
    found: list[CallerRule] = []
    for index, each in enumerate(value.value):
        rule = Value(value.document, (*value.path, str(index)), each)
        read = read_table(rule, _RULE)
        if "names" in each and "names" not in read:
            continue
        if "names" not in each:
            if each.keys() <= _RULE.keys():  # Else the key that is misspelt has been said.
                rule.wrong("a table with `names`")
            continue
        found.append(CallerRule(**read))
    return tuple(found)


_RULE: Final[Mapping[str, Reader]] = {"names": texts, "scopes": texts, "roles": texts}
_ADAPTER: Final[Mapping[str, Reader]] = {
    "rules": _rules,
    "calls-per-minute": number(1, 1_000_000),
    "calls-at-once": number(1, 1_000_000),
    "audit": flag,
}
