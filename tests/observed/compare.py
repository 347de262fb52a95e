"""Where an answer differs from the recorded one in what its caller sees.

Left aside, because no caller relies on it: how a query is spelled (`+` and `%20`), headers that
every library sends, what MCP results hold beside content and `isError`, the words of errors.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import quote, unquote, unquote_plus

from .cases import Call
from .replay import Outcome

_OF_THE_LIBRARY: Final = frozenset(
    (
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "traceparent",
        "transfer-encoding",
        "user-agent",
    )
)
_TARGET: Final = re.compile(r"(?<![\w/])/echo[^\s\"\\]*")


def differences(call: Call, outcome: Outcome, *, in_order: bool) -> list[str]:
    """Which parts of the answer differ, in words; nothing where all is the same."""
    match call.kind:
        case "rest":
            found = _rest(call.answer, outcome.answer)
        case "tool":
            found = _tool(call.answer, outcome.answer)
        case _:
            found = _protocol(call.answer, outcome.answer)
    theirs = [_request(each) for each in call.upstream]
    ours = [_request(each) for each in outcome.upstream]
    if not in_order:
        theirs, ours = sorted(theirs), sorted(ours)
    if theirs != ours:
        found.append("upstream")
    return found


def _rest(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    found = []
    if theirs["status"] != ours["status"]:
        found.append("status")
    if theirs["status"] >= 400 and _is_of_the_engine(theirs):
        return found
    if _header(theirs, "content-type") != _header(ours, "content-type"):
        found.append("content type")
    if (_header(theirs, "etag") is None) != (_header(ours, "etag") is None):
        found.append("etag")
    if _data(theirs["body"]) != _data(ours["body"]):
        found.append("body")
    return found


def _is_of_the_engine(answer: dict[str, Any]) -> bool:
    """Whether an error is the engine's own: its words, its pages, or nothing at all."""
    return _header(answer, "content-type") in (None, "text/plain", "text/html")


def _header(answer: dict[str, Any], name: str) -> str | None:
    for key, value in answer["headers"].items():
        if key.lower() == name:
            return str(value).partition(";")[0].strip().lower() if name == "content-type" else value
    return None


def _tool(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    if "code" in theirs or "code" in ours:
        return [] if theirs.get("code") == ours.get("code") else ["error"]
    if theirs["isError"] != ours["isError"]:
        return ["isError"]
    if theirs["isError"] and not _is_upstreams(theirs):
        return []
    if [_block(each) for each in theirs["content"]] != [_block(each) for each in ours["content"]]:
        return ["content"]
    return []


def _is_upstreams(answer: dict[str, Any]) -> bool:
    """Whether the text of a failed result is what upstream said."""
    texts = [each.get("text", "") for each in answer["content"]]
    return any(text.startswith(("{", "[", "plain ")) for text in texts)


def _block(block: dict[str, Any]) -> Any:
    if block["type"] == "text":
        return _data(block["text"])
    if block["type"] == "resource":
        resource = {key: value for key, value in block["resource"].items() if key != "uri"}
        return {**block, "resource": resource}
    return block


def _protocol(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    if "error" in theirs or "error" in ours:
        same = theirs.get("error", {}).get("code") == ours.get("error", {}).get("code")
        return [] if same else ["error"]
    found = []
    for key, value in theirs["result"].items():
        if key in ("_meta", "ttlMs", "cacheScope", "resultType"):
            continue
        other = ours["result"].get(key)
        if key == "tools":
            found += _tools(value, other or [])
        elif _without_nulls(value) != _without_nulls(other):
            found.append(key)
    return found


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _tools(theirs: list[dict[str, Any]], ours: list[dict[str, Any]]) -> list[str]:
    by_name = {each["name"]: each for each in ours}
    found = []
    for tool in theirs:
        other = by_name.get(tool["name"])
        if other is None:
            found.append(f"no tool {tool['name']}")
            continue
        found += [f"{key} of {tool['name']}" for key in _tool_differences(tool, other)]
    return found


def _tool_differences(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    found = [key for key in ("title", "description") if key in theirs and theirs[key] != ours[key]]
    schema, other = theirs["inputSchema"], ours["inputSchema"]
    for name, said in schema.get("properties", {}).items():
        entry = other.get("properties", {}).get(name, {})
        if any(entry.get(key) != value for key, value in said.items()):
            found.append(f"argument {name}")
    if set(schema.get("required", ())) - set(other.get("required", ())):
        found.append("required")
    hints = {k: v for k, v in theirs.get("annotations", {}).items() if k != "title"}
    if any(ours["annotations"].get(key) != value for key, value in hints.items()):
        found.append("annotations")
    return found


# --- the same, spelled alike ----------------------------------------------------------------------


def headers_of(request: dict[str, Any]) -> dict[str, str]:
    """The headers of a request that its API may look at, names in lower case."""
    headers = {
        key.lower(): str(value)
        for key, value in request["headers"].items()
        if key.lower() not in _OF_THE_LIBRARY
    }
    if not request["body"]:
        headers.pop("content-type", None)
    return headers


def _request(request: dict[str, Any]) -> str:
    data = _data(request["body"])
    shown = [request["method"], _target(request["target"]), data, headers_of(request)]
    return json.dumps(shown, sort_keys=True, ensure_ascii=False)


def _data(text: str) -> Any:
    """A body: JSON as data, so that white space does not count but `1` and `1.0` differ."""
    try:
        data = json.loads(text, parse_float=lambda spelled: {"float": float(spelled)})
    except ValueError:
        return _TARGET.sub(lambda found: _target(found[0]), text)
    return _spelled(data)


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return _TARGET.sub(lambda found: _target(found[0]), value)
    if isinstance(value, dict):
        # The order of keys is what a reader sees.
        return [[key, _spelled(each)] for key, each in value.items()]
    if isinstance(value, bool):
        return {"bool": value}
    return [_spelled(each) for each in value] if isinstance(value, list) else value


def _target(target: str) -> str:
    path, mark, query = target.partition("?")
    pairs = [
        "=".join(quote(unquote_plus(part), safe="") for part in pair.split("=", 1))
        for pair in query.split("&")
    ]
    return quote(unquote(path), safe="/") + mark + "&".join(pairs)
