"""A folder to write into, a specification that is good, and the command as people run it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import cli

ROOT = Path(__file__).parents[2]
QUAY = ROOT / "specs" / "quay-capability.yaml"

SMALL = """\
naftiko: 1.0.0-alpha2
info:
  label: Pond
  description: Ponds and what swims in them.
capability:
  consumes:
  - type: http
    namespace: pond
    baseUri: https://pond.example/api
    resources:
    - name: fish
      path: /fish/{name}
      operations:
      - name: getfish
        method: GET
        description: One fish
        inputParameters:
        - name: name
          in: path
          type: string
          required: true
  exposes:
  - type: rest
    namespace: pond-rest
    port: 8080
    resources:
    - path: /fish/{name}
      name: fish
      operations:
      - method: GET
        name: getfish
        call: pond.getfish
        with:
          name: rest.name
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test; a pipeline would not use it."""
    monkeypatch.delenv("CI", raising=False)
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CAPWRIGHT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A specification of one operation: `pond-capability.yaml`."""
    path = tmp_path / "pond-capability.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


Run = Callable[..., Result]


@pytest.fixture
def capwright() -> Run:
    """The command in this process; a traceback of the command fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def command(
    *arguments: object,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    module: str = "generator",
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own. The module is `capwright` where it is installed."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, `__pycache__` overlooked."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
