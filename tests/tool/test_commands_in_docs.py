"""Commands and capabilities in README.md and docs/ are such as there are: options exist, files are valid."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from generator.command.cli import cli
from generator.diagnostics import Findings, Severity
from generator.pipeline import understand
from templates.runtime.server.command import _parser
from tests.support.processes import ROOT

PAGES: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"(?<!`)`((?:capwright|python -m [\w.]+) [^`\n]+)`")
_PLACEHOLDERS: Final = re.compile(r"…|\[\S*\]|\bNAMESPACE\b|'[^']*'")
_STARTED: Final = re.compile(r"python -m (?!PACKAGE|pip|venv|generator|build|tests|your)[\w.]+")
_ADAPTERS: Final = {"rest": ("a",), "mcp": ("a",), "skill": ("a",)}


def _blocks(kind: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for found in _BLOCK.finditer(page.read_text("utf-8")):
            if found[1] == kind:
                yield page.name, found[2]


def _lines(begin: str) -> list[tuple[str, str]]:
    """Commands of blocks and of the text, each with its page."""
    found = []
    for page, text in _blocks("sh"):
        for line in text.replace("\\\n", " ").splitlines():
            bare = line.removeprefix("$ ").strip()
            found += [(page, bare[bare.index(begin) :])] if begin in bare else []
    for path in PAGES:
        inline = (match[1] for match in _INLINE.finditer(path.read_text("utf-8")))
        found += [(path.name, text) for text in inline if text.startswith(begin)]
    return [each for each in found if each[1].split()[1:]]


def _words(line: str) -> list[str]:
    return shlex.split(line.partition(" # ")[0].partition(" > ")[0].partition(" || ")[0])


def _options(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)}


CAPWRIGHT: Final = [each for each in _lines("capwright ") if "|" not in each[1]]


def test_there_are_many() -> None:
    assert len(CAPWRIGHT) > 40


@pytest.mark.parametrize(("page", "line"), CAPWRIGHT)
def test_a_command_is_there_with_its_options(page: str, line: str) -> None:
    words = _words(_PLACEHOLDERS.sub("x", line))[1:]
    command: click.Command = cli
    while words and isinstance(command, click.Group):
        if words[0].startswith("-"):
            break
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    known = _options(command) | _options(cli) | {"--help"}
    for word in words:
        if word.startswith("-") and word != "-":
            assert word.partition("=")[0] in known, line


STARTS: Final = [
    (page, line)
    for page, line in _lines("python -m ")
    if _STARTED.match(line) and _words(_PLACEHOLDERS.sub("x", line))[3:]
]


def test_packages_are_started_often() -> None:
    assert len(STARTS) > 10


@pytest.mark.parametrize(("page", "line"), STARTS)
def test_a_start_has_options_that_there_are(page: str, line: str) -> None:
    command, *words = _words(_PLACEHOLDERS.sub("x", line))[3:]
    if command == "replay":
        return  # Of packages that record; docs/recording.md has it, and its own tests.
    parser = _parser("quay", _ADAPTERS, ())
    [choices] = [
        each.choices for each in parser._actions if isinstance(each, argparse._SubParsersAction)
    ]
    assert command in choices, line
    known = {name for each in choices[command]._actions for name in each.option_strings}
    assert {word for word in words if word.startswith("--")} <= known, line


_WHOLE: Final = [
    (page, text)
    for page, text in _blocks("yaml")
    if re.match(r"(ikanos|naftiko):", text) and "\ncapability:" in text and page != "diagnostics.md"
]


def test_some_pages_have_whole_capabilities() -> None:
    assert {page for page, _ in _WHOLE} >= {"observability.md"}


@pytest.mark.parametrize(("page", "text"), _WHOLE)
def test_a_whole_capability_is_valid(tmp_path: Path, page: str, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    understand(tmp_path / "x.yaml", None, findings)
    wrong = [each for each in findings.sorted() if each.severity is Severity.ERROR]
    assert [each.message for each in wrong] == []
