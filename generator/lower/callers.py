"""What the configuration says of callers, as a declaration of the runtime."""

from __future__ import annotations

from ..options import CallerRule, CallersOf
from .python import Literal, Python, TupleOf, call


def callers(class_: str, said: CallersOf) -> Python:
    """`McpCallers(rules=(Rule(names=("order",), scopes=("read",)),), audit=True)`."""
    keywords: list[tuple[str, Python]] = []
    if said.rules:
        keywords.append(("rules", TupleOf(tuple(map(_rule, said.rules)))))
    for name, limit in (
        ("calls_per_minute", said.calls_per_minute),
        ("calls_at_once", said.calls_at_once),
    ):
        if limit is not None:
            keywords.append((name, Literal(limit)))
    if said.audit:
        keywords.append(("audit", Literal(True)))
    return call(class_, keywords)


def _rule(rule: CallerRule) -> Python:
    parts = {"names": rule.names, "scopes": rule.scopes, "roles": rule.roles}
    return call(
        "Rule",
        [(name, TupleOf(tuple(map(Literal, texts)))) for name, texts in parts.items() if texts],
    )
