"""The table of docs/openapi.md: how many requests of each real document are those of swagger-client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .documents import ROOT, Document, documents

PAGE: Final = ROOT / "docs" / "openapi.md"
_MARKS: Final = ("<!-- peers: written by `make imports` -->", "<!-- /peers -->")
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one document."""

    document: Document
    operations: int
    same: int
    different: tuple[str, ...]
    refused: Mapping[str, int]
    """Why the reference makes no request, and how often."""
    findings: int

    @property
    def text(self) -> str:
        """For the terminal."""
        refused = sum(self.refused.values())
        lines = [
            f"{self.document.name}: {self.operations} operations, {self.same} requests the same, "
            f"{len(self.different)} not, {refused} refused by the reference, {self.findings} findings"
        ]
        lines += [f"  {each[:400]}" for each in self.different[:_SHOWN]]
        lines += [f"  refused {count} times: {why[:200]}" for why, count in self.refused.items()]
        return "\n".join(lines)


def row(outcome: Outcome) -> str:
    """The line of the table."""
    cells = (
        *(outcome.document.name, outcome.operations, outcome.same, len(outcome.different)),
        *(sum(outcome.refused.values()), outcome.findings),
    )
    return f"| {' | '.join(map(str, cells))} |"


def write(outcomes: Sequence[Outcome]) -> None:
    """Put the table between its marks; a document that was not asked about keeps its row."""
    heads = [
        "| document | operations | requests as the reference sends them | others | not built by the reference | findings |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    made = {each.document.name: row(each) for each in outcomes}
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_MARKS[0])
    old, _, after = rest.partition(_MARKS[1])
    known = {line.split(" | ")[0].strip("| "): line for line in old.strip().splitlines()[2:]}
    rows = {**known, **made}
    order = [each.name for each in documents() if each.name in rows]
    table = "\n".join((*heads, *(rows[name] for name in order)))
    text = f"{before}{_MARKS[0]}\n\n{table}\n\n{_MARKS[1]}{after}"
    PAGE.write_text(text, encoding="utf-8")
