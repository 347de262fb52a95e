"""A contract as JSON: the same contract gives the same bytes, whatever the order of the spec."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from .document import (
    FORMAT,
    Client,
    Contract,
    ContractTool,
    Mcp,
    Method,
    Parameter,
    Rest,
    RestRoute,
    ResultType,
)

_WIDTH: Final = 96


def to_bytes(contract: Contract) -> bytes:
    """The document, keys sorted but where the order means something, in UTF-8."""
    document = {
        "format": FORMAT,
        "client": _each(contract.clients, _client),
        "types": _each(contract.types, _type),
        "rest": _each(contract.rest, _rest),
        "mcp": _each(contract.mcp, _mcp),
    }
    return (laid_out(document) + "\n").encode("utf-8", "backslashreplace")


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON for reviewers: what fits a line stands in one, so that a change is a line of the diff."""
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if indent + len(flat) <= _WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + 2
    if isinstance(value, dict):
        brackets = "{}"
        lines = [
            f"{json.dumps(key, ensure_ascii=False)}: {laid_out(item, inner)}"
            for key, item in value.items()
        ]
    else:
        brackets = "[]"
        lines = [laid_out(item, inner) for item in value]
    separator = ",\n" + " " * inner
    body = separator.join(lines)
    return f"{brackets[0]}\n{' ' * inner}{body}\n{' ' * indent}{brackets[1]}"


def _each(values: Mapping[str, Any], as_json: Any) -> dict[str, Any]:
    return {name: as_json(values[name]) for name in sorted(values)}


def _client(client: Client) -> dict[str, Any]:
    return {
        "classes": list(client.classes),
        "base_uri": client.base_uri,
        "authentication": client.authentication,
        "credentials": list(client.credentials),
        "methods": _each(client.methods, _method),
    }


def _method(method: Method) -> dict[str, Any]:
    return {
        "request": method.request,
        "positional": [_parameter(each) for each in method.positional],
        "keywords": [_parameter(method.keywords[name]) for name in sorted(method.keywords)],
        "returns": method.returns,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {"name": parameter.name, "type": parameter.type, "required": parameter.required}


def _type(result: ResultType) -> dict[str, Any]:
    if result.stands_for:
        return {"stands_for": result.stands_for}
    document: dict[str, Any] = {"keys": dict(sorted(result.keys.items()))}
    if result.required is not None:
        document["required"] = sorted(result.required)
    return document


def _rest(rest: Rest) -> dict[str, Any]:
    document: dict[str, Any] = {"authentication": rest.authentication}
    if rest.trailing_slash != "same":
        document["trailing_slash"] = rest.trailing_slash
    return {**document, "routes": _each(rest.routes, _route)}


def _route(route: RestRoute) -> dict[str, Any]:
    document: dict[str, Any] = {
        "operation": route.operation,
        "parameters": _each(
            route.parameters,
            lambda each: {"required": each.required, "schema": _sorted(each.schema)},
        ),
    }
    if route.sends is not None:
        document["sends"] = list(route.sends)
    if route.body is not None:
        document["body"] = {
            "required": route.body.required,
            "media_type": route.body.media_type,
            "schema": _sorted(route.body.schema),
        }
    if route.answer is not None:
        document["answer"] = _sorted(route.answer)
    if route.media_type:
        document["media_type"] = route.media_type
    return document


def _mcp(mcp: Mcp) -> dict[str, Any]:
    document: dict[str, Any] = {"authentication": mcp.authentication}
    if mcp.instructions:
        document["instructions"] = mcp.instructions
    document["tools"] = _each(mcp.tools, _tool)
    document["resources"] = _each(mcp.resources, _sorted)
    document["prompts"] = _each(mcp.prompts, _sorted)
    return document


def _tool(tool: ContractTool) -> dict[str, Any]:
    document: dict[str, Any] = {"title": tool.title} if tool.title else {}
    document["description"] = tool.description
    document["hints"] = dict(sorted(tool.hints.items()))
    if tool.sends is not None:
        document["sends"] = list(tool.sends)
    document["input_schema"] = _sorted(tool.input_schema)
    if tool.output_schema is not None:
        document["output_schema"] = _sorted(tool.output_schema)
    return document


def _sorted(value: Any) -> Any:
    """A schema with sorted keys. Lists keep their order: that of an enumeration is the spec's."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(each) for each in value]
    return value
