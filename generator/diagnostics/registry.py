"""The table of all rules, by code: what `explain` and the documentation are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from generator.diagnostics.rule import Rule, Severity
from generator.diagnostics.rules import (
    adapters,
    inputs,
    references,
    schema,
    source,
    unsupported,
)

__all__ = ["ALL_RULES", "Rule", "Severity"]


def _rules(module: ModuleType) -> Iterator[Rule]:
    return (value for value in vars(module).values() if isinstance(value, Rule))


def _table(*modules: ModuleType) -> Mapping[str, Rule]:
    table: dict[str, Rule] = {}
    for module in modules:
        for rule in _rules(module):
            if rule.code in table:
                raise ValueError(f"two rules have the code {rule.code}")
            table[rule.code] = rule
    return MappingProxyType(dict(sorted(table.items())))


ALL_RULES: Final = _table(source, schema, references, inputs, adapters, unsupported)
