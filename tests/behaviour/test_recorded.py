"""What a real Quay answered, through the REST adapter.

The fake Quay answers a request that is a recorded one with the recorded answer, and any other request
as it sees fit. So an exchange comes back as recorded only if the adapter has sent what was recorded
and has passed on what came. The token is the adapter's: which one a team has configured is no
business of a caller, so the recordings of all tokens count, those without a token do not.

Recordings with query parameters that the spec does not declare are replayed with the setting that
passes them on; `UNDECLARED` says what the adapter answers without it.

Recordings whose path values have slashes are refused: those of repositories with one or three segments, where the
configuration of the package says two, and those of other values, trailing slashes among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl

import pytest

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import Served, environment, serve
from tests.support.recordings import Recording, recordings

from .replay import OTHERS, ask

pytestmark = pytest.mark.skipif(not recordings(), reason="CAPWRIGHT_SHARED is not set")

UNDECLARED: Final = {
    43: 201,
    81: 200,
    114: 200,
    117: 200,
    124: 200,
    127: 200,
    128: 200,
    129: 200,
    131: 200,
    132: 200,
}
"""Recordings with undeclared query parameters, and the status without the setting."""


def _expressed() -> list[Recording]:
    return [one for one in recordings() if one.number not in OTHERS]


def _others() -> list[Recording]:
    return [one for one in recordings() if one.number in OTHERS]


@pytest.fixture(scope="module")
def passing(running_quay: FakeQuay) -> Iterator[Served]:
    """A REST adapter that passes on undeclared query parameters."""
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE, QUAY_REST_UNKNOWN_QUERY="pass"
    )
    with serve("rest", variables) as served:
        yield served


def test_enough_of_the_recordings_can_be_expressed() -> None:
    assert len(recordings()) == 163
    assert len(_expressed()) == 118
    assert OTHERS.keys() <= set(range(163))


@pytest.mark.parametrize("recording", _expressed(), ids=str)
def test_a_recorded_exchange(quay: FakeQuay, passing: Served, recording: Recording) -> None:
    reply = ask(passing, quay, recording)

    assert len(quay.take()) == 1
    assert reply.status == recording.status
    assert reply.body == recording.body
    assert reply.content_type == recording.content_type
    for name in ("Allow", "Location"):
        assert reply.header(name) == recording.headers.get(name)
    assert reply.header("Set-Cookie") is None


@pytest.mark.parametrize("recording", _others(), ids=str)
def test_what_comes_instead(quay: FakeQuay, passing: Served, recording: Recording) -> None:
    instead = OTHERS[recording.number]
    assert instead.why
    reply = ask(passing, quay, recording)
    assert reply.status == instead.status


def test_undeclared_query_parameters_are_ignored_without_the_setting(
    quay: FakeQuay, rest: Served
) -> None:
    answered = {}
    for recording in recordings():
        names = {name for name, _ in parse_qsl(recording.query, keep_blank_values=True)}
        if names - {"namespace", "public", "starred"}:
            quay.reset()
            answered[recording.number] = ask(rest, quay, recording).status
    assert answered == UNDECLARED
