"""docs/diagnostics.md, made from the rules: `python -m generator.diagnostics.docs [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from .registry import ALL_RULES
from .rule import Rule
from .showing import visible

PAGE: Final = Path(__file__).parents[2] / "docs" / "diagnostics.md"

_HEAD: Final = """\
# Diagnostics

<!-- Made from generator/diagnostics/rules by `make golden`. Do not edit. -->

Everything that Capwright says about a file has a code that stays the same, a severity, a place and a
hint. `capwright explain CODE` prints what stands here. An error stops the file; a warning or a note
says what was repaired or concluded. `--strict` makes warnings errors, `--ignore CODE` hides warnings
and notes, and `--select CODE` shows only those.
"""
_GROUPS: Final[Mapping[str, str]] = {
    "1": "The file itself",
    "2": "Keys and values",
    "3": "References",
    "4": "Inputs",
    "5": "Adapters",
    "6": "Output",
    "7": "Output",
    "8": "Output",
    "9": "Not supported yet",
}


def page(rules: Iterable[Rule]) -> str:
    """The whole page, as Markdown."""
    ordered = sorted(rules, key=lambda rule: rule.code)
    rows = (
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity.value} | {_cell(_sentence(rule.title))} |\n"
        for rule in ordered
    )
    parts = [_HEAD, "| code | severity | |\n| --- | --- | --- |\n" + "".join(rows)]
    group = ""
    for rule in ordered:
        heading = _GROUPS.get(rule.code[3:4], "")
        if heading != group:
            group = heading
            parts.append(f"## {group}\n")
        parts.append(_entry(rule))
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    parts = [
        f"### {rule.code}\n",
        f"**{_sentence(rule.title)}** ({rule.severity.value}).",
        rule.explanation,
    ]
    text = f"{parts[0]}\n{parts[1]} {parts[2]}\n"
    if rule.example:
        text += f"\n{_block(rule.example)}"
    if rule.correction:
        text += f"\nPut right:\n\n{_block(rule.correction)}"
    return text


def _block(example: str) -> str:
    lines = "".join(f"{visible(line)}\n" for line in example.splitlines())
    return f"```yaml\n{lines}```\n"


def _sentence(title: str) -> str:
    return title[:1].upper() + title[1:]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is up to date."""
    wanted = page(ALL_RULES.values())
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        print(f"{PAGE.name} is not up to date: run `make golden`.", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
