"""The entries of `tools/list` and the result of `server/discover`, as the JSON that is sent.

They are made when the package is generated and stand in a file of it, a line each: the discovery, then
the tools in their order. A server that is made joins the lines of the tools that it serves, and encodes no
schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..server.package_files import PackageFile
from .about import About
from .tools import Tool

MODERN_VERSION: Final = "2026-07-28"
"""The revision without a handshake, which has `server/discover`."""
_SERVER_INFO: Final = "io.modelcontextprotocol/serverInfo"

write: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a server before the first request."""

    discovery: bytes
    """The result of `server/discover`."""
    entries: Mapping[str, bytes]
    """The entry of each tool, by its name."""


def generated(module: str, path: str, tools: Sequence[Tool]) -> Listing:
    """What stands in a file of the package of `module`.

    Raises `MissingFileError` without the file, `RuntimeError` where it is not of these tools.
    """
    file = PackageFile(module, path)
    discovery, *lines = file.read().splitlines()
    if len(lines) != len(tools) or not all(map(_is_of, tools, lines)):
        raise RuntimeError(f"{file.name} and the tools are not of one generation: generate again")
    return Listing(discovery, {tool.name: line for tool, line in zip(tools, lines, strict=True)})


def made(about: About, tools: Sequence[Tool]) -> Listing:
    """The same from the declarations, for tools that nobody generated."""
    discovery: dict[str, Any] = {
        "supportedVersions": [MODERN_VERSION],
        "capabilities": {"tools": {"listChanged": False}},
    }
    if about.instructions is not None:
        discovery["instructions"] = about.instructions
    return Listing(
        write({**discovery, **cached(about)}).encode(),
        {tool.name: write(tool.wire()).encode() for tool in tools},
    )


def extended(entry: bytes, members: Mapping[str, Any]) -> bytes:
    """An object as JSON with more members."""
    return b"%b,%b" % (entry[:-1], write(members)[1:].encode()) if members else entry


def stamp(about: About) -> dict[str, Any]:
    """What every result of 2026-07-28 carries."""
    return {"resultType": "complete", "_meta": {_SERVER_INFO: about.wire()}}


def cached(about: About) -> dict[str, Any]:
    """The same for a result that clients may keep."""
    return {"ttlMs": about.ttl_ms, "cacheScope": about.cache_scope, **stamp(about)}


def _is_of(tool: Tool, line: bytes) -> bool:
    return line.startswith(b'{"name":%b,' % write(tool.name).encode())
