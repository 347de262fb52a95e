"""`_meta` of a request: what it says of the era, and whether it changes anything."""

from __future__ import annotations

from typing import Any, Final

from ..values import JsonValue
from .handshake import is_info
from .listing import MODERN_VERSION

_NOTHING: Final[JsonValue] = {}
_ONLY_OBJECTS: Final = frozenset({dict})
_MAX_INTEGER: Final = 2**53
_PROTOCOL_VERSION: Final = "io.modelcontextprotocol/protocolVersion"
_CLIENT_INFO: Final = "io.modelcontextprotocol/clientInfo"
_CLIENT_CAPABILITIES: Final = "io.modelcontextprotocol/clientCapabilities"
_LOG_LEVEL: Final = "io.modelcontextprotocol/logLevel"
_META_KEYS: Final = frozenset({_PROTOCOL_VERSION, _CLIENT_INFO, _CLIENT_CAPABILITIES})
_RESERVED: Final = "io.modelcontextprotocol/"
_PROGRESS_TOKEN: Final = "progressToken"
_LEVELS: Final = frozenset(
    {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}
)
_MODERN_KEYS: Final = _META_KEYS | {_LOG_LEVEL}
_NONE: Final[frozenset[str]] = frozenset()
_CAPABILITY_KEYS: Final = frozenset(
    {"elicitation", "sampling", "roots", "experimental", "extensions"}
)


def is_modern(message: dict[str, Any]) -> bool:
    """Whether a message is of 2026-07-28 by what it carries: over stdio there are no headers."""
    params: JsonValue = message.get("params")
    meta: JsonValue = params.get("_meta") if type(params) is dict else None
    return type(meta) is dict and _PROTOCOL_VERSION in meta


def is_id(value: JsonValue) -> bool:
    """Whether this is an id, or a token, of which every reader makes the same."""
    if type(value) is int:
        return -_MAX_INTEGER < value < _MAX_INTEGER
    return type(value) is str and len(value) <= 256


def is_plain(params: dict[str, Any], modern: bool) -> bool:
    """Whether what these parameters have in `_meta` changes no answer."""
    meta: JsonValue = params.get("_meta", _NOTHING)
    if type(meta) is not dict:
        return False
    if not modern:
        return not meta or _extras_are_plain(meta, _NONE)
    return (
        meta.get(_PROTOCOL_VERSION) == MODERN_VERSION
        and _capabilities_are_plain(meta.get(_CLIENT_CAPABILITIES))
        and (_CLIENT_INFO not in meta or is_info(meta[_CLIENT_INFO]))
        and (meta.keys() <= _META_KEYS or _extras_are_plain(meta, _MODERN_KEYS))
    )


def is_rememberable(meta: JsonValue) -> bool:
    """Whether what equals this plain `_meta` of 2026-07-28 is as plain: it has no numbers and flags.

    To Python `1`, `1.0` and `true` are equal; as a token they are not.
    """
    return type(meta) is dict and meta.keys() <= _META_KEYS


def _extras_are_plain(meta: dict[str, Any], known: frozenset[str]) -> bool:
    """What else comes in `_meta` changes no answer: nothing here reports progress or sends a log."""
    if _PROGRESS_TOKEN in meta and not is_id(meta[_PROGRESS_TOKEN]):
        return False
    return is_level(meta.get(_LOG_LEVEL, "info")) and all(
        key in known or not key.startswith(_RESERVED) for key in meta
    )


def is_level(value: JsonValue) -> bool:
    """Whether this is a level of logs."""
    return type(value) is str and value in _LEVELS


def _capabilities_are_plain(capabilities: JsonValue) -> bool:
    """Objects of objects: nothing whose type the SDK could refuse."""
    return (
        type(capabilities) is dict
        and capabilities.keys() <= _CAPABILITY_KEYS
        and _ONLY_OBJECTS.issuperset(map(type, capabilities.values()))
        and all(_ONLY_OBJECTS.issuperset(map(type, one.values())) for one in capabilities.values())
    )
