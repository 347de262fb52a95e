"""The fake answers what a real Quay answered: status, content type, headers, shape of the body."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fake_quay import FakeQuay
from tests.support.raw_http import Reply, fetch
from tests.support.recordings import Recording, recordings
from tests.support.worlds import as_recorded

pytestmark = pytest.mark.skipif(not recordings(), reason="CAPWRIGHT_SHARED is not set")

_SAME = ("detail", "error_message", "error_type", "title", "message", "error", "status", "kind")
"""Fields whose values must be the same, not only their types, as far as the text is Quay's own."""

_SOMETIMES = ("end_ts", "expiration")  # of a tag that expires


@pytest.fixture(scope="module")
def quay() -> Iterator[FakeQuay]:
    with FakeQuay() as running:
        yield running


def _ask(quay: FakeQuay, recording: Recording) -> Reply:
    quay.reset()
    as_recorded(quay.world)
    if recording.data["body"] == {"repositories": []}:
        quay.world.repositories.clear()
    if recording.operation == "createrepo":
        del quay.world.repositories[("devtable", "nested/recnest")]
    empty = recording.request_body == b"" and recording.request_content_type is None
    body = None if empty else recording.request_body
    return fetch(
        quay.base_uri,
        recording.method,
        recording.target,
        headers=recording.request_headers(),
        body=body,
    )


def _shape(value: Any, name: str = "") -> Any:
    """A value without what differs from one Quay to the next: names, dates, texts."""
    if isinstance(value, dict):
        if name in ("teams", "tags") and all(isinstance(item, dict) for item in value.values()):
            return [_shape(item) for item in list(value.values())[:1]]
        shown = {key: item for key, item in value.items() if key not in _SOMETIMES}
        return {key: _shape(item, key) for key, item in shown.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value[:1]]
    if isinstance(value, str):
        return value if name in _SAME and "\n" not in value else "text"
    return type(value).__name__ if value is not None else None


def _lengthless(value: Any) -> Any:
    """Lists may be empty on one side, optional fields null on one side."""
    if isinstance(value, dict):
        return {key: _lengthless(item) for key, item in value.items()}
    return None if value in ([], {}, "text", "dict") else value


@pytest.mark.parametrize("recording", recordings(), ids=str)
def test_the_fake_answers_like_quay(quay: FakeQuay, recording: Recording) -> None:
    reply = _ask(quay, recording)

    assert reply.status == recording.status
    assert reply.content_type == recording.content_type
    _compare_headers(reply, recording)
    if not recording.body:
        assert reply.body == b""
    elif isinstance(recording.data["body"], str) and "html" in recording.content_type:
        assert reply.body.lstrip().lower().startswith((b"<!doctype html", b"<html"))
    else:
        _compare_json(json.loads(reply.body), recording.data["body"])


def _compare_headers(reply: Reply, recording: Recording) -> None:
    recorded = recording.headers
    assert reply.header("Access-Control-Allow-Origin") == recorded.get(
        "Access-Control-Allow-Origin"
    )
    assert reply.header("Allow") == recorded.get("Allow")
    assert reply.header("WWW-Authenticate") is None
    assert (reply.header("Set-Cookie") is None) == ("Set-Cookie" not in recorded)
    location, expected = reply.header("Location"), recorded.get("Location")
    assert (location is None) == (expected is None)
    if expected and recording.status == 308:
        assert location is not None
        assert location.split("/", 3)[3] == expected.split("/", 3)[3]


def _compare_json(found: Any, recorded: Any) -> None:
    if isinstance(recorded, str) or "builds" in recorded or "organizations" in recorded:
        assert type(found) is type(recorded)
        if isinstance(recorded, dict):
            assert list(found) == list(recorded)
        return
    assert _lengthless(_shape(found)) == _lengthless(_shape(recorded))


def test_lengths_of_the_bodies_that_have_no_room_for_difference(quay: FakeQuay) -> None:
    compared = 0
    for recording in recordings():
        reply = _ask(quay, recording)
        if recording.content_type.startswith("text/html") and b"<" in reply.body:
            continue
        if reply.body and json.loads(reply.body) == recording.data["body"]:
            assert len(reply.body) == recording.data["body_length"], str(recording)
            compared += 1
    assert compared > 40
