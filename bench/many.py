"""A capability with many tools, made for the benchmark, and its package."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

from .processes import environment, python

TOOLS: Final = 60
NAME: Final = "many"


def make(folder: Path) -> None:
    """Generate the package `many` into a folder."""
    spec = folder / "many.yaml"
    spec.write_text(json.dumps(_capability()), "utf-8")  # JSON is YAML 1.2.
    subprocess.run(
        python("generator", "generate", str(spec), "--out", str(folder), "--package", NAME),
        cwd=folder,
        env=environment(CAPWRIGHT_CACHE_DIR=str(folder / "cache")),
        check=True,
        capture_output=True,
        timeout=120,
    )


def _capability() -> dict[str, Any]:
    names = [f"listthings{number:02}" for number in range(TOOLS)]
    mapping = {"outputParameters": [{"type": "object", "mapping": "$."}]}
    return {
        "naftiko": "1.0.0-alpha2",
        "info": {"label": "Many", "description": "An API with many operations."},
        "capability": {
            "consumes": [
                {
                    "type": "http",
                    "namespace": NAME,
                    "baseUri": "https://api.example.com",
                    "resources": [_resource(name) for name in names],
                }
            ],
            "exposes": [
                {
                    "type": "rest",
                    "namespace": "many-rest",
                    "port": 8080,
                    "resources": [
                        {
                            "name": name,
                            "path": f"/{name}",
                            "operations": [
                                {"method": "GET", "name": name, "call": f"{NAME}.{name}"}
                            ],
                        }
                        for name in names
                    ],
                },
                {
                    "type": "mcp",
                    "namespace": "many-mcp",
                    "port": 9090,
                    "transport": "http",
                    "description": "Many tools.",
                    "tools": [
                        {
                            "name": name,
                            "description": f"List the things of the kind {name[-2:]} page by page",
                            "call": f"{NAME}.{name}",
                            "inputParameters": _parameters(),
                            "with": {"kind": "tools.kind", "limit": "tools.limit"},
                            **mapping,
                        }
                        for name in names
                    ],
                },
            ],
        },
    }


def _resource(name: str) -> dict[str, Any]:
    inputs = [{**parameter, "in": "query"} for parameter in _parameters()]
    return {
        "name": name,
        "path": f"/{name}",
        "operations": [{"name": name, "method": "GET", "inputParameters": inputs}],
    }


def _parameters() -> list[dict[str, Any]]:
    return [
        {"name": "kind", "type": "string", "description": "Only things of this kind"},
        {"name": "limit", "type": "integer", "description": "At most so many things"},
    ]
