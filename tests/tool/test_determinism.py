"""The same input gives the same bytes: whatever the folder, the hash seed and the order."""

from __future__ import annotations

import os
from pathlib import Path

from tests.tool.conftest import QUAY, ROOT, command, tree


def test_anywhere_and_with_any_hash_seed(tmp_path: Path) -> None:
    trees = []
    for seed in ("0", "1", "4711"):
        folder = tmp_path / f"machine{seed}"
        folder.mkdir()
        spec = folder / QUAY.name
        spec.write_bytes(QUAY.read_bytes())
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(ROOT),
            "TZ": f"UTC+{seed[0]}",
            "LC_ALL": "C",
            "HOME": str(folder),
        }
        result = command("generate", QUAY.name, env=environment, cwd=folder)
        assert result.returncode == 0, result.stderr
        trees.append(tree(folder / "generated" / "quay"))
    assert trees[0] == trees[1] == trees[2]
    assert str(tmp_path).encode() not in b"".join(trees[0].values())


def test_options_of_a_project_do_not_matter(tmp_path: Path) -> None:
    """Black reads `pyproject.toml`; the generator must not."""
    (tmp_path / "pyproject.toml").write_text("[tool.black]\nline-length = 40\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = command("generate", QUAY, "--out", "there", env=environment, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    here = command("generate", QUAY, "--out", tmp_path / "here")
    assert here.returncode == 0, here.stderr
    assert tree(tmp_path / "here") == tree(tmp_path / "there")
