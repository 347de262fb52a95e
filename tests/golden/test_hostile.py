"""A file full of text that would be code, if anything made code of it."""

from __future__ import annotations

import ast
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

SPEC = Path(__file__).parent / "hostile" / "capability.yaml"
MODULES = {"__future__", "collections.abc", "typing", "mcp.server.lowlevel.server"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    understood = understand(SPEC, None, Findings())
    assert understood is not None
    folder = tmp_path_factory.mktemp("hostile") / "pond"
    for path, content in build(understood, Options("pond")).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_nothing_is_imported_that_the_templates_do_not_import(package: Path) -> None:
    for path in package.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            assert not isinstance(node, ast.Import), f"{path.name} imports {ast.unparse(node)}"
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert node.module in MODULES, path.name


def test_nothing_is_called_that_the_templates_do_not_call(package: Path) -> None:
    for path in package.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert not called.startswith(("os", "__import__", "print", "eval", "exec")), called


def test_every_module_can_be_imported(package: Path) -> None:
    names = [path.stem for path in package.glob("*.py") if path.stem != "__main__"]
    code = "import importlib\n" + "".join(
        f"importlib.import_module('pond.{name}')\n" for name in names
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_has_no_element_of_the_file(package: Path) -> None:
    [page] = (package / "docs").glob("*.html")
    tags = _Tags()
    tags.feed(page.read_text(encoding="utf-8"))
    assert not {"img", "svg", "iframe"} & {tag for tag, _ in tags.found}
    assert not [name for _, attributes in tags.found for name in attributes if name[:2] == "on"]
