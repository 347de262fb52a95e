"""What the files of adapters are called: no two alike on any file system, none that Windows reserves."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics import Findings
from ..diagnostics.rules import adapters as rules
from ..model import McpAdapter, RestAdapter, SkillAdapter
from ..naming import file_name, is_reserved


def check_file_names(
    adapters: Iterable[RestAdapter | McpAdapter | SkillAdapter], findings: Findings
) -> None:
    """Report adapters of one kind whose files could not stand beside each other everywhere."""
    first: dict[str, RestAdapter | McpAdapter | SkillAdapter] = {}
    for adapter in adapters:
        name = file_name(adapter.namespace)
        place = adapter.origin.child("namespace")
        other = first.setdefault(name.casefold(), adapter)
        if findings.reported_at(place):
            continue
        if is_reserved(name):
            findings.report(rules.RESERVED_FILE_NAME, place, name=name)
        elif other is not adapter and other.namespace != adapter.namespace:
            findings.report(rules.SAME_FILE_NAME, place, other=other.namespace, name=name)
