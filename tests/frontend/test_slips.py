"""Mistakes made by rule in two whole files: each is one finding, at its line, with what to write.

Source: "findings that help" of the faults found with real users: 69 typical mistakes, "mend the kind". Every third
line gets each slip; which third depends on the slip, so that every kind of line meets every kind of slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from generator.diagnostics import Finding, Findings, Severity
from generator.pipeline import understand
from tests.frontend.test_mistakes import GOOD as PUBLISHED

OFFICIAL: Final = """\
ikanos: 1.0.0-beta5
info:
  display: Shop
  description: A shop.
binds:
- namespace: env
  keys:
    SHOP_TOKEN: SHOP_TOKEN
capability:
  consumes:
  - type: http
    namespace: shop
    description: The shop.
    baseUri: https://shop.test/api
    authentication:
      type: apikey
      key: X-Key
      value: '{{SHOP_TOKEN}}'
      placement: header
    resources:
      items:
        path: /items
        operations:
          list-items:
            method: GET
            outputRawFormat: json
            inputParameters:
              limit:
                in: query
            outputParameters:
              first-id:
                type: string
                value: $.items[0].id
          add-item:
            method: POST
            body:
              type: json
              data:
                name: '{{name}}'
      item:
        path: /items/{{id}}
        operations:
          get-item:
            method: GET
            inputParameters:
              id:
                in: path
  exposes:
  - type: rest
    namespace: desk
    address: localhost
    port: 8080
    resources:
      item:
        path: /items/{{id}}
        description: One item.
        operations:
          get-it:
            method: GET
            call: shop.get-item
            inputParameters:
              id:
                in: path
                type: string
                description: Which.
            with:
              id: desk.id
            outputParameters:
            - type: object
              properties:
                title:
                  type: string
                  mapping: $.title
  - type: mcp
    namespace: till
    port: 9090
    description: A till.
    tools:
      find-item:
        description: Find one.
        hints:
          readOnly: true
        inputParameters:
          id:
            type: string
            description: Which.
            required: true
        call: shop.get-item
        with:
          id: till.id
        outputParameters:
        - type: object
          properties:
            title:
              type: string
              mapping: $.title
      first-item:
        description: The first.
        hints:
          readOnly: true
        steps:
          all:
            type: call
            call: shop.list-items
            with:
              limit: '1'
          one:
            type: call
            call: shop.get-item
            with:
              id: '{{all.first-id}}'
        mappings:
        - target: title
          value: $.one.title
        outputParameters:
          title:
            type: string
"""
FILES: Final = {"published": PUBLISHED, "official": OFFICIAL}
KEY: Final = re.compile(r"( *)(- )?([A-Za-z0-9_-]+):(.*)")


def _found(text: str, folder: Path) -> list[Finding]:
    path = folder / "shop.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    findings = Findings()
    understand(path, None, findings)
    return [each for each in findings.sorted() if each.severity is not Severity.NOTE]


def _entries(text: str, first: int) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Every third line with a key, its number counted from 0."""
    for number, line in enumerate(text.splitlines()):
        match = KEY.fullmatch(line)
        if match is not None and number % 3 == first % 3:
            yield number, line, match


def _with(text: str, number: int, line: str) -> str:
    lines = text.splitlines()
    lines[number] = line
    return "\n".join(lines) + "\n"


def _data(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def _one(text: str, number: int, folder: Path, near: int = 0) -> Finding:
    found = _found(text, folder)
    assert len(found) == 1, (text.splitlines()[number], found)
    span = found[0].span
    assert span is not None
    assert number + 1 - near <= span.start.line <= number + 1 + near, found
    assert found[0].hint
    return found[0]


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_good(name: str, tmp_path: Path) -> None:
    assert _found(FILES[name], tmp_path) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "write", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")]
)
def test_marks_of_editors_are_no_mistake(
    name: str, write: Callable[[str], str], tmp_path: Path
) -> None:
    assert _found(write(FILES[name]), tmp_path) == []


@pytest.mark.parametrize("away", [1, 2, -1, -2])
@pytest.mark.parametrize("name", FILES)
def test_a_line_in_another_column(name: str, away: int, tmp_path: Path) -> None:
    """The caret is at its key, and the hint says where the line began before."""
    text = FILES[name]
    for number, line, match in _entries(text, away):
        indentation = len(match[1])
        if indentation + away < 0 or (match[2] and away < 0) or (match[2] and name == "official"):
            continue
        wrong = _with(text, number, " " * (indentation + away) + line.lstrip())
        if _data(wrong) == _data(text) or _is_free(text, number):
            continue
        finding = _one(wrong, number, tmp_path)
        assert finding.span is not None
        assert finding.span.start.column == indentation + away + len(match[2] or "") + 1, finding
        assert f"column {indentation + 1}," in finding.hint, finding


def _is_free(text: str, number: int) -> bool:
    """Whether what is in the line may stand elsewhere as well: a value of a body, an own name."""
    line = text.splitlines()[number].strip()
    return line.startswith(("SHOP_", "name: '{{", "label", "description"))


