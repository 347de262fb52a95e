"""What `tools/list` says of tools (2.11.2, 2.16): titles, descriptions and hints, and how long it may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

HINTS: Final = {
    "readOnly": "readOnlyHint",
    "destructive": "destructiveHint",
    "idempotent": "idempotentHint",
    "openWorld": "openWorldHint",
}


def hints(tool: Mapping[str, Any], flow: Mapping[str, Any] | None) -> dict[str, bool]:
    """The annotations that a tool's `hints` or its flow's `semantics` decide; hints win field by field."""
    semantics: Mapping[str, Any] = {} if flow is None else flow.get("semantics", {})
    found: dict[str, bool] = {}
    match semantics.get("safe"):
        case True:
            found |= {"readOnlyHint": True, "destructiveHint": False}
        case False:
            found |= {"readOnlyHint": False}
    if "idempotent" in semantics:
        found["idempotentHint"] = semantics["idempotent"]
    return found | {HINTS[name]: value for name, value in tool.get("hints", {}).items()}


def described(tool: Mapping[str, Any], flow: Mapping[str, Any] | None) -> tuple[str, str | None]:
    """Description and title."""
    description = tool.get("description") or ("" if flow is None else flow["description"])
    return description, tool.get("display")


def kept(adapter: Mapping[str, Any]) -> tuple[int, str]:
    """`ttlMs` and `cacheScope`."""
    return adapter.get("ttlMs", 0), adapter.get("cacheScope", "private")
