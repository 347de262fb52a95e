"""Names of files that could not be checked out everywhere are found before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.pipeline import understand
from generator.store.packages import collisions, package_name

SPEC = """\
naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.test/v1
      resources:
        - name: items
          path: /items
          operations: [{name: list-items, method: GET}]
  exposes:
"""
REST = """\
    - type: rest
      namespace: "NAME"
      port: 8080
      resources:
        - path: /items
          name: items
          operations: [{method: GET, name: list-items, call: shop.list-items}]
"""
MCP = """\
    - type: mcp
      namespace: "NAME"
      port: 9090
      tools: [{name: list-items, description: Items, call: shop.list-items}]
"""


def codes(tmp_path: Path, *adapters: tuple[str, str]) -> list[tuple[str, int]]:
    spec = tmp_path / "shop.yaml"
    spec.write_text(SPEC + "".join(kind.replace("NAME", name) for kind, name in adapters))
    findings = Findings()
    understand(spec, None, findings)
    wanted = ("CAP507", "CAP508")
    return [
        (each.code, each.span.start.line)
        for each in findings.sorted()
        if each.span and each.code in wanted
    ]


@pytest.mark.parametrize("kind", [REST, MCP])
@pytest.mark.parametrize("pair", [("Shop-api", "shop-api"), ("shop api", "shop-api"), ("A", "a")])
def test_two_that_would_be_one_file(tmp_path: Path, kind: str, pair: tuple[str, str]) -> None:
    found = codes(tmp_path, (kind, pair[0]), (kind, pair[1]))
    second = 11 + kind.count("\n") + 2
    assert found == [("CAP507", second)]


def test_adapters_of_two_kinds_have_files_of_their_own(tmp_path: Path) -> None:
    assert codes(tmp_path, (REST, "Shop"), (MCP, "shop")) == []


@pytest.mark.parametrize("name", ["con", "CON", "Aux", "nul", "prn", "com1", "LPT9", "con.v2"])
@pytest.mark.parametrize("kind", [REST, MCP])
def test_a_device_of_windows(tmp_path: Path, kind: str, name: str) -> None:
    assert codes(tmp_path, (kind, name)) == [("CAP508", 13)]


@pytest.mark.parametrize("name", ["console", "com", "com10", "auxiliary", "icon"])
def test_names_that_only_look_like_one(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, (REST, name)) == []


@pytest.mark.parametrize("name", ["con", "Aux", "NUL", "com1"])
def test_the_name_of_a_package_is_no_device(name: str) -> None:
    assert package_name(Path(f"{name}-capability.yaml")) == f"{name.lower()}_"


def test_packages_that_differ_in_case_only_collide() -> None:
    specs = [(Path("a.yaml"), "Shop"), (Path("b.yaml"), "shop"), (Path("c.yaml"), "other")]
    assert collisions(specs) == {"Shop": (Path("a.yaml"), Path("b.yaml"))}
