"""The Quay package with the overlay answers as Quay did: what the plain one does, and more without a setting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import Served, environment, serve
from tests.support.recordings import Recording, recordings
from tests.tool.conftest import ROOT

from . import counted
from .replay import (
    DECLARED,
    ONE_SLASH,
    OTHERS,
    ask,
    is_as_recorded,
    location_of,
    query_names,
    target_of,
)

pytestmark = pytest.mark.skipif(not recordings(), reason="CAPWRIGHT_SHARED is not set")


def _passed() -> list[Recording]:
    return [one for one in recordings() if one.number not in OTHERS]


def _declared() -> list[Recording]:
    return [one for one in recordings() if query_names(one) & DECLARED]


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
    assert len(_declared()) == 9
    assert set().union(*map(query_names, _declared())) & DECLARED == DECLARED


@pytest.mark.parametrize("recording", _declared(), ids=str)
def test_declared_parameters_have_their_recorded_status(
    quay: FakeQuay, full_as_it_is: Served, recording: Recording
) -> None:
    """Without any setting: a package without the overlay leaves them out.

    A redirect is of the server that is asked, so its page is not Quay's; where to go is the same.
    """
    reply = ask(full_as_it_is, quay, recording)
    assert reply.status == recording.status
    if recording.status == 308:
        target = target_of(recording)
        assert (reply.header("Location"), quay.take()) == (location_of(target, recording), [])
    else:
        assert len(quay.take()) == 1
        assert reply.body == recording.body


def _slashes() -> list[Recording]:
    """Quay redirects other paths as well: those of values with slashes, which the adapter refuses."""
    found = [one for one in recordings() if one.status == 308 and one.number in OTHERS]
    return [one for one in found if OTHERS[one.number].why == ONE_SLASH]


def test_there_are_recordings_of_both_methods() -> None:
    assert {one.method for one in _slashes()} == {"GET", "POST"}


@pytest.mark.parametrize("recording", _slashes(), ids=str)
def test_paths_without_their_last_slash_are_redirected_as_recorded(
    quay: FakeQuay, full_as_it_is: Served, recording: Recording
) -> None:
    """Whatever the method."""
    reply = ask(full_as_it_is, quay, recording)
    target = target_of(recording)
    assert (reply.status, quay.take()) == (308, [])
    assert reply.header("Location") == location_of(target, recording)


def test_the_command_prints_both_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """`make recorded`; the page has what it prints."""
    assert counted.main() == 0
    lines = capsys.readouterr().out.splitlines()
    page = (ROOT / "docs" / "overlays.md").read_text(encoding="utf-8").splitlines()
    counts = [line for line in lines if line.endswith(" as recorded")]
    assert [line.split()[0] for line in counts] == ["generated.quay", "generated.quay_full"] * 2
    assert set(counts) <= set(page)
    assert [line.split()[:3] for line in lines if "their recorded status" in line] == [
        ["5", "of", "9"],
        ["9", "of", "9"],
    ]


def test_both_spellings_are_one_if_the_environment_says_so(
    quay: FakeQuay, running_quay: FakeQuay
) -> None:
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri,
        QUAY_TOKEN=WIDE,
        QUAY_REST_TRAILING_SLASH="same",
    )
    with serve("rest", variables, package="generated.quay_full") as served:
        statuses = {ask(served, quay, one).status for one in _slashes()}
    assert statuses == {200, 201}
