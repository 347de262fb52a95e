"""What is seen on a terminal, and only there: colours and the progress bar."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.tool.conftest import ROOT, SMALL, Run, command

BROKEN = SMALL.replace("call: pond.getfish", "call: pond.getfihs")


def on_a_terminal(*arguments: object, env: dict[str, str] | None = None) -> tuple[int, str]:
    """The command with both streams on a terminal: exit code, and what is shown."""
    ours, theirs = pty.openpty()
    chunks: list[bytes] = []

    def read() -> None:
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:
                return
            if not chunk:
                return
            chunks.append(chunk)

    reader = threading.Thread(target=read)
    reader.start()
    run = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **(env or {})},
        stdout=theirs,
        stderr=theirs,
        timeout=120,
        check=False,
    )
    os.close(theirs)
    reader.join(30)
    os.close(ours)
    return run.returncode, b"".join(chunks).decode()


def test_findings_have_colours(small: Path) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    code, shown = on_a_terminal("validate", small)
    assert code == 1
    assert "\x1b[" in shown


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_switched_off(small: Path, env: dict[str, str]) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    assert "\x1b" not in on_a_terminal("validate", small, env=env)[1]


def test_no_colours_elsewhere(small: Path) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    result = command("validate", small, env={**os.environ, "NO_COLOR": "", "TERM": "xterm"})
    assert result.returncode == 1
    assert "\x1b" not in result.stderr + result.stdout


def test_a_patch_has_the_usual_colours(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    small.write_text(SMALL.replace("One fish", "A fish"), encoding="utf-8")
    code, shown = on_a_terminal("generate", small, "--out", out, "--diff")
    assert code == 1
    assert "\x1b[32m+" in shown
    assert "\x1b[31m-" in shown


def test_the_progress_of_many_files(tmp_path: Path, out: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(SMALL, encoding="utf-8")
    run = ("generate", tmp_path / "one.yaml", tmp_path / "two.yaml", "--out", out)
    code, shown = on_a_terminal(*run)
    assert code == 0
    assert "2/2 two.yaml" in shown
    assert "2/2" not in command(*run).stderr
