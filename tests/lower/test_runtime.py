"""Which modules of the runtime a package gets: those that it reaches, and no others."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator, Mapping
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
        ([REST], {"server", "rest", "credentials"}),
        ([MCP], {"server", "mcp", "credentials"}),
        ([REST, MCP], {"server", "rest", "mcp", "credentials"}),
    ],
)
def test_a_package_gets_the_folders_of_its_adapters(
    tmp_path: Path, exposes: list[dict[str, Any]], folders: set[str]
) -> None:
    written = _package(tmp_path, exposes)
    made = {path.split("/")[1] for path in written if path.count("/") == 2 and "_runtime" in path}
    assert made == {"transport", "wire", "calls", "client", *folders}


def _package(tmp_path: Path, exposes: list[dict[str, Any]]) -> Mapping[str, bytes]:
    capability = {**SPEC["capability"], "exposes": exposes}
    spec = tmp_path / "shop.yaml"
    spec.write_text(yaml.safe_dump({**SPEC, "capability": capability}))
    understood = understand(spec, None, Findings())
    assert understood is not None
    return build(understood, Options("shop"))


def _imports(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Each module with every module of its package that it imports, found by Python's own rules."""
    for path, content in files.items():
        if not path.endswith(".py"):
            continue
        package = ".".join(["shop", *path.split("/")[:-1]])
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                for alias in node.names:
                    names = [f"{base}.{alias.name}", base]
                    yield path, "|".join(name.replace(".", "/") for name in names)


@pytest.mark.parametrize("exposes", [[], [REST], [MCP], [REST, MCP]])
def test_every_import_is_answered_and_every_module_imported(
    tmp_path: Path, exposes: list[dict[str, Any]]
) -> None:
    files = _package(tmp_path, exposes)
    there = {f"shop/{path}" for path in files}
    used: set[str] = set()
    for path, names in _imports(files):
        candidates = [
            f"{name}{end}" for name in names.split("|") for end in (".py", "/__init__.py")
        ]
        answering = [each for each in candidates if each in there]
        assert answering, (path, names)
        used.add(answering[0])
    inner = {each for each in there if each.startswith("shop/_runtime/") and "__init__" not in each}
    assert inner <= used


def test_what_no_route_uses_is_left_out(tmp_path: Path) -> None:
    files = _package(tmp_path, [REST, MCP])
    assert "_runtime/wire/mapping.py" not in files
    assert "_runtime/wire/binary.py" not in files
    mapped = {**REST["resources"][0]["operations"][0]}
    mapped["outputParameters"] = [{"type": "string", "name": "id", "mapping": "$.id"}]
    with_output = {**REST, "resources": [{**REST["resources"][0], "operations": [mapped]}]}
    assert "_runtime/wire/mapping.py" in _package(tmp_path, [with_output])
