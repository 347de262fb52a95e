"""docs/contract-rules.md, made from the rules: `python -m generator.contract.docs [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .registry import CHANGE_RULES
from .rule import ChangeRule

PAGE: Final = Path(__file__).parents[2] / "docs" / "contract-rules.md"
_HEAD: Final = """\
# What breaks callers, and what does not

<!-- Made from generator/contract/rules by `make golden`. Do not edit. -->

The rules of `capwright diff` ([contract.md](contract.md)). A code never changes its meaning;
`capwright explain CODE` prints what stands here.

| code | verdict | what changed | why |
| --- | --- | --- | --- |
"""


def page(rules: Iterable[ChangeRule]) -> str:
    """The whole page, as Markdown."""
    rows = (
        f"| {rule.code} | {rule.verdict.word} | {rule.title} | {rule.explanation} |\n"
        for rule in rules
    )
    return _HEAD + "".join(rows)


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is up to date."""
    wanted = page(CHANGE_RULES.values())
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        print(f"{PAGE.name} is not up to date: run `make golden`.", file=sys.stderr)
        return 1
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
