"""The entries of `tools/list` and the result of `server/discover`, as the JSON that is sent.

They are made when the package is generated and stand in a file of it, for people who review what models
will see. A server makes them again from its declarations and holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..errors import EditedPackageError
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


def generated(module: str, path: str, about: About, tools: Sequence[Tool]) -> Listing:
    """What stands in a file of the package.

    Args:
        module: the `__name__` of a module at the top of the package.
        path: of the file inside the package.
        about: the server, and
        tools: its tools, as the package declares them now.

    Raises:
        MissingFileError: the package was installed without the file.
        EditedPackageError: the file says something else than the declarations: one of them was edited.
    """
    file = PackageFile(module, path)
    found, listing = file.read(), made(about, tools)
    if found != _lines(listing):
        raise EditedPackageError(file.name, f"TOOLS of {module}", _difference(found, listing))
    return listing


def made(about: About, tools: Sequence[Tool]) -> Listing:
    """What the declarations say; the only maker of these answers, here and in the generator."""
    discovery: dict[str, Any] = {
        "supportedVersions": [MODERN_VERSION],
        "capabilities": {"tools": {"listChanged": False}},
    }
    if about.instructions is not None:
        discovery["instructions"] = about.instructions
    return Listing(write({**discovery, **cached(about)}).encode(), entries(tools))


def entries(tools: Sequence[Tool]) -> dict[str, bytes]:
    """The entry of each tool in `tools/list`, by its name."""
    return {tool.name: write(tool.wire()).encode() for tool in tools}


def lines(about: About, tools: Sequence[Tool]) -> bytes:
    """The file of a package: the discovery, then the tools in their order, each in a line."""
    return _lines(made(about, tools))


def _lines(listing: Listing) -> bytes:
    return b"".join(b"%b\n" % line for line in (listing.discovery, *listing.entries.values()))


def _difference(found: bytes, listing: Listing) -> str:
    """What a file says otherwise first: for a message."""
    expected = {"server/discover": listing.discovery, **listing.entries}
    for (name, line), other in zip(expected.items(), found.split(b"\n"), strict=False):
        if line != other:
            return name
    return "the number of tools"


def extended(entry: bytes, members: Mapping[str, Any]) -> bytes:
    """An object as JSON with more members."""
    return b"%b,%b" % (entry[:-1], write(members)[1:].encode()) if members else entry


def stamp(about: About) -> dict[str, Any]:
    """What every result of 2026-07-28 carries."""
    return {"resultType": "complete", "_meta": {_SERVER_INFO: about.wire()}}


def cached(about: About) -> dict[str, Any]:
    """The same for a result that clients may keep."""
    return {"ttlMs": about.ttl_ms, "cacheScope": about.cache_scope, **stamp(about)}
