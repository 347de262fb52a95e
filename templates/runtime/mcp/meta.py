"""`_meta` of a request: what it says of the era, and whether it changes anything."""

from __future__ import annotations

from typing import Any, Final

from ..values import JsonValue
from .handshake import is_info
from .listing import MODERN_VERSION

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


def take_extras(meta: dict[str, Any], modern: bool) -> bool:
    """Take out what differs from call to call, and say whether it was plain.

    It changes no answer: nothing here reports progress or sends a log.
    """
    if _PROGRESS_TOKEN in meta and not is_id(meta.pop(_PROGRESS_TOKEN)):
        return False
    return not modern or _LOG_LEVEL not in meta or is_level(meta.pop(_LOG_LEVEL))


def is_plain(meta: dict[str, Any], modern: bool) -> bool:
    """Whether the rest of `_meta` changes no answer."""
    if modern and not (
        meta.get(_PROTOCOL_VERSION) == MODERN_VERSION
        and _capabilities_are_plain(meta.get(_CLIENT_CAPABILITIES))
        and (_CLIENT_INFO not in meta or is_info(meta[_CLIENT_INFO]))
    ):
        return False
    return not any(key.startswith(_RESERVED) and not (modern and key in _META_KEYS) for key in meta)


def is_rememberable(meta: dict[str, Any]) -> bool:
    """Whether what equals this plain `_meta` of 2026-07-28 is as plain: it has nothing but that says who asks."""
    return meta.keys() <= _META_KEYS


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
