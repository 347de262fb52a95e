"""Requests from dice: a well-formed one, changed a few times in its parts or in its bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from .asking import Asked, legacy, modern
from .sample import TOOLS

_SCALARS: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    3.0,
    2.5,
    1e300,
    2**53,
    2**64,
    10**40,
    "",
    "x",
    "é",
    "😀",
    "\x00",
    "tools/call",
    "echo",
    "2025-11-25",
    "2026-07-28",
    "[1]",
    '{"a":1}',
    [],
    {},
    [1, [2]],
    {"a": {"b": None}},
    "\u2028",
)
_KEYS: Final = (
    "name",
    "arguments",
    "_meta",
    "cursor",
    "id",
    "jsonrpc",
    "method",
    "params",
    "count",
    "ids",
    "body",
    "progressToken",
    "task",
    "",
    "x",
    "io.modelcontextprotocol/protocolVersion",
    "io.modelcontextprotocol/clientInfo",
    "io.modelcontextprotocol/clientCapabilities",
    "io.modelcontextprotocol/logLevel",
)
_HEADER_NAMES: Final = (
    "accept",
    "content-type",
    "mcp-protocol-version",
    "mcp-method",
    "mcp-name",
    "mcp-param-x",
    "content-encoding",
    "x-other",
    "user-agent",
    "mcp-session-id",
    "content-length",
)
_HEADER_VALUES: Final = (
    "",
    "*/*",
    "application/json",
    "application/json, text/event-stream",
    "text/plain",
    "2025-06-18",
    "2026-07-28",
    "2024-11-05",
    "tools/call",
    "tools/list",
    "echo",
    "object",
    "echo ",
    "gzip",
    "x",
    "9",
    "=?base64?ZWNobw==?=",
)
_NAMES: Final = tuple(
    tool.name for tool in TOOLS if tool.name not in ("slow", "huge", "deep", "broken")
)


def mutated(dice: random.Random) -> Asked:
    """One request: a third of them as they should be, the others with up to three changes."""
    asked = _well_formed(dice)
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        asked = dice.choice(_CHANGES)(asked, dice)
    return asked


def _well_formed(dice: random.Random) -> Asked:
    make = dice.choice((legacy, modern))
    request_id = dice.choice((0, 1, -7, 2**40, "a", "é", "x" * 40))
    roll = dice.random()
    if roll < 0.12:
        return make("tools/list", None, request_id)
    if roll < 0.18:
        return make(
            dice.choice(("ping", "server/discover", "initialize", "resources/list")),
            None,
            request_id,
        )
    params: dict[str, Any] = {"name": dice.choice((*_NAMES, "echo", "echo", "echo", "nothing"))}
    if dice.random() < 0.8:
        params["arguments"] = _arguments(dice) if params["name"] == "echo" else {}
    return make("tools/call", params, request_id)


def _arguments(dice: random.Random) -> dict[str, Any]:
    arguments: dict[str, Any] = {"name": dice.choice(("x", "é", "😀", "a/b", ""))}
    properties = tuple(TOOLS[0].input_schema["properties"])
    for _ in range(dice.randrange(4)):
        arguments[dice.choice((*properties, "other"))] = dice.choice(_SCALARS)
    return arguments


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every member of a document, as container and key."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        for key in value:
            found += [(value, key), *_places(value[key])]
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found += [(value, at), *_places(item)]
    return found


def _change_value(asked: Asked, dice: random.Random) -> Asked:
    return _edited(
        asked, dice, lambda container, key: container.__setitem__(key, dice.choice(_SCALARS))
    )


def _drop_member(asked: Asked, dice: random.Random) -> Asked:
    return _edited(asked, dice, lambda container, key: container.__delitem__(key))


def _add_member(asked: Asked, dice: random.Random) -> Asked:
    def add(container: Any, _: Any) -> None:
        if isinstance(container, dict):
            container[dice.choice(_KEYS)] = dice.choice(_SCALARS)

    return _edited(asked, dice, add)


def _edited(asked: Asked, dice: random.Random, edit: Callable[[Any, Any], Any]) -> Asked:
    try:
        message = json.loads(asked.body)
        places = _places(message)
    except (ValueError, RecursionError):
        return asked
    if places:
        edit(*dice.choice(places))
    return replace(
        asked, body=json.dumps(message, ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
    )


def _change_bytes(asked: Asked, dice: random.Random) -> Asked:
    body = bytearray(asked.body)
    if body:
        at = dice.randrange(len(body))
        body[at : at + dice.randrange(3)] = bytes(
            dice.randrange(256) for _ in range(dice.randrange(3))
        )
    return replace(asked, body=bytes(body))


def _repeat_bytes(asked: Asked, dice: random.Random) -> Asked:
    body = asked.body
    start, end = sorted((dice.randrange(len(body) + 1), dice.randrange(len(body) + 1)))
    return replace(asked, body=body[:end] + body[start:])


def _set_header(asked: Asked, dice: random.Random) -> Asked:
    return asked.with_header(dice.choice(_HEADER_NAMES), dice.choice((None, *_HEADER_VALUES)))


def _add_header(asked: Asked, dice: random.Random) -> Asked:
    return asked.with_added_header(dice.choice(_HEADER_NAMES), dice.choice(_HEADER_VALUES))


def _cut_in_pieces(asked: Asked, dice: random.Random) -> Asked:
    return replace(asked, pieces=dice.choice((2, 5)))


_CHANGES: Final[tuple[Callable[[Asked, random.Random], Asked], ...]] = (
    _change_value,
    _change_value,
    _change_value,
    _drop_member,
    _add_member,
    _add_member,
    _change_bytes,
    _repeat_bytes,
    _set_header,
    _set_header,
    _add_header,
    _cut_in_pieces,
)
