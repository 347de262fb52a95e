"""`initialize` of the revisions with a handshake, answered as the SDK answers it.

Sources: MCP 2025-11-25, "Lifecycle"; the schemas of the four revisions.
"""

from __future__ import annotations

import json
from typing import Any, Final

from ..values import JsonValue
from .listing import write

VERSIONS: Final = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
_LATEST: Final = VERSIONS[-1]
_SERVER_INFO: Final = "io.modelcontextprotocol/serverInfo"
_PARAMS: Final = frozenset({"protocolVersion", "capabilities", "clientInfo"})
_CAPABILITIES: Final = frozenset({"elicitation", "sampling", "roots", "experimental", "extensions"})
_INFO: Final = frozenset({"name", "version", "title", "description", "websiteUrl"})
_ROOTS: Final = frozenset({"listChanged"})


class Handshake:
    """The answers to `initialize`, made of the result of `server/discover`."""

    def __init__(self, discovery: bytes) -> None:
        said = json.loads(discovery)
        info = said["_meta"][_SERVER_INFO]
        result = {"capabilities": said["capabilities"], "serverInfo": info}
        if "instructions" in said:
            result["instructions"] = said["instructions"]
        self._results = {
            version: write({"protocolVersion": version, **result}).encode() for version in VERSIONS
        }

    def result(self, params: dict[str, Any]) -> bytes | None:
        """The result for these parameters; None where they need a thought."""
        if params.keys() != _PARAMS or not is_info(params["clientInfo"]):
            return None
        version: JsonValue = params["protocolVersion"]
        capabilities: JsonValue = params["capabilities"]
        if type(version) is not str or type(capabilities) is not dict:
            return None
        if not _are_plain(capabilities):
            return None
        return self._results.get(version, self._results[_LATEST])


def is_info(info: JsonValue) -> bool:
    """Whether this is an `Implementation` of which every reader makes the same."""
    return (
        type(info) is dict
        and "name" in info
        and "version" in info
        and info.keys() <= _INFO
        and all(type(value) is str for value in info.values())
    )


def _are_plain(capabilities: dict[str, Any]) -> bool:
    """Objects of objects: nothing whose type a reader could refuse."""
    if not capabilities.keys() <= _CAPABILITIES:
        return False
    return all(
        type(one) is dict
        and (
            (name == "roots" and one.keys() <= _ROOTS and _is_flag(one))
            or all(type(value) is dict for value in one.values())
        )
        for name, one in capabilities.items()
    )


def _is_flag(roots: dict[str, Any]) -> bool:
    return type(roots.get("listChanged", True)) is bool
