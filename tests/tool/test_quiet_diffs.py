"""What a reviewer sees of a change that concerns no one: a comment in the spec, a new version of the generator."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.support.processes import ROOT
from tests.tool.conftest import QUAY, Run, tree

_NEWER: Final = """
import runpy, sys
import generator
generator.__version__ = "9.9.9"
sys.argv[0] = "capwright"
runpy.run_module("generator", run_name="__main__")
"""


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _read(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in tree(folder)}


def test_a_comment_in_the_spec_changes_the_manifest_and_the_page(
    capwright: Run, tmp_path: Path
) -> None:
    spec, out = tmp_path / QUAY.name, tmp_path / "out"
    spec.write_bytes(QUAY.read_bytes())
    assert capwright("generate", spec, "--out", out).exit_code == 0
    before = _read(out / "quay")
    spec.write_bytes(b"# For reviewers.\n\n" + QUAY.read_bytes())
    assert capwright("generate", spec, "--out", out).exit_code == 0
    assert _changed(before, _read(out / "quay")) == {"MANIFEST.json", "docs/quay-rest.html"}


def test_another_version_of_the_generator_changes_the_manifest(
    capwright: Run, tmp_path: Path
) -> None:
    assert capwright("generate", QUAY, "--out", tmp_path / "now").exit_code == 0
    command = (sys.executable, "-c", _NEWER, "generate", str(QUAY), "--out", str(tmp_path / "then"))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    after = _read(tmp_path / "then" / "quay")
    assert b"9.9.9" in after["MANIFEST.json"]
    assert _changed(_read(tmp_path / "now" / "quay"), after) == {"MANIFEST.json"}
