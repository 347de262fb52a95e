"""A recording holds nothing of what callers show: their own credentials, and tokens exchanged for theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import pytest

from tests.callers.asking import ERAS, message
from tests.support.living import Said, Seen, Upstream, said
from tests.support.processes import serve
from tests.support.raw_http import Reply, fetch

from .making import KEY, TOKEN, made, recorded, settings

MINE: Final = "token-of-the-caller-0123456789"
PLACES: Final = "key-of-the-caller-9876543210"


def _echo(seen: Seen) -> Said:
    """An API that repeats what it was shown, in an answer, in an error and in a header."""
    if seen.target == "/token":
        subject = parse_qs(seen.body.decode())["subject_token"][0]
        token = f"exchanged-for-{subject}"
        return said({"access_token": token, "token_type": "Bearer", "expires_in": 3600})
    shown = seen.headers.get("authorization", "")
    document = {
        "number": "7",
        "note": f"you are {shown.removeprefix('Bearer ')}",
        "asked": seen.target,
    }
    answer = said(document, 500 if seen.target.endswith("/none") else 200)
    return Said(answer.body, answer.status, {**answer.headers, "X-Shown": shown})


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("callers")
    made(folder, table="recording = true\n")
    return folder


@pytest.fixture(name="upstream")
def _upstream() -> Iterator[Upstream]:
    with Upstream(_echo) as upstream:
        yield upstream


def _ask(url: str, way: str, number: str, headers: dict[str, str]) -> Reply:
    if way == "rest":
        return fetch(url, "GET", f"/orders/{number}", headers=headers)
    own, body = message(way, "tools/call", {"name": "order", "arguments": {"number": number}})
    return fetch(url, "POST", "/mcp", headers={**own, **headers}, body=body)


@pytest.mark.parametrize("way", ["rest", *ERAS])
@pytest.mark.parametrize("mode", ["caller", "exchange"])
def test_nothing_of_a_caller_is_recorded(
    folder: Path, upstream: Upstream, tmp_path: Path, mode: str, way: str
) -> None:
    kept = tmp_path / "kept"
    values = {
        **settings(upstream.url, kept),
        "DESK_CREDENTIALS": mode,
        "DESK_CREDENTIALS_HEADER": "X-Desk-Token",
        "MAPS_CREDENTIALS": "caller",
        "MAPS_CREDENTIALS_HEADER": "X-Maps-Key",
    }
    if mode == "exchange":
        values |= {
            "DESK_EXCHANGE_URL": f"{upstream.url}/token",
            "DESK_EXCHANGE_CLIENT_ID": "desk",
            "DESK_EXCHANGE_CLIENT_SECRET": "secret-of-the-service",
            "DESK_EXCHANGE_AUDIENCE": "https://desk.example",
        }
    shown = {"X-Desk-Token": MINE, "X-Maps-Key": PLACES}
    kind = "rest" if way == "rest" else "mcp"
    with serve(kind, values, package="desk", folder=folder) as served:
        for number in ("7", "none"):
            assert _ask(served.url, way, number, shown).status in (200, 500)
        if way == "rest":
            assert fetch(served.url, "GET", "/places", headers=shown).status == 200
        assert _ask(served.url, way, "7", {}).status == 401
        output = served.output()
    found = recorded(kept)
    assert len(found) == (3 if way == "rest" else 2)
    text = json.dumps(found) + "".join(each.read_text() for each in kept.glob("*"))
    secrets = (MINE, PLACES, f"exchanged-for-{MINE}", "secret-of-the-service", TOKEN, KEY)
    for secret in secrets:
        assert secret not in text, secret
        assert secret not in output, secret
    assert "/token" not in text
    assert "you are ***" in text
