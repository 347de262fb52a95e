"""The entries of `tools/list` and the result of `server/discover`, as the JSON that is sent.

They are made when the package is generated and stand in a file of it, for people who review what models
will see. A server makes them again from its declarations and holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..package_files import EditedPackageError, PackageFile
from .about import About
from .offering import Offers
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
    lists: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The results of the other lists, by their methods, without what a revision adds."""

    @property
    def lines(self) -> Mapping[str, bytes]:
        """Every line of the file, and what it is."""
        return {"server/discover": self.discovery, **self.entries, **self.lists}


def generated(
    module: str, path: str, about: About, tools: Sequence[Tool], offers: Offers | None = None
) -> Listing:
    """What stands in a file of the package.

    Args:
        module: the `__name__` of a module at the top of the package.
        path: of the file inside the package.
        about: the server, and
        tools: its tools, and
        offers: what it has beside them, as the package declares them now.

    Raises:
        MissingFileError: the package was installed without the file.
        EditedPackageError: the file says something else than the declarations: one of them was edited.
    """
    file = PackageFile(module, path)
    found, listing = file.read(), made(about, tools, offers)
    if found != _lines(listing):
        raise EditedPackageError(file.name, f"TOOLS of {module}", _difference(found, listing))
    return listing


def made(about: About, tools: Sequence[Tool], offers: Offers | None = None) -> Listing:
    """What the declarations say; the only maker of these answers, here and in the generator.

    Args:
        about: of the server.
        tools: as they are declared, in their order.
        offers: resources and prompts.
    """
    discovery: dict[str, Any] = {
        "supportedVersions": [MODERN_VERSION],
        "capabilities": {
            **({} if offers is None else offers.capabilities),
            "tools": {"listChanged": False},
        },
    }
    if about.instructions is not None:
        discovery["instructions"] = about.instructions
    lists = dict[str, Mapping[str, Any]]() if offers is None else offers.lists
    return Listing(
        write({**discovery, **cached(about)}).encode(),
        entries(tools),
        {method: write(result).encode() for method, result in lists.items()},
    )


def entries(tools: Sequence[Tool]) -> dict[str, bytes]:
    """The entry of each tool in `tools/list`, by its name."""
    return {tool.name: write(tool.wire()).encode() for tool in tools}


def lines(about: About, tools: Sequence[Tool], offers: Offers | None = None) -> bytes:
    """The file of a package: the discovery, the tools in their order, the other lists; each in a line."""
    return _lines(made(about, tools, offers))


def _lines(listing: Listing) -> bytes:
    return b"".join(b"%b\n" % line for line in listing.lines.values())


def _difference(found: bytes, listing: Listing) -> str:
    """What a file says otherwise first: for a message."""
    for (name, line), other in zip(listing.lines.items(), found.split(b"\n"), strict=False):
        if line != other:
            return name
    return "the number of tools"


def extended(entry: bytes, members: Mapping[str, Any]) -> bytes:
    """An object as JSON with more members.

    Args:
        entry: an object, as JSON.
        members: what is added to it.
    """
    return b"%b,%b" % (entry[:-1], write(members)[1:].encode()) if members else entry


def stamp(about: About) -> dict[str, Any]:
    """What every result of 2026-07-28 carries."""
    return {"resultType": "complete", "_meta": {_SERVER_INFO: about.wire()}}


def cached(about: About) -> dict[str, Any]:
    """The same for a result that clients may keep."""
    return {"ttlMs": about.ttl_ms, "cacheScope": about.cache_scope, **stamp(about)}
