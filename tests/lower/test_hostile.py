"""A spec that tries to become code: in names, paths, descriptions, keys, patterns, URLs."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

MARK = "owned_by_spec"
ATTACKS = [
    f'"""\n{MARK}()\n"""',
    f"'); {MARK}(); ('",
    f"\\\n{MARK}()",
    f"{{% raw %}}{{{{ {MARK}() }}}}",
    f"\r{MARK}()",
    f"\u2028{MARK}()\u2029",
    f"# \x0c{MARK}()",
    f"\u202e){MARK}(",
    f"\\N{{DIGIT ONE}}\\x41 {MARK}()",
]


def hostile(attack: str) -> dict[str, Any]:
    """A capability with the attack in every text."""
    with_ = {f"x{attack}": f"rest.x{attack}"}
    parameter = {
        "name": f"q{attack}",
        "in": "query",
        "type": "string",
        "description": attack,
        "required": True,
    }
    operation = {
        "name": f"list{attack}",
        "method": "POST",
        "description": attack,
        "inputParameters": [parameter, {"name": f"h{attack}", "in": "query"}],
        "body": {"type": "json", "data": {f"k{attack}": attack, "v": f"a{attack}{{{{tools.v}}}}"}},
    }
    api = {
        "type": "http",
        "namespace": "shop",
        "description": attack,
        "baseUri": "https://shop.test/v1",
        # With a hole it is no secret, of which nothing would stand in the package.
        "authentication": {
            "type": "apikey",
            "key": "x-key",
            "value": f"{attack}{{{{SHOP_KEY}}}}",
            "placement": "query",
        },
        "resources": [{"name": "items", "path": "/items/x", "operations": [operation]}],
    }
    exposed = {
        "name": f"expose{attack}",
        "method": "POST",
        "description": attack,
        "call": f"shop.list{attack}",
        "with": with_,
        "inputParameters": [
            {"name": f"p{attack}", "in": "query", "type": "string", "pattern": attack}
        ],
        "outputParameters": [{"type": "object", "properties": {attack: {"type": "string"}}}],
    }
    rest = {
        "type": "rest",
        "namespace": "shop-rest",
        "port": 1,
        "resources": [{"path": "/a", "name": "a", "operations": [exposed]}],
    }
    tool = {"name": f"tool{attack}", "description": attack, "call": f"shop.list{attack}"}
    mcp = {
        "type": "mcp",
        "namespace": "shop-mcp",
        "description": attack,
        "port": 2,
        "tools": [tool],
    }
    info = {"label": attack, "description": attack}
    return {
        "naftiko": "1.0.0-alpha2",
        "info": info,
        "capability": {"consumes": [api], "exposes": [rest, mcp]},
    }


def generated(spec: Path) -> Mapping[str, bytes]:
    understood = understand(spec, None, Findings())
    assert understood is not None
    return build(understood, Options("hostile"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_spec_becomes_code(tmp_path: Path, attack: str) -> None:
    spec = tmp_path / "hostile-capability.yaml"
    spec.write_text(json.dumps(hostile(attack)), encoding="utf-8")
    files = generated(spec)
    assert b"owned_by_spec" in files["client.py"]
    for path, content in files.items():
        if not path.endswith(".py") or path.startswith("_runtime/"):
            continue
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.Call):
                assert not (isinstance(node.func, ast.Name) and MARK in node.func.id), path
        compile(content, path, "exec")
        assert not any(c in content.decode() for c in "\x0c\u2028\u2029\u202e"), path


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        spec = tmp_path / folder / "hostile-capability.yaml"
        spec.write_text(json.dumps(hostile("plain")), encoding="utf-8")
    first, second = (
        generated(tmp_path / folder / "hostile-capability.yaml") for folder in ("one", "two")
    )
    assert first == second
