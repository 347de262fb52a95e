"""What a part of the benchmark found: rows, and how they stand to the goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_RIGHT: Final = "-:"
_LEFT: Final = "-"


@dataclass(frozen=True, slots=True)
class Goal:
    """One number that the project has promised."""

    what: str
    measured: float
    wanted: float
    at_least: bool = True
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        if self.at_least:
            return self.measured >= self.wanted
        return self.measured <= self.wanted

    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table of goals."""
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            f"{number(self.measured)}{self.unit}",
            f"{sign} {number(self.wanted)}{self.unit}",
            "yes" if self.met else "**no**",
        )


@dataclass(slots=True)
class Table:
    """A table with a heading; the first column is text, the others are numbers."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    note: str = ""

    def add(self, *cells: str) -> None:
        """Append a row."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells in a table of {len(self.columns)} columns")
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table, which reads well in a terminal too."""
        widths = [
            max(len(row[index]) for row in (self.columns, *self.rows))
            for index in range(len(self.columns))
        ]
        rule = [
            f"{mark:->{width}}"
            for mark, width in zip(
                (_LEFT, *(_RIGHT for _ in self.columns[1:])), widths, strict=True
            )
        ]
        lines = [_line(self.columns, widths), f"| {' | '.join(rule)} |"]
        lines += [_line(row, widths) for row in self.rows]
        note = f"\n{self.note}\n" if self.note else ""
        return f"### {self.title}\n\n" + "\n".join(lines) + "\n" + note


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)]
    return f"| {' | '.join(padded)} |"


def number(value: float) -> str:
    """Three significant digits, thousands apart."""
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def times(ratio: float) -> str:
    """How many times something else."""
    return f"{number(ratio)} ×"


def goals(found: Sequence[Goal]) -> Table:
    """The table of goals."""
    table = Table("Goals", ("goal", "measured", "wanted", "met"))
    for goal in found:
        table.add(*goal.cells())
    return table


@dataclass(frozen=True, slots=True)
class Part:
    """The result of one part."""

    name: str
    title: str
    tables: Sequence[Table]
    goals: Sequence[Goal]

    def markdown(self) -> str:
        """Everything that it found."""
        shown = (*self.tables, goals(self.goals)) if self.goals else self.tables
        return f"## {self.title}\n\n" + "\n".join(table.markdown() for table in shown)
