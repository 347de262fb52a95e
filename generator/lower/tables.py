"""The names of the tables that generated modules have."""

from __future__ import annotations

from ..naming import Identifier
from .declarations import Declarations, Entry


def table_name(name: str, entry: Entry, adapters: int, declared: Declarations) -> Identifier:
    """A name that no API or adapter has: one may be called `tools` itself."""
    wanted = name if adapters == 1 else f"{entry.declaration.name}_{name}"
    while any(wanted == each.declaration.name for each in declared.all):
        wanted += "_"
    return Identifier(wanted)
