"""The same input gives the same bytes: whatever the folder, the hash seed and the order."""

from __future__ import annotations

import os
import subprocess
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
    plain = tmp_path / "plain"
    (plain / ".git").mkdir(parents=True)  # above the root of a repository nothing is looked for
    here = command("generate", QUAY, "--out", tmp_path / "here", env=environment, cwd=plain)
    assert here.returncode == 0, here.stderr
    assert tree(tmp_path / "here") == tree(tmp_path / "there")


def test_line_ends_of_the_specification_do_not_matter(tmp_path: Path) -> None:
    trees = []
    for folder, end in (("unix", b"\n"), ("windows", b"\r\n")):
        spec = tmp_path / folder / QUAY.name
        spec.parent.mkdir()
        spec.write_bytes(QUAY.read_bytes().replace(b"\n", end))
        done = command("generate", spec, "--out", tmp_path / folder / "out")
        assert done.returncode == 0, done.stderr
        trees.append(tree(tmp_path / folder / "out"))
    assert trees[0] == trees[1]
    # Remembered as what it is: the second run has nothing to do.
    again = command(
        "generate", tmp_path / "windows" / QUAY.name, "--out", tmp_path / "windows" / "out"
    )
    assert "nothing to write" in again.stderr


def test_a_checkout_with_other_line_ends_leaves_a_package_as_it_is(tmp_path: Path) -> None:
    """`core.autocrlf` is what git for Windows sets; `.gitattributes` of the package says otherwise."""
    repository, clone = tmp_path / "repository", tmp_path / "clone"
    done = command("generate", QUAY, "--out", repository / "generated")
    assert done.returncode == 0, done.stderr
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "core.autocrlf=true"]
    for arguments in (
        ["-C", repository, "init", "-q"],
        ["-C", repository, "add", "-A"],
        ["-C", repository, "commit", "-qm", "generated"],
        ["clone", "-q", repository, clone],
    ):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    assert tree(clone / "generated") == tree(repository / "generated")
    checked = command("generate", QUAY, "--check", "--out", clone / "generated")
    assert checked.returncode == 0, checked.stderr
