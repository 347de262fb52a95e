"""The table of docs/openapi.md: how many requests of each real document are those of swagger-client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .documents import ROOT, Document

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


def write(outcomes: Sequence[Outcome]) -> None:
    """Put the table between its marks."""
    rows = [
        "| document | operations | requests as the reference sends them | others | not built by the reference | findings |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [
        f"| {each.document.name} | {each.operations} | {each.same} | {len(each.different)} "
        f"| {sum(each.refused.values())} | {each.findings} |"
        for each in outcomes
    ]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_MARKS[0])
    after = rest.partition(_MARKS[1])[2]
    table = "\n".join(rows)
    text = f"{before}{_MARKS[0]}\n\n{table}\n\n{_MARKS[1]}{after}"
    PAGE.write_text(text, encoding="utf-8")
