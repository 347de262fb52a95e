"""The schemas of tools are what the strictest hosts take; docs/mcp.md, "What hosts ask of schemas", names the sources."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings
from generator.lower.tools import input_schema
from generator.pipeline import understand
from templates.runtime.mcp.deep_schema import DeepRules
from tests.support.processes import ROOT

SHARED = os.environ.get("CAPWRIGHT_SHARED")
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/*.yaml"))
QUAY = sorted((ROOT / "specs").glob("*-capability.yaml"))
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PROPERTY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KINDS = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
_KEYWORDS = frozenset(
    [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "description",
        "enum",
        "pattern",
        "default",
        "contentEncoding",
        "title",
        "format",
    ]
)
"""No `$ref`, `oneOf`, `allOf`, `not`, `const`, `$schema`: one host or another takes none of them."""

UNTYPED = """\
naftiko: 1.0.0-alpha2
info: {label: Pond, description: Ponds and what swims in them.}
capability:
  consumes:
  - type: http
    namespace: pond
    baseUri: https://pond.example/api
    resources:
    - name: fish
      path: /fish
      operations:
      - name: getfish
        method: GET
        inputParameters:
        - {name: kinds, in: query, type: array}
        - {name: "$filter[name]", in: query, type: string}
  exposes:
  - type: mcp
    namespace: pond-mcp
    tools:
    - name: get.fish of all
      description: Fish
      call: pond.getfish
      inputParameters:
      - {name: kinds, type: array, required: true, description: Which.}
      with: {kinds: tools.kinds}
"""


def _tools(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    understood = understand(path, None, Findings())
    for surface in understood.plan.mcp if understood is not None else ():
        for tool in surface.tools:
            yield tool.name, input_schema(tool)


def _faults(schema: Mapping[str, Any], where: str = "") -> Iterator[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not schema.keys() <= _KEYWORDS:
        yield f"{where}: {sorted(schema.keys() - _KEYWORDS)}"
    if not _KINDS.issuperset(kinds):
        yield f"{where}: {kinds}"
    if "array" in kinds and not isinstance(schema.get("items"), Mapping):
        yield f"{where}: an array without items"
    if "enum" in schema and not all(isinstance(each, str | None) for each in schema["enum"]):
        yield f"{where}: an enumeration of other than texts"
    for name, each in schema.get("properties", {}).items():
        if not _PROPERTY.fullmatch(name):
            yield f"{where}: a property {name!r}"
        yield from _faults(each, f"{where}/{name}")
    if isinstance(schema.get("items"), Mapping):
        yield from _faults(schema["items"], f"{where}[]")


def _held(path: Path) -> list[str]:
    faults = []
    for name, schema in _tools(path):
        if not _NAME.fullmatch(name):
            faults.append(f"{path.name}: a tool {name!r}")
        if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict):
            faults.append(f"{path.name}: {name}: no object with properties")
        faults += [f"{path.name}: {name}{fault}" for fault in _faults(schema)]
    return faults


@pytest.mark.parametrize("path", [*GOLDEN, *QUAY], ids=lambda path: path.parent.name)
def test_our_own_specifications(path: Path) -> None:
    assert _held(path) == []


def test_arrays_of_nobody_knows_what_have_items(tmp_path: Path) -> None:
    """An array without `items` is a 400 of OpenAI and Gemini for all tools; VS Code drops the tool."""
    path = tmp_path / "pond-capability.yaml"
    path.write_text(UNTYPED, encoding="utf-8")
    assert _held(path) == []
    [(_, schema)] = _tools(path)
    assert schema["properties"]["kinds"] == {
        "type": "array", "description": "Which.", "items": {}
    }  # fmt: skip
    assert DeepRules().expected(schema["properties"]["kinds"]) == "an array"


@pytest.mark.skipif(SHARED is None, reason="CAPWRIGHT_SHARED is not set")
@pytest.mark.parametrize("corpus", ["corpus", "corpus2"])
def test_published_files(corpus: str) -> None:
    assert SHARED is not None
    files = sorted((Path(SHARED) / corpus).rglob("*.y*ml"))[:: 40 if corpus == "corpus" else 10]
    assert files
    assert [fault for path in files for fault in _held(path)] == []
