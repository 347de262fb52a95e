"""Made paths of mappings, over REST and MCP, against the independent reading of JSONPath (`tests/oracle/jsonpath.py`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from tests.oracle.answers import apply
from tests.oracle.holes import MISSING
from tests.oracle.jsonpath import UnsupportedPathError
from tests.support.living import Living, Said, Seen, living, said

from .living_specs import text_of
from .paths import cases
from .test_grammar import EXAMPLES, SEARCH


@settings(SEARCH, max_examples=max(EXAMPLES // 2, 1))
@given(made=cases())
def test_paths(made: tuple[dict[str, Any], list[Any]], tmp_path: Path) -> None:
    spec, documents = made
    folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
    folder.mkdir()

    def answer(seen: Seen) -> Said:
        return said(documents[int(seen.target.rpartition("/")[2])])

    rest, _ = spec["capability"]["exposes"]
    entries = [each["operations"]["get"]["outputParameters"] for each in rest["resources"].values()]
    with living(text_of(spec), folder, answer) as running:
        for at, entry in enumerate(entries):
            for number, document in enumerate(documents):
                _agrees(running, at, number, entry, document)


def _agrees(
    running: Living, at: int, number: int, entry: list[dict[str, Any]], document: Any
) -> None:
    try:
        expected = apply(tuple(entry), document)
    except UnsupportedPathError:
        return
    reply = running.rest("GET", f"/p{at}/{number}")
    got = json.loads(reply.body) if reply.body else MISSING
    assert (reply.status, _typed(got)) == (200, _typed(expected)), (entry, document)
    whole = document if expected is MISSING else expected
    told = json.loads(running.text(f"t{at}", number=str(number)))
    assert _typed(told) == _typed(whole), (entry, document)


def _typed(value: Any) -> str:
    """`1`, `1.0` and `true` are three values."""
    return "" if value is MISSING else json.dumps(value, sort_keys=True)
