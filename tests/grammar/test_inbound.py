"""Made inputs from everywhere against the independent reading (`tests/oracle/inbound.py`)."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings

from tests.oracle.inbound import taken
from tests.support.living import Said, Seen, living, said

from .inbound import Case, cases
from .living_specs import text_of
from .test_grammar import EXAMPLES, SEARCH


@settings(SEARCH, max_examples=max(EXAMPLES // 2, 1))
@given(case=cases())
def test_inbound(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
    folder.mkdir()

    def answer(_seen: Seen) -> Said:
        return said({})

    (rest,) = case.spec["capability"]["exposes"]
    with living(text_of(case.spec), folder, answer) as running:
        for call in case.calls:
            resource = rest["resources"][f"i{call.unit}"]
            parameters = resource["operations"]["take"]["inputParameters"]
            expected = taken(parameters, resource["path"], call.target, call.headers, call.body)
            body = call.body or None
            headers = call.headers | ({"Content-Type": "application/json"} if body else {})
            reply = running.rest("POST", call.target, body, **headers)
            sent = [json.loads(each.body) for each in running.upstream.take()]
            assert sent == (
                [] if expected is None else [expected]
            ), f"{parameters} {call} {reply.body!r}"
            assert reply.status == (422 if expected is None else 200), (parameters, call)
