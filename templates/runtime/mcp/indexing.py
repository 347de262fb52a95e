"""What the tools of a package are found by: made with the package, read when a server starts.

The generator runs this too, so nothing here knows how a tool is called.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..package_files import EditedPackageError, PackageFile
from .ranking import Weights, weighed
from .tools import Tool


def made_index(tools: Sequence[Tool]) -> Mapping[str, Weights]:
    """What tools are found by."""
    return weighed({tool.name: _texts(tool) for tool in tools})


def index_of(module: str, path: str, tools: Sequence[Tool]) -> Mapping[str, Weights]:
    """The same read again.

    Raises `MissingFileError`, and `EditedPackageError` where the tools are not those that it was made from.
    """
    file = PackageFile(module, path)
    head, *rows = (json.loads(line) for line in file.read().splitlines())
    if head != {"tools": digest(tools)}:
        raise EditedPackageError(file.name, f"TOOLS of {module}", "what tools are found by")
    return {row[0]: row[1] for row in rows}


def _texts(tool: Tool) -> dict[str, str]:
    lead, _, rest = (tool.description or "").strip().partition("\n")
    properties: Mapping[str, Any] = tool.input_schema.get("properties", {})
    return {
        "name": tool.name,
        "title": tool.title or "",
        "lead": lead,
        "rest": rest,
        "tags": " ".join(tool.tags),
        "arguments": " ".join(properties),
    }


def digest(tools: Sequence[Tool]) -> str:
    """Of everything that tools are found by."""
    content = json.dumps([_texts(tool) for tool in tools], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
