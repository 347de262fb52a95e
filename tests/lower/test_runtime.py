"""Which folders of the runtime a package gets: those of its adapters."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

SPEC: Final[dict[str, Any]] = {
    "naftiko": "1.0.0-alpha2",
    "capability": {
        "consumes": [
            {
                "type": "http",
                "namespace": "shop",
                "baseUri": "https://shop.example",
                "resources": [
                    {
                        "name": "things",
                        "path": "/things",
                        "operations": [{"name": "list-things", "method": "GET"}],
                    }
                ],
            }
        ]
    },
}
REST: Final = {
    "type": "rest",
    "namespace": "shop-rest",
    "port": 8080,
    "resources": [
        {
            "name": "things",
            "path": "/things",
            "operations": [{"name": "list-things", "method": "GET", "call": "shop.list-things"}],
        }
    ],
}
MCP: Final = {
    "type": "mcp",
    "namespace": "shop-mcp",
    "port": 9090,
    "tools": [{"name": "list-things", "description": "List", "call": "shop.list-things"}],
}


@pytest.mark.parametrize(
    ("exposes", "folders"),
    [
        ([], set()),
        ([REST], {"server", "rest"}),
        ([MCP], {"server", "mcp"}),
        ([REST, MCP], {"server", "rest", "mcp"}),
    ],
)
def test_a_package_gets_the_folders_of_its_adapters(
    tmp_path: Path, exposes: list[dict[str, Any]], folders: set[str]
) -> None:
    capability = {**SPEC["capability"], "exposes": exposes}
    spec = tmp_path / "shop.yaml"
    spec.write_text(yaml.safe_dump({**SPEC, "capability": capability}))
    understood = understand(spec, None, Findings())
    assert understood is not None
    written = build(understood, Options("shop"))
    made = {path.split("/")[1] for path in written if path.count("/") == 2 and "_runtime" in path}
    assert made == {"transport", "wire", "calls", "client", *folders}
