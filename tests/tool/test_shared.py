"""`--runtime shared`: one runtime beside the packages of a folder, kept in step by each run."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.command import shared_runtime
from generator.runtime import copies
from tests.tool.conftest import QUAY, Run, tree

SHARED = ("--runtime", "shared")
LATER = {
    *(".gitattributes", "CONTRACT.json", "REACH.md", "REACH.json", "variables.json"),
    *("apis.py", "skills/quay-mcp/quay-mcp/SKILL.md"),
}
"""What came after the aim of fourteen files was set: for reviewers, a module that a client imports alone, a skill."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "apis"


def listed(out: Path) -> dict[str, str]:
    document: dict[str, Any] = json.loads((out / "_runtime" / "MANIFEST.json").read_bytes())
    files: dict[str, str] = document["files"]
    return files


def another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime of the generator gets another comment."""
    real = copies.copies

    def changed(paths: Any) -> dict[str, bytes]:
        return {path: content + b"# Newer.\n" for path, content in real(paths).items()}

    for module in (shared_runtime, copies):
        monkeypatch.setattr(module, "copies", changed)
    monkeypatch.setattr("generator.runtime.shared.copies", changed)


def test_it_has_what_the_packages_reach_and_a_manifest_of_its_own(
    capwright: Run, small: Path, out: Path
) -> None:
    assert capwright("generate", small, "--out", out, *SHARED).exit_code == 0
    files = listed(out)
    assert "rest/app.py" in files
    assert "mcp/app.py" not in files
    for path, digest in files.items():
        assert hashlib.sha256((out / "_runtime" / path).read_bytes()).hexdigest() == digest
    there = {path for path in tree(out / "_runtime") if path != "MANIFEST.json"}
    assert there == files.keys()


def test_another_package_adds_modules_and_changes_none(
    capwright: Run, small: Path, out: Path
) -> None:
    capwright("generate", small, "--out", out, *SHARED)
    before = listed(out)
    assert capwright("generate", QUAY, "--package", "quay", "--out", out, *SHARED).exit_code == 0
    after = listed(out)
    assert "mcp/app.py" in after
    modules = {path for path in before if path.endswith(".py")}
    assert {path: before[path] for path in modules} == {path: after[path] for path in modules}
    folder = out / "quay"
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert len(own - LATER) <= 14


def test_it_is_not_changed_under_a_package_that_the_run_does_not_renew(
    capwright: Run, small: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert capwright("generate", small, QUAY, "--out", out, *SHARED).exit_code == 0
    before = tree(out)
    another_version(monkeypatch)
    refused = capwright("generate", QUAY, "--out", out, *SHARED, "--force")
    assert refused.exit_code == 1
    assert "CAP164" in refused.stderr
    assert f"`{out.as_posix()}/_runtime` would change under `pond`" in refused.stderr
    assert tree(out) == before
    assert capwright("generate", small, QUAY, "--out", out, *SHARED).exit_code == 0
    assert b"# Newer." in (out / "_runtime" / "errors.py").read_bytes()


def test_it_goes_with_the_last_package(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out, *SHARED)
    capwright("generate", QUAY, "--package", "quay", "--out", out, *SHARED)
    assert "mcp/app.py" in listed(out)
    shutil.rmtree(out / "quay")
    capwright("generate", small, "--out", out, *SHARED)
    assert "mcp/app.py" not in listed(out)
    assert not (out / "_runtime" / "mcp").exists()
    assert capwright("generate", small, "--out", out).exit_code == 0
    assert not (out / "_runtime").exists()
    assert (out / "pond" / "_runtime" / "errors.py").is_file()


def test_an_edited_module_is_not_lost(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out, *SHARED)
    module = out / "_runtime" / "errors.py"
    module.write_text(module.read_text() + "# mine\n")
    for arguments in (SHARED, ()):  # Kept in step, and removed.
        done = capwright("generate", small, "--out", out, *arguments)
        assert done.exit_code == 1
        assert "CAP150" in done.stderr
        assert module.read_text().endswith("# mine\n")


def test_check_looks_at_it_too(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out, *SHARED)
    assert capwright("generate", small, "--out", out, *SHARED, "--check").exit_code == 0
    (out / "_runtime" / "values.py").unlink()
    done = capwright("generate", small, "--out", out, *SHARED, "--check")
    assert done.exit_code == 1
    assert "_runtime/values.py` is missing" in done.stderr


@pytest.mark.parametrize("name", ["two words", "my-apis"])
def test_the_folder_is_a_package_too(
    capwright: Run, small: Path, tmp_path: Path, name: str
) -> None:
    done = capwright("generate", small, "--out", tmp_path / name, *SHARED)
    assert done.exit_code == 1
    assert "CAP165" in done.stderr
    assert not (tmp_path / name).exists()


def test_no_package_takes_its_place(capwright: Run, small: Path, out: Path) -> None:
    done = capwright("generate", small, "--out", out, *SHARED, "--package", "_runtime")
    assert done.exit_code == 1
    assert "is the shared runtime, where a package" in done.stderr
