"""The output folder: written wholly or not at all, and other people's files left alone."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.store import making, transaction, writer
from generator.store.manifest import NAME, Manifest, sha256
from generator.store.writer import Written, write
from tests.tool.conftest import tree

OLD = {"a.py": b"old a\n", "b.py": b"old b\n", "sub/c.py": b"old c\n"}
NEW = {"a.py": b"new a\n", "b.py": b"old b\n", "other/d.py": b"new d\n"}


def package(files: Mapping[str, bytes]) -> dict[str, bytes]:
    hashes = {path: sha256(content) for path, content in files.items()}
    text = Manifest("1", "s.yaml", sha256(b""), {}, "published", {}, (), hashes).to_bytes()
    return {**files, NAME: text}


def put(
    files: Mapping[str, bytes], folder: Path, *, force: bool = False
) -> tuple[Written | None, list[str]]:
    findings = Findings()
    written = write(package(files), folder, findings, force=force)
    return written, [finding.code for finding in findings.sorted()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "pond"
    assert put(OLD, folder)[0] is not None
    return folder


def refused(
    files: Mapping[str, bytes], folder: Path, code: str, *, force: bool = False
) -> list[str]:
    """The writer must refuse with this code alone and leave everything as it was."""
    before = tree(folder.parent)
    written, codes = put(files, folder, force=force)
    assert written is None
    assert set(codes) == {code}
    assert tree(folder.parent) == before
    return codes


def test_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "pond"
    written, codes = put(OLD, folder)
    assert written is not None
    assert codes == []
    assert tree(folder) == package(OLD)
    assert [path.name for path in folder.parent.iterdir()] == ["pond"]


def test_changed_added_and_deleted(folder: Path) -> None:
    written, codes = put(NEW, folder)
    assert codes == []
    assert written == Written(("MANIFEST.json", "a.py", "other/d.py"), ("sub/c.py",), 1)
    assert tree(folder) == package(NEW)
    assert not (folder / "sub").exists()


def test_same_bytes_are_not_written_again(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    written, _ = put(OLD, folder)
    assert written is not None
    assert written.nothing_changed
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_foreign_files_are_left_alone(folder: Path) -> None:
    (folder / "mine.py").write_bytes(b"mine")
    (folder / "sub" / "mine.py").write_bytes(b"mine")
    written, _ = put(NEW, folder)
    assert written is not None
    assert (folder / "mine.py").read_bytes() == b"mine"
    assert (folder / "sub" / "mine.py").read_bytes() == b"mine"


def test_an_edited_file_that_would_be_overwritten(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"edited")
    refused(NEW, folder, "CAP150")


def test_an_edited_file_that_would_be_deleted(folder: Path) -> None:
    (folder / "sub" / "c.py").write_bytes(b"edited")
    refused(NEW, folder, "CAP150")


def test_all_conflicts_at_once(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"edited")
    (folder / "sub" / "c.py").write_bytes(b"edited")
    assert len(refused(NEW, folder, "CAP150")) == 2


def test_an_edit_that_is_what_would_be_generated(folder: Path) -> None:
    (folder / "a.py").write_bytes(NEW["a.py"])
    written, codes = put(NEW, folder)
    assert written is not None
    assert codes == []


def test_force_overwrites_and_deletes_what_was_edited(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"edited")
    (folder / "sub" / "c.py").write_bytes(b"edited")
    assert put(NEW, folder, force=True)[0] is not None
    assert tree(folder) == package(NEW)


def test_a_listed_file_that_somebody_deleted(folder: Path) -> None:
    (folder / "a.py").unlink()
    (folder / "sub" / "c.py").unlink()
    assert put(NEW, folder)[0] is not None
    assert tree(folder) == package(NEW)


def test_a_foreign_file_of_a_generated_name(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "d.py").write_bytes(b"mine")
    refused(NEW, folder, "CAP151")
    assert put(NEW, folder, force=True)[0] is not None


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "pond"
    folder.mkdir()
    (folder / "a.py").write_bytes(b"mine")
    refused(OLD, folder, "CAP151")


def test_a_link_in_the_place_of_a_file(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_bytes(b"outside")
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to(outside)
    refused(NEW, folder, "CAP152")
    refused(NEW, folder, "CAP152", force=True)
    assert outside.read_bytes() == b"outside"


def test_a_link_in_the_place_of_a_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "other").symlink_to(outside)
    refused(NEW, folder, "CAP152", force=True)
    assert list(outside.iterdir()) == []


def test_a_link_to_a_folder_with_files_that_the_manifest_lists(
    folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    shutil.move(folder / "sub", outside)
    (folder / "sub").symlink_to(outside)
    assert put(NEW, folder, force=True)[0] is not None
    assert (outside / "c.py").read_bytes() == OLD["sub/c.py"]


def test_the_package_itself_is_a_link(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    refused(NEW, link, "CAP152", force=True)


def test_the_output_folder_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder.parent)
    assert put(NEW, link / "pond")[0] is not None
    assert tree(folder) == package(NEW)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_place_of_a_file(folder: Path, force: bool) -> None:
    (folder / "a.py").unlink()
    (folder / "a.py").mkdir()
    (folder / "a.py" / "mine").write_bytes(b"mine")
    refused(NEW, folder, "CAP153", force=force)


@pytest.mark.parametrize("force", [False, True])
def test_a_file_in_the_place_of_a_folder(folder: Path, force: bool) -> None:
    (folder / "other").write_bytes(b"mine")
    refused(NEW, folder, "CAP153", force=force)


def test_a_special_file(folder: Path) -> None:
    (folder / "a.py").unlink()
    os.mkfifo(folder / "a.py")
    refused(NEW, folder, "CAP153", force=True)


def test_a_file_in_the_place_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "pond").write_bytes(b"mine")
    _, codes = put(OLD, tmp_path / "pond", force=True)
    assert codes == ["CAP153"]
    assert (tmp_path / "pond").read_bytes() == b"mine"


def test_a_generated_file_becomes_a_folder_and_back(folder: Path) -> None:
    nested = {"a.py/x.py": b"x"}
    assert put(nested, folder)[0] is not None
    assert tree(folder) == package(nested)
    assert put(OLD, folder)[0] is not None
    assert tree(folder) == package(OLD)


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"[]", b'{"files": {"../../precious": "%s"}}' % sha256(b"x").encode()],
)
def test_a_manifest_that_is_broken_or_means_harm(folder: Path, content: bytes) -> None:
    precious = folder.parent.parent / "precious"
    precious.write_bytes(b"x")
    (folder / NAME).write_bytes(content)
    refused(NEW, folder, "CAP154")
    assert put(NEW, folder, force=True)[0] is not None
    assert precious.read_bytes() == b"x"
    assert (folder / "sub" / "c.py").exists(), "without a manifest nothing is deleted"


def test_a_manifest_that_lists_a_folder(folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "x").write_bytes(b"x")
    document = json.loads((folder / NAME).read_bytes())
    document["files"]["mine"] = sha256(b"x")
    (folder / NAME).write_text(json.dumps(document))
    assert put(NEW, folder, force=True)[0] is not None
    assert (folder / "mine" / "x").exists()


def test_pycache_does_not_hinder(folder: Path) -> None:
    (folder / "sub" / "__pycache__").mkdir()
    (folder / "sub" / "__pycache__" / "c.pyc").write_bytes(b"")
    assert put(NEW, folder)[0] is not None


def test_an_error_on_the_way_puts_everything_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = transaction.put_in_place

    def broken(new: Path, target: Path) -> None:
        if target.name == NAME:
            raise OSError(28, "No space left on device", "here")
        place(new, target)

    monkeypatch.setattr(transaction, "put_in_place", broken)
    refused(NEW, folder, "CAP155")
    assert (folder / "sub").is_dir()
    assert not (folder / "other").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["pond"]


def test_an_interruption_puts_everything_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = transaction.put_in_place

    def interrupted(new: Path, target: Path) -> None:
        place(new, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(transaction, "put_in_place", interrupted)
    before = tree(folder.parent)
    with pytest.raises(KeyboardInterrupt):
        put(NEW, folder)
    assert tree(folder.parent) == before


def test_an_error_in_a_new_folder_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(handle: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.os, "write", broken)
    _, codes = put(OLD, tmp_path / "a" / "pond")
    assert codes == ["CAP155"]
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_in_a_new_folder_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(OLD, tmp_path / "a" / "pond")
    assert list(tmp_path.iterdir()) == []


def test_a_new_folder_without_renaming_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under Windows: file by file, all of them or none."""
    monkeypatch.setattr(writer, "can_be_made", lambda root: False)
    folder = tmp_path / "a" / "pond"
    assert put(OLD, folder)[0] is not None
    assert tree(folder) == package(OLD)

    def broken(folder: Path, changes: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transaction.journal, "write", broken)
    _, codes = put(OLD, tmp_path / "b" / "pond")
    assert codes == ["CAP155"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_came_in_the_place_of_a_new_package_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pond"

    def meanwhile(root: Path, staging: Path, files: Mapping[str, bytes]) -> None:
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "mine.txt").write_bytes(b"mine")
        making.make(root, staging, files)

    monkeypatch.setattr(writer, "make", meanwhile)
    assert put(OLD, folder) == (None, ["CAP155"])
    assert tree(tmp_path) == {"pond/sub/mine.txt": b"mine"}


def test_a_new_package_is_written_once(tmp_path: Path) -> None:
    """No file has a second copy on the way: of each there is one call that opens it to write."""
    pytest.importorskip("fcntl")
    opened: list[str] = []
    watching = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "shutil.copyfile", "os.link"}:
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    assert put(OLD, tmp_path / "pond")[0] is not None
    watching = False
    ends = [path for path in opened if path.startswith(str(tmp_path))]
    for path in package(OLD):
        assert sum(each.endswith(f"/{path}") for each in ends) == 1, ends
    assert len(ends) == len(package(OLD)) + 2  # the lock, and `.gitignore`


def test_the_output_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    _, codes = put(OLD, tmp_path / "out" / "pond")
    assert codes == ["CAP155"]
    assert (tmp_path / "out").read_bytes() == b"mine"
