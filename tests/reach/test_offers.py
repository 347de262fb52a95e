"""Resources and prompts are in the reach, too."""

from __future__ import annotations

import json
from pathlib import Path

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

SPEC = """
ikanos: 1.0.0-beta5
capability:
  consumes:
    - namespace: shop
      type: http
      baseUri: https://shop.test
      resources: {items: {path: "/items/{{id}}", operations: {get: {method: GET}}}}
  exposes:
    - type: mcp
      namespace: shop-mcp
      port: 9090
      description: The shop.
      tools: {get: {description: Gets., call: shop.get}}
      resources:
        item: {uri: "shop://items/{id}", description: An item., call: shop.get}
      prompts:
        ask: {description: Asks., arguments: {what: {description: w, required: true}},
              template: [{role: user, content: "About {{what}}"}]}
"""


def test_what_they_reach(tmp_path: Path) -> None:
    spec = tmp_path / "shop.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    understood = understand(spec, None, Findings())
    assert understood is not None
    files = build(understood, Options("shop"))
    units = json.loads(files["REACH.json"])["surfaces"]["shop-mcp"]["units"]
    assert units["resource shop://items/{id}"]["calls"] == ["shop.get"]
    assert [each["name"] for each in units["resource shop://items/{id}"]["inputs"]] == ["id"]
    assert units["prompt ask"]["answer"] == "texts of the specification"
    assert b"`resource shop://items/{id}`" in files["REACH.md"]
