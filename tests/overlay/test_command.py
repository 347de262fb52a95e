"""Overlays as a user meets them: beside a file, as an option, in the table; and what remembers them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.tool.conftest import SMALL, Run, capwright, tree

__all__ = ["capwright"]

BASE = "overlay: 1.2.0\ninfo: {title: T, version: '1'}\nactions:\n"
NEW = f"{BASE}  - {{target: '$.capability.consumes[0].baseUri', update: 'https://new.example'}}\n"
TOOL = f"""{BASE}\
  - target: $.capability.exposes
    update:
      type: mcp
      namespace: pond-mcp
      port: 9090
      tools:
        - {{name: getfish, description: One fish., call: pond.getfish}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "pond-capability.yaml").write_text(SMALL)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAPWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def _beside(folder: Path, text: str = NEW) -> Path:
    path = folder / "specs" / "pond-capability.overlay.yaml"
    path.write_text(text)
    return path


def _base_uri(folder: Path, package: str = "pond") -> str:
    text = (folder / "generated" / package / "settings.py").read_text()
    return "new" if "https://new.example" in text else "old"


def _manifest(folder: Path, package: str = "pond") -> dict[str, object]:
    loaded: dict[str, object] = json.loads(
        (folder / "generated" / package / "MANIFEST.json").read_text()
    )
    return loaded


def test_the_file_beside_is_applied_and_is_no_specification(capwright: Run, folder: Path) -> None:
    overlay = _beside(folder)
    assert capwright("generate", "specs").exit_code == 0
    assert {each.name for each in (folder / "generated").iterdir()} == {"pond"}
    assert _base_uri(folder) == "new"
    manifest = _manifest(folder)
    digest = hashlib.sha256(overlay.read_bytes()).hexdigest()
    assert manifest["overlays"] == [{"name": "pond-capability.overlay.yaml", "sha256": digest}]
    assert manifest["spec"] == {
        "name": "pond-capability.yaml",
        "sha256": hashlib.sha256(SMALL.encode()).hexdigest(),
    }


def test_overlays_among_files_are_none(capwright: Run, folder: Path) -> None:
    """As a shell's `specs/*.yaml` names them."""
    overlay = _beside(folder)
    done = capwright("generate", overlay, folder / "specs" / "pond-capability.yaml")
    assert done.exit_code == 0, done.stderr
    assert {each.name for each in (folder / "generated").iterdir()} == {"pond"}
    alone = capwright("generate", overlay)
    assert alone.exit_code == 2
    assert "is an overlay" in alone.stderr


def test_a_manifest_without_overlays_has_no_such_key(capwright: Run, folder: Path) -> None:
    assert capwright("generate", "specs").exit_code == 0
    assert "overlays" not in _manifest(folder)


@pytest.mark.parametrize("cached", [True, False])
def test_an_edited_overlay_is_seen(capwright: Run, folder: Path, cached: bool) -> None:
    options = ["--cache" if cached else "--no-cache"]
    overlay = _beside(folder)
    assert capwright("generate", "specs", *options).exit_code == 0
    assert capwright("generate", "specs", "--check", *options).exit_code == 0
    overlay.write_text(NEW.replace("https://new", "https://newer"))
    done = capwright("generate", "specs", "--check", *options)
    assert done.exit_code == 1
    assert capwright("generate", "specs", *options).exit_code == 0
    assert "https://newer.example" in (folder / "generated/pond/settings.py").read_text()
    overlay.unlink()
    assert capwright("generate", "specs", "--check", *options).exit_code == 1
    assert capwright("generate", "specs", *options).exit_code == 0
    assert _base_uri(folder) == "old"


def test_a_warning_of_an_overlay_is_remembered_with_its_line(capwright: Run, folder: Path) -> None:
    _beside(folder, NEW + "  - {target: $.capability, remove: false}\n")
    first = capwright("generate", "specs")
    again = capwright("generate", "specs")
    for done in (first, again):
        assert "warning[CAP145]" in done.stderr
        assert "specs/pond-capability.overlay.yaml:5:5" in done.stderr
        assert "  - {target: $.capability, remove: false}" in done.stderr


def test_options_follow_each_other_and_replace_the_table(capwright: Run, folder: Path) -> None:
    (folder / "one.yaml").write_text(NEW)
    (folder / "two.yaml").write_text(TOOL)
    (folder / "pyproject.toml").write_text(
        '[tool.capwright]\nspecs = ["specs"]\noverlays = ["one.yaml"]\n'
    )
    assert capwright("generate").exit_code == 0
    assert _base_uri(folder) == "new"
    assert capwright("generate", "--overlay", "two.yaml").exit_code == 0
    assert _base_uri(folder) == "old"
    assert (folder / "generated/pond/mcp_server.py").exists()
    assert capwright("generate", "--overlay", "one.yaml", "--overlay", "two.yaml").exit_code == 0
    assert _base_uri(folder) == "new"
    manifest = _manifest(folder)
    assert isinstance(manifest["overlays"], list)
    assert [each["name"] for each in manifest["overlays"]] == ["../one.yaml", "../two.yaml"]