@pytest.mark.parametrize("name", FILES)
def test_an_item_whose_dash_has_no_space(name: str, tmp_path: Path) -> None:
    text = FILES[name]
    for number, line in enumerate(text.splitlines()):
        if line.lstrip().startswith("- "):
            finding = _one(_with(text, number, line.replace("- ", "-", 1)), number, tmp_path)
            assert "write `- " in finding.hint


@pytest.mark.parametrize("name", FILES)
def test_a_text_beside_a_key_that_has_keys_below(name: str, tmp_path: Path) -> None:
    text = FILES[name]
    for number, line, match in _entries(text, 0):
        if not match[4].strip():
            finding = _one(_with(text, number, f"{line} text"), number, tmp_path)
            assert "remove `text`" in finding.hint or "`text`" in finding.message, finding


@pytest.mark.parametrize("name", FILES)
def test_a_line_that_stands_twice(name: str, tmp_path: Path) -> None:
    text = FILES[name]
    for number, line, _ in _entries(text, 1):
        again = line.replace("- ", "  ", 1)
        finding = _one(_with(text, number, f"{line}\n{again}"), number + 1, tmp_path)
        assert finding.code == "CAP108"


@pytest.mark.parametrize("value", ["*x", "!x", "@x", "`x`", "%x", "{x"])
@pytest.mark.parametrize("name", FILES)
def test_a_value_that_no_yaml_begins_with(name: str, value: str, tmp_path: Path) -> None:
    """Also where it is what others depend on: nothing is concluded from what could not be read."""
    text = FILES[name]
    for number, _, match in _entries(text, len(value)):
        if match[4].strip():
            indentation, dash, key, _ = match.groups(default="")
            _one(
                _with(text, number, f"{indentation}{dash}{key}: {value}"), number, tmp_path, near=1
            )


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        # A key that is misspelt, and what would miss what stands under it.
        ("official", "            inputParameters:\n              limit", "            inputParamters:\n              limit"),
        ("official", "        path: /items/{{id}}\n        operations:\n          get-item", "        pth: /items/{{id}}\n        operations:\n          get-item"),
        ("official", "        steps:", "        seps:"),
        ("official", "        call: shop.get-item\n        with:\n          id: till.id", "        cll: shop.get-item\n        with:\n          id: till.id"),
        ("official", "            call: shop.get-item\n            with:\n              id: '{{all", "            call: wombat\n            with:\n              id: '{{all"),
        # A value that is misspelt, or of another kind.
        ("official", "  - type: http", "  - type: htp"),
        ("official", "  - type: http", "  - type: true"),
        ("official", "          one:\n            type: call", "          one:\n            type: cal"),
        ("official", "          one:\n            type: call", "          one:\n            type: true"),
        ("official", "    namespace: till", "    namespace: true"),
        # Another key than the one that is required.
        ("official", "        path: /items/{{id}}\n        operations:\n          get-item", "        route: /items/{{id}}\n        operations:\n          get-item"),
        ("published", "      path: /items/{id}\n      operations:\n      - name: getitem", "      route: /items/{id}\n      operations:\n      - name: getitem"),
        ("published", "      call: shop.getitem\n      with:\n        id: tools.id", "      call: {action: shop.getitem}\n      with:\n        id: tools.id"),
        # A path without its variable.
        ("official", "        path: /items/{{id}}\n        operations:\n          get-item", "        path: /items\n        operations:\n          get-item"),
        # An input with two letters changed round.
        ("published", "id: rest.id", "id: rest.di"),
        ("published", "id: tools.id", "id: tools.di"),
    ],
)  # fmt: skip
def test_what_follows_from_a_slip_is_no_finding(
    name: str, right: str, wrong: str, tmp_path: Path
) -> None:
    text = FILES[name]
    assert text.count(right) == 1
    found = _found(text.replace(right, wrong), tmp_path)
    assert len(found) == 1, found


def test_two_mistakes_are_two_findings(tmp_path: Path) -> None:
    text = OFFICIAL.replace("seps", "steps").replace("        steps:", "        seps:")
    text = text.replace("    port: 8080", "    prot: 8080")
    found = [each.code for each in _found(text, tmp_path)]
    assert sorted(found) == ["CAP207", "CAP208"]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        # Nothing says that the line should be elsewhere, though it would be valid there.
        ("        path: /items/{{id}}\n        operations:\n          get-item", "        path:\n        operations:\n          get-item", "CAP203"),
        ("            call: shop.get-item\n            with:\n              id: '{{all", "            with:\n              id: '{{all", "CAP202"),
        ("    port: 8080\n    resources", "    colour: red\n    port: 8080\n    resources", "CAP207"),
    ],
)  # fmt: skip
def test_no_column_is_blamed_for_another_mistake(
    right: str, wrong: str, code: str, tmp_path: Path
) -> None:
    assert OFFICIAL.count(right) == 1
    found = _found(OFFICIAL.replace(right, wrong), tmp_path)
    assert [each.code for each in found] == [code]


def test_a_description_of_what_has_none_is_only_unknown(tmp_path: Path) -> None:
    """It would be valid further out as well, as it would nearly everywhere."""
    right = "                in: query\n"
    assert OFFICIAL.count(right) == 1
    wrong = OFFICIAL.replace(right, f"{right}                description: d\n")
    assert [each.code for each in _found(wrong, tmp_path)] == ["CAP207"]
