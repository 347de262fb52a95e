"""The wheel of `capwright-runtime`."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

from generator.runtime import release
from generator.runtime.copies import copies
from generator.runtime.graph import runtime_modules
from tests.tool.conftest import ROOT, Run


def test_it_is_built_from_the_files_that_are_vendored() -> None:
    with zipfile.ZipFile(io.BytesIO(release.wheel())) as archive:
        for path, content in copies(runtime_modules()).items():
            assert archive.read(f"capwright_runtime/{path}") == content
        assert archive.read("capwright_runtime/py.typed") == b""


def test_it_is_the_same_on_every_machine(tmp_path: Path) -> None:
    """Another process, time zone, umask and hash seed."""
    code = "import sys; from generator.runtime import release; sys.stdout.buffer.write(release.wheel())"
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
        umask=0o077,
    )
    assert hashlib.sha256(made.stdout).digest() == hashlib.sha256(release.wheel()).digest()


def test_the_command_writes_it(capwright: Run, tmp_path: Path) -> None:
    done = capwright("runtime", tmp_path / "dist")
    assert done.exit_code == 0
    [wheel] = (tmp_path / "dist").iterdir()
    assert wheel.name == f"capwright_runtime-{release.VERSION}-py3-none-any.whl"
    assert wheel.read_bytes() == release.wheel()
    assert done.stdout.splitlines()[-1] == release.requirement()[0]


def test_the_requirement_takes_exactly_this_wheel(
    capwright: Run, small: Path, tmp_path: Path
) -> None:
    """Version and hash, as the command says it and as each package for it has it."""
    digest = hashlib.sha256(release.wheel()).hexdigest()
    [line] = release.requirement()
    assert line == f"capwright-runtime=={release.VERSION} --hash=sha256:{digest}"
    out = tmp_path / "out"
    assert capwright("generate", small, "--out", out, "--runtime", "package").exit_code == 0
    [requirements] = out.glob("*/requirements-runtime.txt")
    assert line in requirements.read_text(encoding="utf-8").splitlines()