def test_one_overlay_serves_many_by_a_pattern(capwright: Run, folder: Path) -> None:
    for name in ("lake", "sea"):
        (folder / "specs" / f"{name}-capability.yaml").write_text(SMALL)
    (folder / "base.overlay.yaml").write_text(NEW)
    (folder / "pyproject.toml").write_text(
        '[tool.capwright]\nspecs = ["specs/*.yaml"]\n'
        '[tool.capwright.overlays]\n"specs/*a*e-capability.yaml" = "base.overlay.yaml"\n'
        '"specs/sea-*.yaml" = ["base.overlay.yaml"]\n'
    )
    assert capwright("generate").exit_code == 0
    found = {name: _base_uri(folder, name) for name in ("pond", "lake", "sea")}
    assert found == {"pond": "old", "lake": "new", "sea": "new"}


def test_two_packages_of_one_file(capwright: Run, folder: Path) -> None:
    (folder / "full.overlay.yaml").write_text(TOOL)
    table = (
        "[tool.capwright.packages.pond]\nspec = 'specs/pond-capability.yaml'\n"
        "[tool.capwright.packages.pond_full]\nspec = 'specs/pond-capability.yaml'\n"
    )
    (folder / "pyproject.toml").write_text(table)
    assert capwright("generate").exit_code == 2, "nothing makes them differ"
    (folder / "pyproject.toml").write_text(f"{table}overlays = 'full.overlay.yaml'\n")
    done = capwright("generate")
    assert done.exit_code == 0, done.stderr
    assert {each.name for each in (folder / "generated").iterdir()} == {"pond", "pond_full"}
    assert not (folder / "generated/pond/mcp_server.py").exists()
    assert (folder / "generated/pond_full/mcp_server.py").exists()
    assert capwright("generate", "--check").exit_code == 0
    assert "pond_full" not in capwright("generate", "--package", "pond").stderr
    assert (
        "getfish"
        in capwright("inspect", "specs/pond-capability.yaml", "--package", "pond_full").stdout
    )


@pytest.mark.parametrize(
    "table",
    [
        "overlays = 'nowhere.overlay.yaml'\n",
        "overlays = 3\n",
        "overlays = 'specs'\n",
        "overlays = {'nowhere/*.yaml' = 'full.overlay.yaml'}\n",
    ],
)
def test_a_table_that_is_wrong(capwright: Run, folder: Path, table: str) -> None:
    (folder / "full.overlay.yaml").write_text(TOOL)
    (folder / "pyproject.toml").write_text(f"[tool.capwright]\nspecs = ['specs']\n{table}")
    done = capwright("generate")
    assert done.exit_code == 2
    assert "pyproject.toml:3:" in done.stderr
    assert not (folder / "generated").exists()


def test_an_overlay_that_does_not_apply_refuses_the_package(capwright: Run, folder: Path) -> None:
    _beside(folder, NEW.replace("baseUri", "baseUrl"))
    done = capwright("generate", "specs", "--keep-going")
    assert done.exit_code == 1
    assert "CAP143" in done.stderr
    assert not (folder / "generated").exists()


def test_validate_inspect_package_and_diff_know_overlays(capwright: Run, folder: Path) -> None:
    spec = "specs/pond-capability.yaml"
    (folder / "full.overlay.yaml").write_text(TOOL)
    assert "pond-mcp" in capwright("inspect", spec, "--overlay", "full.overlay.yaml").stdout
    bad = folder / "bad.overlay.yaml"
    bad.write_text(TOOL.replace("call: pond.getfish", "call: pond.no"))
    assert capwright("validate", spec).exit_code == 0
    assert capwright("validate", spec, "--overlay", "bad.overlay.yaml").exit_code == 1
    _beside(folder, TOOL)
    plain = folder / "plain.yaml"
    plain.write_text(SMALL)
    assert "`pond-mcp`" in capwright("diff", "plain.yaml", spec).stdout


def test_the_effective_capability(capwright: Run, folder: Path) -> None:
    """What is printed is a capability: without overlays it generates the same package."""
    spec = "specs/pond-capability.yaml"
    _beside(folder, TOOL)
    assert capwright("generate", spec).exit_code == 0
    done = capwright("inspect", spec, "--effective")
    assert done.exit_code == 0
    (folder / "alone").mkdir()
    (folder / "alone" / "pond-capability.yaml").write_text(done.stdout)
    assert capwright("generate", "alone/pond-capability.yaml", "--out", "again").exit_code == 0
    one, other = tree(folder / "generated" / "pond"), tree(folder / "again" / "pond")
    assert one.keys() == other.keys()
    differing = {path for path in one if one[path] != other[path]}
    assert differing <= {Path("MANIFEST.json"), "MANIFEST.json"}, differing
