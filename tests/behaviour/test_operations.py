"""All 16 operations, happy and failing, on every surface; what upstream gets, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fake_quay import WIDE, FakeQuay, Received
from tests.fake_quay.messages import Answer

from .cases import CASES, NOTHING, OPERATIONS, Case
from .surfaces import ADAPTERS, NAMES, Outcome, Surface

_MAY_BE_SENT = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
}
"""The headers that a plain call may carry; anything else would be made up."""


def _made(quay: FakeQuay, surface: Surface, case: Case) -> tuple[Outcome, Received, Answer]:
    """One call in a fresh world."""
    quay.reset()
    case.prepare(quay.world)
    outcome = surface.call(case)
    request, answer = quay.take_exchange()
    return outcome, request, answer


def test_the_table_has_every_operation_happy_and_failing() -> None:
    assert len(OPERATIONS) == 16
    for operation in OPERATIONS:
        kinds = {case.works for case in CASES if case.operation == operation}
        assert kinds == {True, False}, operation


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_call(quay: FakeQuay, surfaces: dict[str, Surface], case: Case, name: str) -> None:
    if case.is_for_clients and name in ADAPTERS:
        quay.reset()
        assert "QUAY_PATH_SEGMENTS" in surfaces[name].call(case).text
        assert quay.take() == []
        return
    outcome, request, answer = _made(quay, surfaces[name], case)

    _check_request(quay, request, case)
    assert answer.status == case.status
    assert outcome.ok == case.works
    if case.works:
        assert outcome.value == (json.loads(answer.body) if answer.body else None)
    else:
        assert outcome.status == case.status
        assert answer.body.decode().strip() in outcome.text


def _check_request(quay: FakeQuay, request: Received, case: Case) -> None:
    """The request is exactly the one that the spec describes."""
    assert request.method == case.method
    assert request.target == f"/api/v1{case.target}".encode("ascii")
    assert request.header("Authorization") == f"Bearer {WIDE}"
    assert request.header("Host") == quay.authority
    names = [name.lower() for name, _ in request.headers]
    assert set(names) <= _MAY_BE_SENT
    assert len(names) == len(set(names))
    if case.body is NOTHING:
        assert request.body == b""
        assert request.header("Content-Type") is None
    else:
        assert request.header("Content-Type") == "application/json"
        assert json.loads(request.body) == case.body


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_surfaces_agree(quay: FakeQuay, surfaces: dict[str, Surface], case: Case) -> None:
    seen: dict[str, tuple[Any, ...]] = {}
    names = [name for name in NAMES if name not in ADAPTERS or not case.is_for_clients]
    for name in names:
        outcome, request, _ = _made(quay, surfaces[name], case)
        body = json.loads(request.body) if request.body else NOTHING
        sent = (request.method, request.target, body, request.header("Content-Type"))
        seen[name] = (sent, outcome.ok, outcome.value)
    first = seen["client"]
    assert seen == dict.fromkeys(names, first)
