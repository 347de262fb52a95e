"""A capability of many tools, from an OpenAPI document: only as much as it takes to list and find them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

_METHODS: Final = ("get", "put", "post", "delete", "patch")


def capability(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A capability of the official language, and its tools by `METHOD /path`."""
    operations: dict[str, Any] = {}
    tools: dict[str, Any] = {}
    names: dict[str, str] = {}
    for path, method, operation in _operations(document):
        name = _name(operation["operationId"], names.values())
        inputs = dict(_inputs(document, operation))
        names[f"{method.upper()} {path}"] = name
        resource = operations.setdefault(path, {"path": _placeholders(path), "operations": {}})
        resource["operations"][name] = {
            "method": method.upper(),
            "inputParameters": {
                key: {"in": place, "type": "string"} for key, (place, _) in inputs.items()
            },
        }
        tools[name] = {
            "display": operation.get("summary") or name,
            "description": operation.get("description") or operation.get("summary") or name,
            "tags": operation.get("tags", []),
            "call": f"api.{name}",
            "inputParameters": {
                key: {"type": "string", "description": told or key, "required": place == "path"}
                for key, (place, told) in inputs.items()
            },
        }
    consumed = {
        "namespace": "api",
        "type": "http",
        "description": "An API.",
        "baseUri": "http://127.0.0.1:9",
        "resources": {f"r{number}": each for number, each in enumerate(operations.values())},
    }
    exposed = {
        "type": "mcp",
        "port": 9090,
        "namespace": "api-mcp",
        "description": "An API.",
        "tools": tools,
    }
    content = {"consumes": [consumed], "exposes": [exposed]}
    return {"ikanos": "1.0.0-beta5", "capability": content}, names


def _name(operation_id: str, taken: Collection[str]) -> str:
    """A name that every client takes (64 characters), unlike the others."""
    name = operation_id.replace("/", "_")[:64]
    return name if name not in taken else f"{name[:60]}_{len(taken)}"


def written(document: Path, file: Path) -> dict[str, str]:
    """Write the capability of a document; its tools by `METHOD /path`."""
    spec, names = capability(json.loads(document.read_text(encoding="utf-8")))
    # JSON is YAML, and a thousand tools are read sooner so.
    file.write_text(json.dumps(spec, indent=1), encoding="utf-8")
    return names


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _inputs(
    document: Mapping[str, Any], operation: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name → where it goes, and what is said of it."""
    for parameter in operation.get("parameters", ()):
        each = _target(document, parameter)
        if each["in"] in ("path", "query"):
            yield each["name"], (each["in"], each.get("description", ""))
    body = _target(document, operation.get("requestBody", {}))
    for content in list(body.get("content", {}).values())[:1]:
        properties = _target(document, content.get("schema", {})).get("properties", {})
        for name, schema in properties.items():
            yield name, ("body", str(_target(document, schema).get("description", "")))


def _target(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in value:
        found: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value


def _placeholders(path: str) -> str:
    return path.replace("{", "{{").replace("}", "}}")
