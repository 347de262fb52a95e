"""What stood under a key is gone: that is one mistake, and what refers to it is no other.

Source: each key of two whole files and of Quay, emptied and taken out; the kinds that made two findings of one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from generator.diagnostics import Finding, Findings, Severity
from generator.pipeline import understand
from tests.frontend.test_slips import FILES
from tests.support.processes import ROOT

QUAY: Final = (ROOT / "specs/quay-capability.yaml").read_text(encoding="utf-8")
OBSERVED: Final = (ROOT / "tests/golden/observed/capability.yaml").read_text(encoding="utf-8")


def _found(text: str, folder: Path) -> list[Finding]:
    spec = folder / "capability.yaml"
    spec.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(spec, None, findings)
    return [each for each in findings.sorted() if each.severity is not Severity.NOTE]


def _below(lines: list[str], number: int) -> int:
    """The line behind what stands below a line."""
    caret = len(lines[number]) - len(lines[number].lstrip(" -"))
    for behind in range(number + 1, len(lines)):
        line = lines[behind]
        away = len(line) - len(line.lstrip(" "))
        if away < caret or (away == caret and not line.lstrip().startswith("- ")):
            return behind
    return len(lines)


def _emptied(text: str, line: str) -> str:
    """The text with nothing below the first line of this content."""
    lines = text.splitlines()
    number = next(at for at, each in enumerate(lines) if each.strip() == line)
    return "\n".join((*lines[: number + 1], *lines[_below(lines, number) :], ""))


def test_an_emptied_list_of_operations_is_what_calls_miss(tmp_path: Path) -> None:
    [found] = _found(_emptied(QUAY, "operations:"), tmp_path)
    assert (found.code, found.severity) == ("CAP250", Severity.ERROR)
    assert found.span is not None
    assert QUAY.splitlines()[found.span.start.line - 1].strip() == "operations:"
    assert "`createrepo` and `listrepos`" in found.hint


def test_a_slip_beside_a_list_that_is_empty_is_a_slip(tmp_path: Path) -> None:
    idle = "    - name: idle\n      path: /idle\n      operations: []\n    - name: items\n"
    text = FILES["published"].replace("    - name: items\n", idle, 1)
    assert not _found(text, tmp_path)
    [found] = _found(text.replace("call: shop.getitem", "call: shop.getitme", 1), tmp_path)
    assert (found.code, "did you mean `shop.getitem`" in found.hint) == ("CAP302", True)


@pytest.mark.parametrize("line", ["items:", "item:"])
def test_an_emptied_resource_has_cost_its_operations(line: str, tmp_path: Path) -> None:
    [found] = _found(_emptied(FILES["official"], line), tmp_path)
    assert (found.code, found.severity) == ("CAP203", Severity.ERROR)


def test_texts_in_the_place_of_operations(tmp_path: Path) -> None:
    lines = OBSERVED.splitlines()
    number = next(at for at, each in enumerate(lines) if each.strip() == "operations:")
    text = "\n".join(
        (*lines[:number], f"{lines[number]} [a, b]", *lines[_below(lines, number) :], "")
    )
    assert {each.code for each in _found(text, tmp_path)} == {"CAP203"}


def test_an_adapter_without_its_name_is_no_fault_of_skills(tmp_path: Path) -> None:
    for name in ("desk", "keeper"):
        text, count = re.subn(rf"\n +namespace: {name}(?=\n)", "", OBSERVED)
        assert count == 1
        [found] = _found(text, tmp_path)
        assert found.code == "CAP202"


def test_lost_parameters_are_one_finding_for_a_call(tmp_path: Path) -> None:
    lines = QUAY.splitlines()
    number = next(at for at, each in enumerate(lines) if each.strip() == "inputParameters:")
    text = "\n".join((*lines[:number], *lines[_below(lines, number) :], ""))
    [found] = _found(text, tmp_path)
    assert found.code == "CAP306"
    assert "`namespace`, `public` and `starred` are no parameters of `quay.listrepos`" in (
        found.message
    )
    assert "declare `namespace`, `public` and `starred` under" in found.hint


def test_a_letter_too_few_of_a_short_key(tmp_path: Path) -> None:
    text = FILES["published"]
    assert "in: path" in text
    [found] = _found(text.replace("in: path", "n: path", 1), tmp_path)
    assert (found.code, found.hint) == ("CAP207", "did you mean `in`?")
