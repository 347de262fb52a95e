"""Declared inputs arrive (docs/language.md, "Choices"): path variables in two spellings, lists.

Source: published files in which a required body parameter was asked for and dropped, and `{labelID}` went out as `/{labelID}/{labelId}`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand
from generator.plan import FromName, InputPlace
from tests.resolve.conftest import Resolve, codes, operation, rest_inputs, tool_inputs
from tests.resolve.files import capability

LABEL = "inputParameters: [{name: labelId, in: path, type: string}]"


def test_one_variable_in_two_spellings(resolve: Resolve) -> None:
    plan, findings = resolve(
        capability(path="/labels/{labelID}", operation=LABEL, rest_path="/{labelID}", tool="")
    )
    assert [each.name for each in operation(plan).arguments] == ["labelId"]
    assert operation(plan).path[-1].parts == (FromName("labelId"),)
    assert rest_inputs(plan).keys() == {"labelID"}
    assert tool_inputs(plan).keys() == {"labelId"}
    assert codes(findings).count("CAP460") == 1
    assert "CAP450" not in codes(findings)


@pytest.mark.parametrize("key", ["labelId", "labelID"])
def test_with_may_use_either_spelling(resolve: Resolve, key: str) -> None:
    plan, findings = resolve(
        capability(path="/{labelID}", operation=LABEL, rest=f"with: {{{key}: rest.label}}")
    )
    assert rest_inputs(plan).keys() == {"label"}
    assert not {"CAP305", "CAP306"} & set(codes(findings))


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        # something else fills the variable
        ("/{labelID}", "{name: labelId, in: path}, {name: labelID, in: query}"),
        ("/{labelID}", "{name: labelID, in: path}, {name: labelId, in: path}"),
        # and what is not one of each is not guessed at
        ("/{labelID}", "{name: labelId, in: path}, {name: label_id, in: path}"),
        ("/{labelID}/{label_id}", "{name: labelId, in: path}"),
        ("/{{LABELID}}", "{name: labelId, in: path}"),
    ],
)
def test_it_needs_one_of_each(resolve: Resolve, path: str, parameters: str) -> None:
    plan, findings = resolve(capability(path=path, operation=f"inputParameters: [{parameters}]"))
    assert "CAP460" not in codes(findings)
    assert "CAP450" in codes(findings)
    assert len(operation(plan).path) > path.count("/")


def test_the_official_dialect_takes_names_as_they_are(resolve: Resolve) -> None:
    text = capability(path="/{{labelID}}", operation=LABEL.replace(", type: string", ""))
    text = text.replace("outputParameters: [{type: object, mapping: $.}]", "")
    _, findings = resolve(text)
    assert "CAP460" not in codes(findings)


_TYPES = ("string", "integer", "number", "boolean", "array", "object")


def _all_types(place: str, method: str) -> str:
    """Each type of one side feeds each type of the other."""
    consumed = ", ".join(
        f"{{name: {there}-from-{here}, in: {place}, type: {there}}}"
        for there in _TYPES
        for here in _TYPES
    )
    exposed = ", ".join(
        f"{{name: {there}-from-{here}, in: query, type: {here}}}"
        for there in _TYPES
        for here in _TYPES
    )
    return capability(
        method=method,
        path="/items/{array-in-path}",
        operation=f"inputParameters: [{{name: array-in-path, in: path, type: array}}, {consumed}]",
        rest_path="/items/{array-in-path}/{array-from-string}",
        rest=f"inputParameters: [{exposed}]",
        tool="with: {string-from-array: 3, array-from-string: one, integer-from-string: 'a {{tools.b}}',"
        " object-from-string: tools.o, boolean-from-string: tools.o}",
    )


@pytest.mark.parametrize(
    ("place", "method"), [("query", "GET"), ("body", "POST"), ("header", "GET")]
)
def test_a_type_checker_takes_every_pair_of_types(tmp_path: Path, place: str, method: str) -> None:
    """The two sides may declare different types for one value; the package is still typed."""
    spec = tmp_path / "pairs-capability.yaml"
    spec.write_text(_all_types(place, method), encoding="utf-8")
    understood = understand(spec, None, Findings())
    assert understood is not None
    for name, content in build(understood, Options("pairs")).items():
        file = tmp_path / "pairs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    text = (tmp_path / "pairs" / "units.py").read_text()
    assert "array_from_string=feeding.listed(array_from_string)" in text
    assert "array_in_path," in text
    assert "feeding.listed(array_in_path)" not in text
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "pairs/units.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_path_is_where_the_route_has_it(resolve: Resolve) -> None:
    plan, _ = resolve(
        capability(
            operation="inputParameters: [{name: ids, in: query, type: array}]", rest_path="/{ids}"
        )
    )
    assert rest_inputs(plan)["ids"].place is InputPlace.PATH
