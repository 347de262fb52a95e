"""Made catalogues of skills and made control ports against the independent reading (`tests/oracle/skills.py`,
`tests/oracle/control.py`)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from hypothesis import given

from tests.callers.asking import MODERN, mcp, tool
from tests.oracle import listed
from tests.oracle.control import NOTHING, Pages
from tests.oracle.skills import Catalogue, type_of, unpacked
from tests.support.living import Living, Said, Seen, living, said
from tests.support.raw_http import Reply

from .living_specs import text_of
from .served import Case, cases
from .test_grammar import SEARCH

WORD: Final = "word of control"
PAGES: Final = (
    "/health/live",
    "/health/ready",
    "/status",
    "/scripting",
    "/traces",
    "/metrics",
    "/x",
)


@SEARCH
@given(case=cases())
def test_served(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
    folder.mkdir()

    def answer(seen: Seen) -> Said:
        return said({"is": seen.target}, int(seen.target.rpartition("/")[2]))

    variables = {"CONTROL_WORD": WORD, "TK_LONG_CALL_SECONDS": "0"}
    # Names of variables are none of its other keywords, which a checker cannot know.
    with living(text_of(case.spec), folder, answer, files=case.files, **variables) as running:  # type: ignore[arg-type]
        _skills(running, case)
        pages = Pages(case.spec, running.ports)
        _listed(running, case)
        pages.asked("tools/list", 200)
        _calls(running, case, pages)
        _control(running, case, pages)


def _skills(running: Living, case: Case) -> None:
    exposes = case.spec["capability"]["exposes"]
    catalogue = Catalogue(exposes[2], exposes, case.files)
    for path in case.asked:
        status, document = catalogue.answer(path)
        reply = running.rest("GET", path, port="skill")
        assert reply.status == status, (path, reply.body)
        if isinstance(document, bytes):
            assert (reply.body, reply.content_type) == (document, type_of(path)), path
        elif path.endswith("/download") and document is not None:
            assert (unpacked(reply.body), reply.content_type) == (document, "application/zip")
        elif document is None:
            assert reply.content_type == "application/problem+json", path
        else:
            assert (reply.json, reply.content_type) == (document, "application/json"), path


def _listed(running: Living, case: Case) -> None:
    adapter = case.spec["capability"]["exposes"][1]
    flow = case.spec["capability"]["aggregates"][0]["flows"]["flow"]
    result = mcp(running, MODERN, "tools/list").json["result"]
    assert (result["ttlMs"], result["cacheScope"]) == listed.kept(adapter)
    told = {each["name"]: each for each in result["tools"]}
    for name, each in adapter["tools"].items():
        used = flow if "ref" in each else None
        shown = told[name].get("annotations", {})
        expected = listed.hints(each, used)
        assert {hint: shown.get(hint) for hint in expected} == expected, (each, used)
        assert (told[name]["description"], told[name].get("title")) == listed.described(each, used)


def _calls(running: Living, case: Case, pages: Pages) -> None:
    for surface, status in case.calls:
        if surface == "rest":
            assert running.rest("GET", f"/echo/{status}").status == status
            pages.asked("GET /echo/{status}", status)
        else:
            name = "echo" if surface == "mcp" else "flow"
            reply = tool(running, MODERN, name, {"status": str(status)})
            assert reply.json["result"]["isError"] is (status >= 400)
            pages.asked(f"tools/call {name}", status)


def _get(running: Living, path: str) -> Reply:
    return running.rest("GET", path, port="control", Authorization=f"Bearer {WORD}")


def _control(running: Living, case: Case, pages: Pages) -> None:
    for path in PAGES:
        assert running.rest("GET", path, port="control").status == 401
        reply = _get(running, path)
        assert (reply.status == 200) is pages.has(path), (path, reply.body)
        assert reply.status in (200, 404), (path, reply.body)
    if pages.has("/health/live"):
        assert _get(running, "/health/live").json == {"status": "UP"}
        assert _get(running, "/health/ready").json == pages.ready()
    if pages.has("/status"):
        shown = _get(running, "/status").json
        assert {each: shown[each] for each in pages.status()} == pages.status()
    if pages.has("/scripting"):
        _scripting(running, case, pages)
    if pages.has("/traces"):
        for query in ({}, {"status": "OK"}, {"status": "ERROR"}, {"operation": "flow"}):
            _traces(running, pages, query)


def _scripting(running: Living, case: Case, pages: Pages) -> None:
    for change in ({}, *case.changes):
        expected = pages.put(change)
        reply = running.rest(
            "PUT",
            "/scripting",
            json.dumps(change).encode(),
            port="control",
            Authorization=f"Bearer {WORD}",
        )
        assert reply.status == expected, (change, reply.body)
        shown: dict[str, Any] = _get(running, "/scripting").json
        stats = shown.pop("stats")
        assert _unordered(shown) == _unordered(pages.scripts()), change
        assert {each: stats[each] for each in NOTHING} == NOTHING
        if expected == 200:
            assert {**reply.json, "stats": stats} == {**shown, "stats": stats}


def _unordered(page: dict[str, Any]) -> dict[str, Any]:
    """Languages are a set."""
    languages = page.get("allowedLanguages")
    return page if languages is None else {**page, "allowedLanguages": sorted(languages)}


def _traces(running: Living, pages: Pages, query: dict[str, str]) -> None:
    text = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    shown = _get(running, f"/traces?{text}").json
    told = Counter((each["operation"], each["status"]) for each in shown["traces"])
    assert told == pages.listed(**query), query
    assert shown["bufferSize"] == pages.traces.maxlen
    assert shown["bufferUsed"] == len(pages.traces)
    for each in shown["traces"]:
        one = _get(running, f"/traces/{each['traceId']}").json
        assert (one["operation"], one["status"]) == (each["operation"], each["status"])
        assert len(one["spans"]) == each["spanCount"]
