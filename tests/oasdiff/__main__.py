"""Mutates specs, asks both for a verdict on each operation, and writes down where they differ.

`python -m tests.oasdiff OASDIFF [CORPUS]`: the program, and a folder of further specs.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from generator.contract.comparison import compare
from generator.contract.document import Contract
from generator.contract.parsing import from_bytes
from generator.contract.rule import Verdict
from generator.diagnostics import Findings
from generator.lower import lower
from generator.options import Options
from generator.pipeline import understand

from .answers import answers
from .mutations import MUTATIONS
from .page import Row, write

ROOT: Final = Path(__file__).resolve().parents[2]
OWN: Final = (
    ROOT / "specs" / "quay-capability.yaml",
    Path(__file__).with_name("orders-capability.yaml"),
)
FURTHER: Final = 8
"""Specs of the corpus, spread over all of it."""
LEVELS: Final = {1: Verdict.COMPATIBLE, 2: Verdict.RISKY, 3: Verdict.BREAKING}


@dataclass(frozen=True, slots=True)
class Side:
    """A spec as both see it."""

    contract: Contract
    openapi: tuple[bytes, ...]


def side(document: dict[str, Any], folder: Path) -> Side | None:
    """None where the spec has errors."""
    spec = folder / "spec.yaml"
    spec.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    findings = Findings()
    understood = understand(spec, None, findings)
    if understood is None or findings.has_errors:
        return None
    package = lower(understood.plan, understood.sources.main.text, Options("package"))
    files = {file.path: file.content for file in package.files}
    contract = from_bytes(files["CONTRACT.json"])
    found = tuple(
        _told(content, contract)
        for path, content in sorted(files.items())
        if path.startswith("openapi/")
    )
    return Side(contract, found) if found else None


def _told(openapi: bytes, contract: Contract) -> bytes:
    """The document with the answers as the spec tells them: what is served says only what is certain."""
    document = json.loads(openapi)
    answers = {
        request: route.answer
        for rest in contract.rest.values()
        for request, route in rest.routes.items()
    }
    for path, item in document["paths"].items():
        for method, operation in item.items():
            answer = answers.get(f"{method.upper()} {path}")
            if answer is not None:
                operation["responses"]["2XX"]["content"]["application/json"]["schema"] = answer
    return json.dumps(document).encode()


def ours(before: Side, after: Side) -> dict[str, tuple[Verdict, str]]:
    """The gravest verdict on each route of REST, with the codes that led to it."""
    found: dict[str, tuple[Verdict, str]] = {}
    for change in compare(before.contract, after.contract):
        if change.surface != "rest":
            continue
        verdict, codes = found.get(change.subject, (Verdict.COMPATIBLE, ""))
        listed = " ".join(dict.fromkeys((*codes.split(), change.rule.code)))
        found[change.subject] = (max(verdict, change.verdict), listed)
    return found


def theirs(program: str, before: Side, after: Side, folder: Path) -> dict[str, tuple[Verdict, str]]:
    """The same from oasdiff, for each adapter's document."""
    found: dict[str, tuple[Verdict, str]] = {}
    for old, new in zip(before.openapi, after.openapi, strict=False):
        (folder / "old.json").write_bytes(old)
        (folder / "new.json").write_bytes(new)
        names = [str(folder / "old.json"), str(folder / "new.json")]
        command = [program, "changelog", "--include-path-params", "--format", "json", *names]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for each in json.loads(done.stdout or "[]"):
            subject = f"{each['operation']} {each['path']}"
            verdict, rules = found.get(subject, (Verdict.COMPATIBLE, ""))
            listed = " ".join(dict.fromkeys((*rules.split(), each["id"])))
            found[subject] = (max(verdict, LEVELS[each["level"]]), listed)
    return found


def pairs(specs: list[Path], folder: Path) -> Iterator[tuple[str, str, Side, Side]]:
    """Every mutation of every spec that both sides are sound with."""
    for spec in specs:
        document = yaml.safe_load(spec.read_text(encoding="utf-8"))
        before = side(document, folder)
        for name, mutation in MUTATIONS.items():
            changed = copy.deepcopy(document)
            if before is None or not mutation(changed):
                continue
            after = side(changed, folder)
            if after is not None:
                yield spec.name, name, before, after


def judged(program: str, specs: list[Path]) -> tuple[Counter[Row], int]:
    """What both say of each operation after each change, and how many pairs that were."""
    rows: Counter[Row] = Counter()
    tried = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _, mutation, before, after in pairs(specs, folder):
            tried += 1
            own, other = ours(before, after), theirs(program, before, after, folder)
            _count(rows, mutation, own, other)
        for mutation, old, new in answers():
            tried += 1
            sides = [Side(from_bytes(each.contract), (each.openapi,)) for each in (old, new)]
            own, other = ours(sides[0], sides[1]), theirs(program, sides[0], sides[1], folder)
            _count(rows, mutation, own, other)
    return rows, tried


def _count(
    rows: Counter[Row],
    mutation: str,
    own: dict[str, tuple[Verdict, str]],
    other: dict[str, tuple[Verdict, str]],
) -> None:
    for subject in own.keys() | other.keys():
        verdict, codes = own.get(subject, (None, ""))
        level, rules = other.get(subject, (None, ""))
        rows[Row(mutation, verdict, codes, level, rules)] += 1


def main(program: str, corpus: Path | None) -> int:
    """Writes the page; 1 where a disagreement is not explained there."""
    specs = list(OWN)
    if corpus is not None:
        others = sorted(corpus.rglob("*.yaml"))
        specs += others[:: max(1, len(others) // FURTHER)][:FURTHER]
    rows, tried = judged(program, specs)
    return write(rows, tried, len(specs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None))
