"""The Quay package with the overlay answers as Quay did: what the plain one does, and more without a setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import Served, environment, serve
from tests.support.recordings import Recording, recordings

from .replay import DECLARED, OTHERS, ask, is_as_recorded, query_names

pytestmark = pytest.mark.skipif(not recordings(), reason="CAPWRIGHT_SHARED is not set")

ANOTHER_PATH: Final = frozenset({131})
"""The spelling of the path without its last slash, which the adapter does not send (`replay.OTHERS`)."""


def _passed() -> list[Recording]:
    return [one for one in recordings() if one.number not in OTHERS]


def _declared() -> list[Recording]:
    return [
        one
        for one in recordings()
        if query_names(one) & DECLARED and one.number not in ANOTHER_PATH
    ]


@pytest.fixture(scope="module")
def full(running_quay: FakeQuay) -> Iterator[Served]:
    """The REST adapter of the package with the overlay, with a setting for what is undeclared."""
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE, QUAY_REST_UNKNOWN_QUERY="pass"
    )
    with serve("rest", variables, package="generated.quay_full") as served:
        yield served


@pytest.fixture(scope="module")
def full_as_it_is(running_quay: FakeQuay) -> Iterator[Served]:
    """The same without any setting."""
    variables = environment(QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE)
    with serve("rest", variables, package="generated.quay_full") as served:
        yield served


@pytest.mark.parametrize("recording", _passed(), ids=str)
def test_what_the_plain_package_passes(quay: FakeQuay, full: Served, recording: Recording) -> None:
    reply = ask(full, quay, recording)
    assert len(quay.take()) == 1
    assert is_as_recorded(reply, recording), (reply.status, reply.body)


def test_there_are_recordings_with_these_parameters() -> None:
    assert len(_declared()) >= 8
    assert set().union(*map(query_names, _declared())) & DECLARED == DECLARED


@pytest.mark.parametrize("recording", _declared(), ids=str)
def test_declared_parameters_have_their_recorded_status(
    quay: FakeQuay, full_as_it_is: Served, recording: Recording
) -> None:
    """Without any setting: a package without the overlay leaves them out."""
    reply = ask(full_as_it_is, quay, recording)
    assert reply.status == recording.status
    assert reply.body == recording.body
