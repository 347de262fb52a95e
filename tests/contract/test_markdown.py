"""The report for a pull request: names are code, and no text of a spec is markup."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator.contract.comparison import compare
from generator.contract.parsing import from_bytes
from generator.contract.report.markdown import render_markdown

ATTACKS = (
    "`<img src=x onerror=alert(1)>`",
    "a`b <script>x</script>",
    "``` | </code></td><b>",
    "[x](http://evil.test) @all #1",
    "</del><h1>",
)


def _report(name: str, text: str = "Gives one.") -> str:
    before: dict[str, Any] = {
        "format": 1,
        "client": {},
        "rest": {"r": {"authentication": "none", "routes": {}}},
        "mcp": {},
    }
    tool = {"description": text, "hints": {}, "input_schema": {"type": "object"}}
    before["mcp"]["m"] = {"authentication": "none", "tools": {name: tool, "kept": tool}}
    after = copy.deepcopy(before)
    del after["mcp"]["m"]["tools"][name]
    after["mcp"]["m"]["tools"]["kept"]["description"] = f"{text} {name}"
    sides = [from_bytes(json.dumps(each).encode()) for each in (before, after)]
    return render_markdown(compare(sides[0], sides[1]))


def _tags(markdown: str) -> set[str]:
    html = (
        MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(markdown)
    )
    return {each.lower() for each in re.findall(r"<\s*([A-Za-z][A-Za-z0-9]*)", html)}


def test_names_are_code() -> None:
    assert "The tool <code>get-duck</code> is gone." in _report("get-duck")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_spec_is_markup(attack: str) -> None:
    assert _tags(_report(attack)) <= _tags(_report("plain"))
