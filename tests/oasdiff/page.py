"""docs/contract-oasdiff.md: where the two agree, and of each disagreement who is right."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.contract.rule import Verdict

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "contract-oasdiff.md"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What both say of one operation after a mutation; None and an empty text: nothing."""

    mutation: str
    ours: Verdict | None
    codes: str
    theirs: Verdict | None
    rules: str

    @property
    def agrees(self) -> bool:
        return self.ours == self.theirs


_ALL_KEYS: Final = (
    "We are: a mapped object always has all of its keys, so callers that read this one find nothing. "
    "The schema does not say so (a value may be null), so oasdiff takes the key for optional."
)
_VALUES: Final = (
    "Both: code that tells the values apart meets one that it does not know, code that shows or stores them "
    "does not notice. A person should look, so we say risky; `--fail-on risky` fails there too."
)
REASONS: Final[dict[tuple[str, str], str]] = {
    ("CON505", "response-optional-property-removed"): _ALL_KEYS,
    (
        "CON505 CON506",
        "response-optional-property-added response-optional-property-removed",
    ): _ALL_KEYS,
    ("CON504", "response-property-enum-value-added"): _VALUES,
    ("CON504", "response-property-became-not-enum"): _VALUES,
    ("CON218", ""): (
        "We are: callers find the whole document of upstream where the mapped one was. In the documents a "
        "response of the range `2XX` goes and `default` stays, which oasdiff takes for no change."
    ),
    ("CON205", "api-operation-id-removed"): (
        "Both: requests stay the same, but clients that are generated from the document get another "
        "method. Somebody should look, so we say risky."
    ),
}
"""(our codes, their rules) → who is right, and why."""
_SLASH: Final = (
    "We are: the adapter serves a path with and without a slash at its end alike, unless `trailing-slash` says "
    "otherwise, so requests of before go on (of the new spelling we say CON223). oasdiff compares paths as texts."
)
REASONS_OF_ONE: Final = {
    ("a path gets a slash at its end", "", rule): _SLASH
    for rule in ("api-removed-without-deprecation", "api-path-removed-without-deprecation")
}
"""The same where we say nothing, so that it holds for this mutation only."""
_HEAD: Final = """\
# Our verdicts and oasdiff's

<!-- Made by `make oasdiff`. Do not edit. -->

Specs of our own and, where a folder of them is named, published ones are changed by a script
(`tests/oasdiff/mutations.py`). `capwright diff` and [oasdiff](https://github.com/oasdiff/oasdiff) judge each
operation of the REST adapter: the gravest of what they find, breaking as ERR, risky as WARN, compatible as INFO.
Changes of answers that no spec can say are made of the schemas themselves (`tests/oasdiff/answers.py`), and oasdiff
gets the answers as the spec tells them: the document that is served leaves out the types of values that are copied.

"""


def reason_of(row: Row) -> str:
    """Who is right, and why; empty where nobody has said so."""
    known = REASONS_OF_ONE.get((row.mutation, row.codes, row.rules), "")
    return known or REASONS.get((row.codes, row.rules), "")


def write(rows: Counter[Row], pairs: int, specs: int) -> int:
    """Write the page, unless it tells of more pairs than these; 1 where a disagreement has no reason."""
    same = sum(count for row, count in rows.items() if row.agrees)
    lines = [
        f"{pairs} pairs of {specs} specs, {sum(rows.values())} operations judged, {same} alike.\n\n",
        "| | ours | oasdiff | times | who is right |\n| --- | --- | --- | --- | --- |\n",
    ]
    unexplained: list[Row] = []
    for row, count in sorted(rows.items(), key=lambda item: (item[0].mutation, item[0].codes)):
        if row.agrees:
            continue
        reason = reason_of(row)
        if not reason:
            unexplained.append(row)
        lines.append(
            f"| {row.mutation} | {_said(row.ours, row.codes)} | {_said(row.theirs, row.rules)} | {count} | {reason} |\n"
        )
    print(lines[0].strip())
    more = _pairs_of_the_page()
    if pairs < more:
        print(
            f"{PAGE.name} tells of {more} pairs and stays as it is: CORPUS=dir takes further specs"
        )
    else:
        PAGE.write_text(_HEAD + "".join(lines), encoding="utf-8")
    for row in unexplained:
        print(f"unexplained: {row}", file=sys.stderr)
    return 1 if unexplained else 0


def _pairs_of_the_page() -> int:
    """How many pairs it was made of; 0 where there is none."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = re.search(r"^([0-9]+) pairs of ", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _said(verdict: Verdict | None, codes: str) -> str:
    return f"{verdict.word}: {codes}" if verdict is not None else "nothing"
