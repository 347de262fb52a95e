"""What the documents say exists: targets, links, commands, names."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tool.conftest import ROOT, Run

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_targets_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        assert f"\n.PHONY: {target}\n" in MAKEFILE, target


def test_every_target_is_phony_and_helped() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert targets == set(re.findall(r"^\.PHONY: ([a-z-]+)$", MAKEFILE, re.MULTILINE))
    assert {"generate", "test", "demo", "check", "golden", "help"} <= targets


def test_the_python_of_the_readme() -> None:
    for block in blocks("python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(str(node.module))
                assert all(hasattr(module, alias.name) for alias in node.names)


def test_the_commands_of_the_readme(capwright: Run) -> None:
    """Each option that the README shows is one of its command."""
    lines = [line for block in blocks("sh") for line in block.splitlines() if "capwright" in line]
    assert lines
    for line in lines:
        words = shlex.split(line, comments=True)
        command, *rest = words[1:]
        known = capwright(command, "--help").stdout
        for word in rest:
            assert not word.startswith("--") or word in known, line


def test_no_word_of_where_it_is_made() -> None:
    for path in (*PAGES, ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / ".ci" / "run"):
        assert "../shared" not in path.read_text(encoding="utf-8"), path


def test_the_places_of_new_things_are_there_and_few() -> None:
    """What a stranger looks for: a format, a flag, a diagnostic, an authentication, an MCP capability."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (`generator/.*) \|$", text, re.MULTILINE)
    assert [name for name, _ in rows] == [
        "response format",
        "flag of the command",
        "diagnostic",
        "authentication type",
        "MCP capability",
    ]
    for name, places in rows:
        paths = re.findall(r"`((?:generator|templates)/[^`]+)`", places)
        assert 1 <= len(paths) <= 5, name
        for path in paths:
            assert (ROOT / path).exists(), path
