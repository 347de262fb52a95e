"""The table of all rules about changes, by code: for `explain` and for the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .rule import ChangeRule
from .rules import client, mcp, rest, schemas

CHANGE_RULES: Final[Mapping[str, ChangeRule]] = MappingProxyType(
    {
        rule.code: rule
        for module in (client, rest, mcp, schemas)
        for rule in vars(module).values()
        if isinstance(rule, ChangeRule)
    }
)
"""In the order of the codes, since the modules are written in it."""
