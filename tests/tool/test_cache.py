"""What has not changed is not generated again, and nothing else is taken for unchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.command import job
from generator.store import cache as remembering
from tests.tool.conftest import SMALL, Run

# A warning and a note, to be shown at every run.
SPOKEN = SMALL + "  consumed: []\n"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that were generated and not recalled."""
    names: list[str] = []
    build = job.build

    def counted(*arguments: object) -> object:
        names.append(arguments[1].package)  # type: ignore[attr-defined]
        return build(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "build", counted)
    return names


@pytest.fixture
def generated(capwright: Run, small: Path, out: Path, built: list[str]) -> str:
    """The first run's findings."""
    small.write_text(SPOKEN, encoding="utf-8")
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 0
    assert built == ["pond"]
    built.clear()
    return result.stderr


def test_an_unchanged_file(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str
) -> None:
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 0
    assert built == []
    assert "up to date" in result.stderr
    assert result.stderr.splitlines()[:-1] == generated.splitlines()[:-1], "the same findings"
    assert "warning[" in generated


def _edit_spec(spec: Path, _out: Path) -> None:
    spec.write_text(SPOKEN + "\n", encoding="utf-8")


def _delete_file(_spec: Path, out: Path) -> None:
    (out / "pond" / "py.typed").unlink()


def _delete_folder(_spec: Path, out: Path) -> None:
    import shutil

    shutil.rmtree(out)


def _break_memory(_spec: Path, _out: Path) -> None:
    for entry in remembering._cache_folder().iterdir():
        entry.write_text('{"key": 1}', encoding="utf-8")


@pytest.mark.parametrize("change", [_edit_spec, _delete_file, _delete_folder, _break_memory])
def test_a_change(
    change: Callable[[Path, Path], None],
    capwright: Run,
    small: Path,
    out: Path,
    built: list[str],
    generated: str,
) -> None:
    change(small, out)
    assert capwright("generate", small, "--out", out).exit_code == 0
    assert built == ["pond"]
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0


def test_an_edit_is_still_refused(capwright: Run, small: Path, out: Path, generated: str) -> None:
    (out / "pond" / "client.py").write_bytes(b"edited")
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 1
    assert "CAP150" in result.stderr


def test_a_link_is_not_taken_for_the_file(
    capwright: Run, small: Path, out: Path, tmp_path: Path, generated: str
) -> None:
    file = out / "pond" / "client.py"
    file.rename(tmp_path / "elsewhere.py")
    file.symlink_to(tmp_path / "elsewhere.py")
    assert "CAP152" in capwright("generate", small, "--out", out).stderr


def test_another_generator(
    capwright: Run,
    small: Path,
    out: Path,
    built: list[str],
    generated: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "fingerprint", lambda: "another")
    assert capwright("generate", small, "--out", out).exit_code == 0
    assert built == ["pond"]


def test_check_never_remembers(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str
) -> None:
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0
    assert built == ["pond"]


def test_no_cache(capwright: Run, small: Path, out: Path, built: list[str], generated: str) -> None:
    assert capwright("generate", small, "--out", out, "--no-cache").exit_code == 0
    assert built == ["pond"]


def test_strict_is_not_forgotten(capwright: Run, small: Path, out: Path, generated: str) -> None:
    assert capwright("generate", small, "--out", out, "--strict").exit_code == 1
    assert capwright("generate", small, "--out", out, "--ignore", "CAP").exit_code == 0


def test_a_cache_that_cannot_be_written(
    capwright: Run, small: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPWRIGHT_CACHE_DIR", "/proc/none")
    for _ in range(2):
        assert capwright("generate", small, "--out", out).exit_code == 0


def test_the_fingerprint_is_of_every_file_that_matters() -> None:
    assert len(remembering.fingerprint()) == 64
    assert remembering.fingerprint() == remembering.fingerprint()


def test_the_cache_does_not_grow_for_ever(
    capwright: Run, small: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    for number in range(6):
        assert capwright("generate", small, "--out", tmp_path / str(number)).exit_code == 0
    assert 1 <= len(list(cache.iterdir())) <= 3
