"""A package that an earlier version made is brought up to date by plain `generate`."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

import pytest

from tests.tool.conftest import QUAY, ROOT, command, tree

BEFORE: Final = "4a64450"
"""The last commit before runtimes could be shared: every file named spec and version."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder with Quay's package as that commit has it."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", BEFORE, "generated/quay"],
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "generated"


def test_it_is_as_if_it_were_made_anew(out: Path, tmp_path: Path) -> None:
    before = tree(out / "quay")
    done = command("generate", QUAY, "--out", out)
    assert done.returncode == 0, done.stderr
    assert command("generate", QUAY, "--out", tmp_path / "new").returncode == 0
    assert tree(out / "quay") == tree(tmp_path / "new" / "quay")
    # What it does not reach has gone, and so has what has another place now.
    assert "_runtime/wire/mapping.py" in before
    assert not (out / "quay" / "_runtime" / "wire" / "mapping.py").exists()
    again = command("generate", QUAY, "--out", out)
    assert "nothing to write" in again.stderr


@pytest.mark.parametrize(
    "path", ["client.py", "_runtime/errors.py", "_runtime/wire/mapping.py", "README.md"]
)
def test_an_edited_file_is_refused(out: Path, path: str) -> None:
    """Whether it would change or go."""
    edited = out / "quay" / path
    edited.write_text(edited.read_text("utf-8") + "\n# mine\n", "utf-8")
    before = tree(out)
    done = command("generate", QUAY, "--package", "quay", "--out", out)
    assert done.returncode == 1
    assert f"CAP150]: `{out.as_posix()}/quay/{path}` was edited" in done.stderr
    assert tree(out) == before


def test_its_users_imports_still_work(out: Path, tmp_path: Path) -> None:
    """Every public name that the package had, it has."""
    listed = "import sys; sys.path.insert(0, sys.argv[1]); import quay; print(*quay.__all__)"

    def names() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", listed, str(out)],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        return set(done.stdout.split())

    before = names()
    assert command("generate", QUAY, "--out", out).returncode == 0
    assert before <= names()
    transports = "from quay.transports import AsyncHttpx2Transport, Httpx2Transport, WireRequest"
    subprocess.run([sys.executable, "-c", transports], cwd=out, check=True)


@pytest.mark.parametrize("runtime", ["shared", "package"])
def test_and_to_another_runtime_at_once(out: Path, runtime: str) -> None:
    done = command("generate", QUAY, "--out", out, "--runtime", runtime)
    assert done.returncode == 0, done.stderr
    assert not (out / "quay" / "_runtime").exists()
    assert (out / "_runtime").exists() is (runtime == "shared")
