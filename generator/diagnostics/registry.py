"""The table of all rules, by code: what `explain` and the documentation are made from."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from . import rules
from .rule import Rule, Severity

__all__ = ["ALL_RULES", "Rule", "Severity"]


def _rules(module: ModuleType) -> Iterator[Rule]:
    return (value for value in vars(module).values() if isinstance(value, Rule))


def _modules() -> Iterator[ModuleType]:
    """Every module of the package: a new one needs no entry anywhere."""
    for module in sorted(pkgutil.iter_modules(rules.__path__), key=lambda found: found.name):
        yield importlib.import_module(f"{rules.__name__}.{module.name}")


def _table() -> Mapping[str, Rule]:
    table: dict[str, Rule] = {}
    for module in _modules():
        for rule in _rules(module):
            if rule.code in table:
                raise ValueError(f"two rules have the code {rule.code}")
            table[rule.code] = rule
    return MappingProxyType(dict(sorted(table.items())))


ALL_RULES: Final = _table()
