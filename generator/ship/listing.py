"""`server.json`: an MCP server as registries list it, installed from PyPI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from .what import Shipped

SCHEMA: Final = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
_LONGEST: Final = 100
"""Characters of a description."""


def listing(shipped: Shipped) -> Mapping[str, str]:
    """`server.json`, and the line of the README by which a registry knows the package for ours."""
    adapter = next(each for each in shipped.adapters if each.kind == "mcp")
    secrets = [name for up in shipped.upstreams for name in up.secrets]
    variables = [_variable(name, secret=True) for name in dict.fromkeys(secrets)]
    variables += [_variable(name, secret=False) for name in shipped.variables]
    package: dict[str, Any] = {
        "registryType": "pypi",
        "identifier": shipped.distribution,
        "version": shipped.version,
        "transport": {"type": "stdio"},
        "runtimeHint": "uvx",
        "runtimeArguments": [
            {
                "type": "named",
                "name": "--with",
                "value": f"{shipped.distribution}[mcp]=={shipped.version}",
            }
        ],
        "packageArguments": [
            {"type": "positional", "value": "mcp"},
            {"type": "named", "name": "--adapter", "value": adapter.namespace},
            {"type": "named", "name": "--transport", "value": "stdio"},
        ],
    }
    if variables:
        package["environmentVariables"] = variables
    server = {
        "$schema": SCHEMA,
        "name": shipped.name,
        "title": _shortened(shipped.title),
        "description": _shortened(shipped.description),
        "version": shipped.version,
        "packages": [package],
    }
    return {
        "server.json": json.dumps(server, indent=2, ensure_ascii=False) + "\n",
        "README-line.md": f"<!-- mcp-name: {shipped.name} -->\n",
    }


def _shortened(text: str) -> str:
    """Whole sentences if there are any that short, else whole words."""
    if len(text) <= _LONGEST:
        return text
    sentences = text[: _LONGEST + 1].rpartition(". ")[0]
    if sentences:
        return f"{sentences}."
    words = text[:_LONGEST].rpartition(" ")[0] or text[: _LONGEST - 1]
    return f"{words[: _LONGEST - 1]}…"


def _variable(name: str, *, secret: bool) -> dict[str, Any]:
    return {
        "name": name,
        "description": f"The value of {name}.",
        "isRequired": True,
        "isSecret": secret,
    }
