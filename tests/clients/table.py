"""The table of clients in `docs/mcp.md`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .trial import STEPS, Outcome

_PAGE = Path(__file__).parents[2] / "docs" / "mcp.md"
_START = "<!-- clients: written by `make clients` -->\n"
_END = "<!-- end of clients -->\n"
_HEAD = (
    "| client | version | " + " | ".join(STEPS) + " | without the SDK |\n" + "| --- " * 9 + "|\n"
)


@dataclass(frozen=True)
class Row:
    """One client."""

    name: str
    version: str
    outcomes: dict[str, Outcome | None]
    """By transport; None where it has none of that kind."""
    note: str

    def line(self) -> str:
        """As it stands in the table."""
        cells = [self._cell(step) for step in STEPS]
        return f"| {self.name} | {self.version} | {' | '.join(cells)} | {self._path()} |"

    def _cell(self, step: str) -> str:
        return _said({way: not one.steps[step] for way, one in self._tried().items()})

    def _path(self) -> str:
        return _said({way: not one.needed_sdk for way, one in self._tried().items()})

    def _tried(self) -> dict[str, Outcome]:
        return {way: one for way, one in self.outcomes.items() if one is not None}


def _said(right: dict[str, bool]) -> str:
    """`yes`, `no`, or the only transport for which it holds."""
    held = [way for way, holds in right.items() if holds]
    if len(held) == len(right):
        return "yes" if len(right) > 1 else f"yes ({held[0]})"
    return f"{held[0]} only" if held else "no"


def put(rows: list[Row], *, check: bool) -> int:
    """Write the table, or compare; 1 where `check` finds another one."""
    page = _PAGE.read_text("utf-8")
    before, _, rest = page.partition(_START)
    _, _, after = rest.partition(_END)
    notes = "".join(f"- {row.name}: {row.note}\n" for row in rows if row.note)
    body = _HEAD + "".join(row.line() + "\n" for row in rows) + f"\n{notes}"
    made = f"{before}{_START}\n{body}{_END}{after}"
    if made == page:
        return 0
    if check:
        print("docs/mcp.md has another table of clients: make clients", file=sys.stderr)
        return 1
    _PAGE.write_text(made, "utf-8")
    return 0
