"""A generator that is killed leaves the old or the new package, once the next one has run; and two at
once do not mix.

The process is killed before its first, second, … change of the disk, by an audit hook, until it gets
to its end: no step is left out, and nothing depends on time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.store import transaction, writer
from generator.store.journal import staging_of
from generator.store.lock import Lock
from generator.store.manifest import NAME
from generator.store.staging import put_in_place
from tests.tool.conftest import SMALL, Run, tree
from tests.tool.test_writer import NEW, OLD, package, put

_CHANGES = frozenset(
    ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile")
)


def _dies_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a process that is killed before its change of the disk of this number."""
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)
    try:
        left = step

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in _CHANGES:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        work()
        os._exit(0)
    except BaseException:
        os._exit(9)


def _every_death(
    prepare: Callable[[], Path], work: Callable[[Path], object], least: int = 20
) -> Iterator[Path]:
    """The folder after a death at each step."""
    for step in range(1000):
        folder = prepare()
        if not _dies_at(step, lambda folder=folder: work(folder)):  # type: ignore[misc]
            assert step > least
            return
        yield folder
    raise AssertionError("it never came to its end")


def _fresh(tmp_path: Path) -> Callable[[], Path]:
    numbers = iter(range(10_000))

    def prepare() -> Path:
        folder = tmp_path / f"{next(numbers)}" / "pond"
        assert put(OLD, folder)[0] is not None
        (folder / "mine.txt").write_bytes(b"mine")
        return folder

    return prepare


def _kill_after_one_file(work: Callable[[], object]) -> None:
    """Do some work in a process that is killed when the first file is in its place."""
    pid = os.fork()
    if pid:
        assert os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        return

    def once(new: Path, target: Path) -> None:
        put_in_place(new, target)
        os.kill(os.getpid(), signal.SIGKILL)

    transaction.put_in_place = once  # type: ignore[assignment]
    try:
        work()
    finally:
        os._exit(9)


def _package_of(folder: Path) -> dict[str, bytes]:
    found = tree(folder)
    assert found.pop("mine.txt") == b"mine"
    return found


def test_killed_anywhere_the_next_run_finishes(tmp_path: Path) -> None:
    outcomes = set()
    for folder in _every_death(_fresh(tmp_path), lambda folder: put(NEW, folder)):
        assert writer.recover(folder, Findings())
        found = _package_of(folder)
        assert found in (package(OLD), package(NEW))
        outcomes.add(found == package(NEW))
        assert [path.name for path in folder.parent.iterdir()] == ["pond"]
        written, codes = put(NEW, folder)
        assert written is not None
        assert codes == []
        assert _package_of(folder) == package(NEW)
    assert outcomes == {True, False}


def test_killed_while_it_recovers(tmp_path: Path) -> None:
    prepare = _fresh(tmp_path)

    def half() -> Path:
        folder = prepare()
        _kill_after_one_file(lambda: put(NEW, folder))
        assert (staging_of(folder) / "journal.json").exists()
        return folder

    for folder in _every_death(half, lambda folder: writer.recover(folder, Findings()), 8):
        assert writer.recover(folder, Findings())
        assert _package_of(folder) == package(NEW)
        assert [path.name for path in folder.parent.iterdir()] == ["pond"]


def test_killed_while_an_error_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(new: Path, target: Path) -> None:
        if target.name == NAME:
            raise OSError(28, "No space left on device")
        put_in_place(new, target)

    def work(folder: Path) -> None:
        monkeypatch.setattr(transaction, "put_in_place", full)
        put(NEW, folder)

    for folder in _every_death(_fresh(tmp_path), work):
        assert writer.recover(folder, Findings())
        assert _package_of(folder) in (package(OLD), package(NEW))


def test_the_first_package_of_a_folder(tmp_path: Path) -> None:
    numbers = iter(range(10_000))

    def nothing() -> Path:
        return tmp_path / f"{next(numbers)}" / "pond"

    outcomes = set()
    for folder in _every_death(nothing, lambda folder: put(NEW, folder), 14):
        assert writer.recover(folder, Findings())
        assert tree(folder) in ({}, package(NEW))
        assert not staging_of(folder).exists()
        outcomes.add(folder.exists())
        assert tree(folder.parent) == {f"pond/{path}": c for path, c in tree(folder).items()}
    assert outcomes == {True, False}


def test_what_is_no_half_of_a_new_package_stays(tmp_path: Path) -> None:
    """A folder like the one that a killed generator leaves, with what no generator puts there."""
    folder = tmp_path / "pond"
    half = staging_of(folder) / "whole"
    half.mkdir(parents=True)
    (half / "a.py").write_bytes(b"half")
    (half / "link").symlink_to(tmp_path)
    assert put(NEW, folder) == (None, ["CAP163"])
    assert (half / "a.py").read_bytes() == b"half"
    (half / "link").unlink()
    assert put(NEW, folder)[0] is not None
    assert tree(tmp_path) == {f"pond/{path}": content for path, content in package(NEW).items()}


def test_what_was_edited_after_the_kill_stays(tmp_path: Path) -> None:
    folder = _fresh(tmp_path)()
    _kill_after_one_file(lambda: put(NEW, folder))
    (folder / "a.py").write_bytes(b"edited since then")
    assert writer.recover(folder, Findings())
    assert (folder / "a.py").read_bytes() == b"edited since then"
    written, codes = put(NEW, folder)
    assert written is None
    assert codes == ["CAP150"]


