"""The wheel carries templates, runtime and schemas, and works away from the checkout."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Final

import pytest

from generator import __version__, own_files
from generator.render import compiled
from tests.tool.conftest import QUAY, ROOT, command, tree


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    made = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    [wheel] = folder.glob("capwright-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


_ONLY: Final = """
import importlib.machinery
import pathlib
import sys

ALLOWED = set(sys.argv[2:])


class Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        found = super().find_spec(name, path, target)
        if found is not None and "site-packages" in (found.origin or "") and name.partition(".")[0] not in ALLOWED:
            raise ModuleNotFoundError(f"{name} is not among what a build has", name=name)
        return found


sys.meta_path[:] = [each for each in sys.meta_path if each is not importlib.machinery.PathFinder] + [Finder]
from generator.render import compiled

compiled.compile_into(pathlib.Path(sys.argv[1]))
"""


def test_a_build_needs_only_what_it_asks_for(tmp_path: Path) -> None:
    """`pip install .` builds in an environment of `build-system.requires` and nothing else."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    names = [re.split(r"[^a-z0-9_-]", each)[0] for each in asked]
    assert names == ["hatchling", "jinja2"]
    allowed = [*names, "markupsafe"]  # Jinja's own requirement.
    done = subprocess.run(
        [sys.executable, "-c", _ONLY, str(tmp_path), *allowed],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert any(tmp_path.rglob("*.py"))


def test_nothing_is_missing_and_nothing_is_added(installed: Path) -> None:
    carried = tree(installed / "capwright")
    expected = {
        path.relative_to(ROOT / "generator").as_posix(): path.read_bytes()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = tree(ROOT / "templates")
    expected |= {
        f"_templates/{path}": content
        for path, content in templates.items()
        if "_cache/" not in path  # of a linter; version control ignores it and so does the wheel
    }
    added = {path for path in carried if path.startswith("_compiled/")}
    assert {path: content for path, content in carried.items() if path not in added} == expected
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {
        "capwright"
    }


def test_its_command_is_in_it(installed: Path, tmp_path: Path) -> None:
    """The script that an installer makes calls what the wheel has, with nothing of the checkout on the path."""
    [declared] = installed.glob("capwright-*.dist-info/entry_points.txt")
    listed = configparser.ConfigParser()
    listed.read_string(declared.read_text("utf-8"))
    assert {group: [*listed[group]] for group in listed.sections()} == {
        "console_scripts": ["capwright"]
    }
    module, _, function = listed["console_scripts"]["capwright"].partition(":")
    called = f"import sys; sys.argv[0] = 'capwright'; from {module} import {function} as run; run()"
    ran = subprocess.run(
        [sys.executable, "-c", called, "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"capwright, version {__version__}\n"


def test_its_compiled_templates_are_those_of_its_templates(installed: Path, tmp_path: Path) -> None:
    compiled.compile_into(tmp_path)
    assert tree(installed / "capwright" / compiled.COMPILED) == tree(tmp_path)
    templates = [path for path in (ROOT / "templates").iterdir() if path.is_file()]
    assert len(list(tmp_path.rglob("tmpl_*.py"))) == len(templates) > 10
    # And it is they that are used.
    environments = {**os.environ, "PYTHONPATH": str(installed)}
    found = "from capwright.render.compiled import environment; print(environment().loader)"
    ran = subprocess.run(
        [sys.executable, "-c", found], env=environments, capture_output=True, text=True, check=True
    )
    assert "ModuleLoader" in ran.stdout


def test_it_generates_the_same_elsewhere(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    result = command("generate", QUAY, cwd=tmp_path, env=environment, module="capwright")
    assert result.returncode == 0, result.stderr
    checkout = {**os.environ, "PYTHONPATH": str(ROOT)}
    here = command("generate", QUAY, "--out", "here", cwd=tmp_path, env=checkout)
    assert here.returncode == 0, here.stderr
    assert tree(tmp_path / "generated") == tree(tmp_path / "here")
    explained = command("explain", "CAP150", cwd=tmp_path, env=environment, module="capwright")
    assert explained.returncode == 0


def test_the_look_up() -> None:
    assert own_files.templates() == ROOT / "templates"
    assert (own_files.runtime() / "values.py").is_file()
    own = own_files.own_files()
    for path in ("templates/client.py.j2", "generator/command/cli.py", "generator/own_files.py"):
        assert str(ROOT / path) in own
    endings = {".py", ".json", ".yaml", ".toml"}
    code = {path for path in (ROOT / "generator").rglob("*") if path.suffix in endings}
    assert code <= {Path(path) for path in own}
    assert not any("__pycache__" in path for path in own)
