"""What has not changed is not generated again, and nothing else is taken for unchanged."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.command import job
from generator.store import cache as remembering
from tests.tool.conftest import ROOT, SMALL, Run, command

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


def test_check_may_do_without(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str
) -> None:
    assert capwright("generate", small, "--out", out, "--check", "--no-cache").exit_code == 0
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


def test_the_fingerprint_knows_the_versions_of_libraries() -> None:
    """As `importlib.metadata` does, which takes too long to import."""
    installed = remembering._installed()
    for name in remembering._DEPENDENCIES:
        assert installed[name] == importlib.metadata.version(name)


def test_a_large_file_is_read_too(
    capwright: Run, small: Path, out: Path, generated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "_AT_ONCE", 10)
    args = ("generate", small, "--out", out)
    assert capwright(*args).exit_code == 0
    page = out / "pond" / "README.md"
    page.write_bytes(page.read_bytes().replace(b"a", b"b"))
    assert capwright(*args, "--check").exit_code == 1


def test_the_cache_does_not_grow_for_ever(
    capwright: Run, small: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    for number in range(6):
        assert capwright("generate", small, "--out", tmp_path / str(number)).exit_code == 0
    assert 1 <= len(list(cache.iterdir())) <= 3


def test_check_uses_it_too(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str
) -> None:
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0
    assert built == []


@pytest.mark.parametrize("name", ["more.py", "_runtime/more.py"])
def test_check_sees_a_file_that_nobody_generated(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str, name: str
) -> None:
    (out / "pond" / name).write_text("", encoding="utf-8")
    assert capwright("generate", small, "--out", out, "--check").exit_code == 1
    assert built == ["pond"]


def test_check_sees_a_byte(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str
) -> None:
    file = out / "pond" / "client.py"
    file.write_bytes(file.read_bytes() + b" ")
    assert capwright("generate", small, "--out", out, "--check").exit_code == 1


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_a_folder_that_others_write_is_not_believed(
    capwright: Run, small: Path, out: Path, built: list[str], generated: str, mode: int
) -> None:
    remembering._cache_folder().chmod(mode)
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0
    assert built == ["pond"]


def test_an_entry_of_somebody_else_is_not_believed(
    capwright: Run,
    small: Path,
    out: Path,
    built: list[str],
    generated: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.getuid", lambda: 12345)
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0
    assert built == ["pond"]


def test_a_pipeline_remembers_only_where_asked(
    capwright: Run,
    small: Path,
    out: Path,
    built: list[str],
    generated: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")
    assert capwright("generate", small, "--out", out, "--check").exit_code == 0
    assert built == ["pond"]
    built.clear()
    assert capwright("generate", small, "--out", out, "--check", "--cache").exit_code == 0
    assert built == []


def test_a_look_at_hashes_imports_no_stage(tmp_path: Path, small: Path, out: Path) -> None:
    """What `generate` and `--check` may import where nothing is to be done."""
    environment = {**os.environ, remembering.FOLDER: str(tmp_path / "cache"), "CI": ""}
    arguments = ["generate", str(small), "--out", str(out)]
    command(*arguments, env=environment)
    for options in ([], ["--check"]):
        program = (
            "import sys\n"
            "from generator.command.cli import cli\n"
            f"cli({[*arguments, *options]!r}, standalone_mode=False)\n"
        )
        program = program.replace("cli([", "try:\n    cli([", 1) + (
            "except SystemExit as error:\n    assert not error.code, error.code\n"
            "stages = {name.split('.')[1] for name in sys.modules if name.startswith('generator.')}\n"
            "others = {name.split('.')[0] for name in sys.modules}\n"
            "print(sorted(stages), sorted(others & {'black', 'jinja2', 'jsonschema', 'yaml'}))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.stdout.splitlines()[-1] == (
            "['command', 'diagnostics', 'dialect', 'naming', 'options', 'origin', 'own_files', "
            "'records', 'regex', 'source', 'store'] []"
        ), (done.stdout + done.stderr)


IMPORTING = """\
ikanos: 1.0.0-beta5
info: {display: Pond, description: A pond.}
capability:
  consumes:
  - {from: ./shared/frogs.yaml, import: frogs}
  exposes:
  - type: rest
    port: 8080
    namespace: pond
    resources:
      frogs: {path: /frogs, operations: {frogs: {method: GET, call: frogs.frogs}}}
"""
FROGS = """\
ikanos: 1.0.0-beta5
consumes:
- type: http
  namespace: frogs
  baseUri: https://frogs.test
  resources:
    frogs: {path: /frogs, operations: {frogs: {method: GET, colour: green}}}
"""


@pytest.fixture
def importing(capwright: Run, small: Path, out: Path, built: list[str]) -> str:
    """The first run's findings, of a specification that imports."""
    (small.parent / "shared").mkdir()
    (small.parent / "shared" / "frogs.yaml").write_text(FROGS, encoding="utf-8")
    small.write_text(IMPORTING, encoding="utf-8")
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert built == ["pond"]
    built.clear()
    return result.stderr


def test_an_unchanged_file_with_imports(
    capwright: Run, small: Path, out: Path, built: list[str], importing: str
) -> None:
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 0
    assert built == []
    assert result.stderr.splitlines()[:-1] == importing.splitlines()[:-1], "the same findings"
    assert "colour: green" in importing


def _change(shared: Path) -> None:
    (shared / "frogs.yaml").write_text(FROGS + "\n", encoding="utf-8")


def _remove(shared: Path) -> None:
    (shared / "frogs.yaml").unlink()


def _link(shared: Path) -> None:
    outside = shared.parent.parent / f"{shared.parent.name}-frogs.yaml"
    outside.write_text(FROGS, encoding="utf-8")
    (shared / "frogs.yaml").unlink()
    (shared / "frogs.yaml").symlink_to(outside)


@pytest.mark.parametrize("what", [_change, _remove, _link])
def test_a_change_beside_it(
    capwright: Run,
    small: Path,
    out: Path,
    built: list[str],
    importing: str,
    what: Callable[[Path], None],
) -> None:
    what(small.parent / "shared")
    result = capwright("generate", small, "--out", out)
    assert "up to date" not in result.stderr or built == ["pond"]
    assert (built == ["pond"]) is (what is _change)
    assert (result.exit_code == 0) is (what is _change)
