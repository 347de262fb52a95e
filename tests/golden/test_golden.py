"""What is generated is what was approved. `make golden` renews it; the diff is then reviewed."""

from __future__ import annotations

import ast
from pathlib import Path

import black
import pytest

from generator.command.configuration import load
from generator.command.request import Request, Target
from generator.diagnostics import Findings
from generator.formatting.by_black import MODE
from generator.pipeline import build, understand
from generator.store.comparison import compare
from generator.store.folder import look
from tests.golden.cases import Case, cases

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "specs").glob("*-capability.yaml"))
CASES = cases()


def test_there_are_cases() -> None:
    assert len(CASES) >= 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    produced = case.produced()
    expected = case.expected
    assert sorted(produced) == sorted(expected), "run `make golden` and read the diff"
    for path, content in produced.items():
        if path.endswith(".png"):
            assert content == expected[path], path
        else:
            assert content.decode() == expected[path].decode(), path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_python_is_stable_under_black(case: Case) -> None:
    for path, content in case.expected.items():
        if path.endswith(".py"):
            ast.parse(content)
            assert black.format_str(content.decode(), mode=MODE) == content.decode(), path


def _request() -> Request:
    """What `pyproject.toml` says of the packages of this repository."""
    findings = Findings()
    configuration, _ = load(ROOT / "pyproject.toml", findings)
    assert not findings.sorted()
    return Request(tuple(SPECS), configuration=configuration, out=ROOT / "generated")


@pytest.mark.parametrize("target", _request().targets(), ids=lambda each: str(each))
def test_the_committed_packages(target: Target) -> None:
    """Every package of the repository, the runtime included where it is the package's own."""
    options, overlays = _request().options(target), _request().overlays_of(target)
    findings = Findings()
    understood = understand(target.spec, None, findings, overlays=overlays)
    assert understood is not None
    assert not findings.has_errors
    files = build(understood, options)
    difference = compare(files, look(ROOT / "generated" / options.package))
    assert not difference, f"{difference}: run `make generate`"
