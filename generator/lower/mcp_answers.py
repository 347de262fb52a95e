"""What an MCP server answers without thinking, as JSON: one line each, read by the runtime as it is.

The first line is the result of `server/discover` (2026-07-28), each other one the entry of a tool in
`tools/list`. Which tools are listed is a setting, so the lines are joined when a server is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..naming import file_name
from ..plan import McpSurface, Plan, ToolPlan
from .output_schemas import output_schema
from .tools import input_schema
from .units import LoweredUnit

_VERSION: Final = "2026-07-28"
"""The revision that asks instead of shaking hands."""


def answers_path(namespace: str) -> str:
    """The place of an adapter's answers inside the package."""
    return f"mcp/{file_name(namespace)}.jsonl"


def answers_document(plan: Plan, surface: McpSurface, units: Mapping[str, LoweredUnit]) -> bytes:
    """The lines as UTF-8."""
    entries = tool_lines(surface, units)
    version = server_version(plan.capability.info.version, entries)
    return "".join([_line(_discovery(plan, surface, version)), *entries]).encode()


def tool_lines(surface: McpSurface, units: Mapping[str, LoweredUnit]) -> list[str]:
    """What is listed of each tool, a line for each."""
    return [_line(_entry(tool, units[tool.unit])) for tool in surface.tools]


def server_version(declared: str | None, entries: Sequence[str]) -> str:
    """What the server calls its version: the spec's, else one that changes when its tools do.

    Hosts keep what they know of a server by its name and version, so it must not stand still.
    """
    if declared:
        return declared
    return f"0+{hashlib.sha256(''.join(entries).encode()).hexdigest()[:12]}"


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _discovery(plan: Plan, surface: McpSurface, version: str) -> dict[str, Any]:
    info, declared = plan.capability.info, surface.declaration
    server = {"name": surface.namespace, "version": version}
    if info.display:
        server["title"] = info.display
    result: dict[str, Any] = {
        "supportedVersions": [_VERSION],
        "capabilities": {"tools": {"listChanged": False}},
    }
    if declared.description:
        result["instructions"] = declared.description
    return {
        **result,
        "ttlMs": declared.ttl_ms or 0,
        "cacheScope": declared.cache_scope,
        "resultType": "complete",
        "_meta": {"io.modelcontextprotocol/serverInfo": server},
    }


def _entry(tool: ToolPlan, unit: LoweredUnit) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": tool.name}
    if tool.declaration.display:
        entry["title"] = tool.declaration.display
    entry["description"] = tool.description
    entry["inputSchema"] = input_schema(tool.inputs)
    shown = output_schema(unit.unit.output)
    if shown is not None:
        entry["outputSchema"] = shown.schema
    hints = tool.hints
    entry["annotations"] = {
        "readOnlyHint": bool(hints.read_only),
        "destructiveHint": bool(hints.destructive),
        "idempotentHint": bool(hints.idempotent),
        "openWorldHint": bool(hints.open_world),
    }
    return entry
