"""What an MCP server answers without thinking, as JSON: one line each, read by the runtime as it is.

The first line is the result of `server/discover`, then comes the entry of each tool in `tools/list`, then
the results of the other lists.
Which tools are listed is a setting, so the lines are joined when a server is made. The runtime makes the
lines, here as there: a package whose declarations say something else is not served.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ..naming import file_name
from ..plan import McpSurface, Plan, ToolPlan
from ..runtime.loading import load
from .offers import offered
from .output_schemas import output_schema
from .tools import input_schema
from .units import LoweredUnit


def answers_path(namespace: str) -> str:
    """The place of an adapter's answers inside the package."""
    return f"mcp/{file_name(namespace)}.jsonl"


def answers_document(plan: Plan, surface: McpSurface, units: Mapping[str, LoweredUnit]) -> bytes:
    """The lines as UTF-8."""
    tools = _tools(surface, units)
    said = about(plan, surface, version_of(plan, surface, units))
    about_it = load("mcp.about").About(**said)
    content: bytes = load("mcp.listing").lines(about_it, tools, offered(plan, surface))
    return content


_FEW: Final = 50
"""Tools of which a server makes the words itself, in some 2 ms: for so few a file to review is not worth it."""


def index_path(surface: McpSurface) -> str | None:
    """The place of what an adapter's tools are found by; None where it has too few for a file."""
    if len(surface.tools) <= _FEW:
        return None
    return f"mcp/{file_name(surface.namespace)}.words.jsonl"


def index_document(surface: McpSurface, units: Mapping[str, LoweredUnit]) -> bytes:
    """What tools are found by, as UTF-8: what it was made from, then each tool with its words' weights."""
    indexing, write = load("mcp.indexing"), load("mcp.listing").write
    tools = _tools(surface, units)
    index = indexing.made_index(tools)
    rows = [{"tools": indexing.digest(tools)}, *([name, index[name]] for name in index)]
    return "".join(f"{write(row)}\n" for row in rows).encode()


def about(plan: Plan, surface: McpSurface, version: str) -> dict[str, str | int]:
    """What a server says of itself: the arguments of the runtime's `About`."""
    info, declared = plan.capability.info, surface.declaration
    said: dict[str, str | int] = {"name": surface.namespace, "version": version}
    if info.display:
        said["title"] = info.display
    if declared.description:
        said["instructions"] = declared.description
    if declared.ttl_ms:
        said["ttl_ms"] = declared.ttl_ms
    if declared.cache_scope != "private":
        said["cache_scope"] = declared.cache_scope
    return said


def version_of(plan: Plan, surface: McpSurface, units: Mapping[str, LoweredUnit]) -> str:
    """The version of an adapter's server."""
    entries = load("mcp.listing").entries(_tools(surface, units))
    beside = offered(plan, surface)
    lists = () if beside is None else beside.lists.values()
    lines = (*entries.values(), *(json.dumps(each).encode() for each in lists))
    return server_version(plan.capability.info.version, lines)


def server_version(declared: str | None, entries: Iterable[bytes]) -> str:
    """What the server calls its version: the spec's, else one that changes when its tools do.

    Hosts keep what they know of a server by its name and version, so it must not stand still.
    """
    if declared:
        return declared
    digest = hashlib.sha256(b"".join(entry + b"\n" for entry in entries))
    return f"0+{digest.hexdigest()[:12]}"


def _tools(surface: McpSurface, units: Mapping[str, LoweredUnit]) -> Sequence[Any]:
    """The tools as the package declares them, as far as they are listed."""
    return [_tool(tool, units[tool.unit]) for tool in surface.tools]


def _tool(tool: ToolPlan, unit: LoweredUnit) -> Any:
    runtime, hints = load("mcp.tools"), tool.hints
    shown = output_schema(unit.unit.output)
    return runtime.Tool(
        name=tool.name,
        description=tool.description,
        unit=None,
        input_schema=input_schema(tool),
        annotations=runtime.Annotations(
            read_only=bool(hints.read_only),
            destructive=bool(hints.destructive),
            idempotent=bool(hints.idempotent),
            open_world=bool(hints.open_world),
        ),
        title=tool.declaration.display or None,
        output_schema=None if shown is None else shown.schema,
        tags=tool.declaration.tags,
    )