def test_check_diff_and_validate_only_report(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    small.write_text(SMALL.replace("One fish", "A fish"))

    def again() -> None:
        capwright("generate", small, "--out", out, "--no-cache")

    _kill_after_one_file(again)
    before = tree(out)
    for option in ("--check", "--diff"):
        result = capwright("generate", small, "--out", out, option)
        assert result.exit_code == 1
        assert "CAP162" in result.stderr
        assert "CAP157" not in result.stderr
    (small.parent / "pyproject.toml").write_text(f'[tool.capwright]\nout = "{out.name}"\n')
    assert (
        "CAP162" in capwright("validate", small, "--config", small.parent / "pyproject.toml").stderr
    )
    assert tree(out) == before
    assert capwright("generate", small, "--out", out).exit_code == 0
    assert capwright("generate", small, "--out", out, "--check").stderr.count("CAP") == 0
    assert [path.name for path in out.iterdir()] == ["pond"]


def test_a_broken_specification_does_not_keep_a_package_half_written(
    capwright: Run, small: Path, out: Path
) -> None:
    folder = out / "pond"
    assert put(OLD, folder)[0] is not None
    _kill_after_one_file(lambda: put(NEW, folder))
    small.write_text("naftiko: [")
    assert capwright("generate", small, "--out", out).exit_code == 1
    assert tree(out) == {f"pond/{path}": content for path, content in package(NEW).items()}


def test_nothing_of_the_staging_folder_is_for_version_control(tmp_path: Path) -> None:
    folder = _fresh(tmp_path)()
    _kill_after_one_file(lambda: put(NEW, folder))
    subprocess.run(["git", "init", "-q", folder.parent], check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert status.stdout == "?? pond/\n"


@pytest.mark.parametrize(
    "entries",
    [
        [["../../evil.py", None, "0" * 64]],
        [["/etc/evil", None, "0" * 64]],
        [["a.py", "x", None]],
        [["a.py"]],
        {"a": 1},
        "text",
        [["a.py", None, "0" * 64]],
    ],
)
def test_a_journal_that_means_harm(tmp_path: Path, entries: object) -> None:
    folder = _fresh(tmp_path)()
    staging = staging_of(folder)
    staging.mkdir()
    (staging / "new-0").write_bytes(b"evil")
    (staging / "journal.json").write_text(json.dumps(entries))
    before = tree(tmp_path)
    written, codes = put(NEW, folder)
    assert written is None
    assert codes == ["CAP163"]
    after = tree(tmp_path)
    after.pop(f"{staging.relative_to(tmp_path).as_posix()}/lock", None)
    assert after == before


def test_a_journal_does_not_lead_through_a_link(tmp_path: Path) -> None:
    folder = _fresh(tmp_path)()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "link").symlink_to(elsewhere)
    staging = staging_of(folder)
    staging.mkdir()
    (staging / "new-0").write_bytes(b"evil")
    digest = "c2b8c7c2e8e2d0b1c2c3f0d6a1d9b6c8f1a3e6d2a0c4b5e6f7a8b9c0d1e2f3a4"
    (staging / "journal.json").write_text(json.dumps([["link/evil.py", None, digest]]))
    put(NEW, folder)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link", "foreign"])
def test_something_else_in_the_place_of_the_staging_folder(tmp_path: Path, kind: str) -> None:
    folder = _fresh(tmp_path)()
    staging = staging_of(folder)
    if kind == "file":
        staging.write_bytes(b"mine")
    elif kind == "link":
        staging.symlink_to(tmp_path)
    else:
        staging.mkdir()
        (staging / "mine.txt").write_bytes(b"mine")
    before = tree(tmp_path)
    assert put(NEW, folder) == (None, ["CAP163"])
    assert tree(tmp_path) == before


def test_one_generator_waits_for_the_other(tmp_path: Path) -> None:
    """Two processes write one package again and again: it is always one or the other."""
    folder = _fresh(tmp_path)()
    (folder / "mine.txt").unlink()
    pids = []
    for files in (OLD, NEW):
        pid = os.fork()
        if not pid:
            try:
                good = all(put(files, folder)[0] is not None for _ in range(60))
                os._exit(0 if good else 1)
            except BaseException:
                os._exit(2)
        pids.append(pid)
    assert [os.WEXITSTATUS(os.waitpid(pid, 0)[1]) for pid in pids] == [0, 0]
    assert tree(folder) in (package(OLD), package(NEW))
    assert [path.name for path in folder.parent.iterdir()] == ["pond"]


def test_who_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _fresh(tmp_path)()
    holder = os.fork()
    if not holder:
        with Lock(staging_of(folder)):
            time.sleep(60)
        os._exit(0)
    try:
        while not (staging_of(folder) / "lock").exists():
            time.sleep(0.01)
        time.sleep(0.1)
        monkeypatch.setattr(Lock.__init__, "__defaults__", (0.1,))
        assert put(NEW, folder) == (None, ["CAP161"])
    finally:
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)
    monkeypatch.undo()
    assert put(NEW, folder)[0] is not None
