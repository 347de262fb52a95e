"""`--check` and `--diff` see every difference, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.store.comparison import Difference, compare, unified_diff
from generator.store.folder import look

FILES = {"a.py": b"one\ntwo\n", "sub/b.py": b"b\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def difference(folder: Path) -> Difference:
    return compare(FILES, look(folder))


def patch(folder: Path) -> str:
    return "".join(unified_diff(FILES, look(folder), "pond"))


def test_no_difference(folder: Path) -> None:
    assert not difference(folder)
    assert patch(folder) == ""


def test_pycache_is_overlooked(folder: Path) -> None:
    for place in ("__pycache__", "sub/__pycache__", "gone/__pycache__"):
        (folder / place).mkdir(parents=True)
        (folder / place / "x.pyc").write_bytes(b"x")
    assert not difference(folder)


def test_a_file_called_pycache_is_not_overlooked(folder: Path) -> None:
    (folder / "__pycache__").write_bytes(b"x")
    assert difference(folder) == Difference((), (), ("__pycache__",))


def test_missing_changed_extra(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"one\nTWO\n")
    (folder / "sub" / "b.py").rename(folder / "c.py")
    assert difference(folder) == Difference(("sub/b.py",), ("a.py",), ("c.py", "sub"))


@pytest.mark.parametrize("content", [b"", b"one\ntwo", b"one\r\ntwo\r\n", b"one\ntwo\n\n"])
def test_any_byte_counts(folder: Path, content: bytes) -> None:
    (folder / "a.py").write_bytes(content)
    assert difference(folder).changed == ("a.py",)
    assert patch(folder)


def test_links_and_special_files_are_no_files(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path.parent / "copy.py"
    copy.write_bytes(FILES["a.py"])
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to(copy)
    (folder / "sub" / "b.py").unlink()
    os.mkfifo(folder / "sub" / "b.py")
    assert difference(folder).changed == ("a.py", "sub/b.py")
    assert patch(folder) == (
        "Only on disk: pond/a.py (a symbolic link)\n"
        "Only on disk: pond/sub/b.py (a special file)\n"
    )


def test_no_folder_at_all(tmp_path: Path) -> None:
    assert difference(tmp_path / "gone").missing == ("a.py", "sub/b.py")


def test_the_patch(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"one\ntwo\nthree")
    (folder / "sub" / "b.py").unlink()
    (folder / "c.bin").write_bytes(b"\xff\x00")
    assert patch(folder) == (
        "--- a/pond/a.py\n"
        "+++ b/pond/a.py\n"
        "@@ -1,3 +1,2 @@\n"
        " one\n"
        " two\n"
        "-three\n"
        "\\ No newline at end of file\n"
        "Binary files a/pond/c.bin and b/pond/c.bin differ\n"
        "Only on disk: pond/sub (a folder)\n"
        "--- /dev/null\n"
        "+++ b/pond/sub/b.py\n"
        "@@ -0,0 +1 @@\n"
        "+b\n"
    )
