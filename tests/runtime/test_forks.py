"""A process that is forked: no answer of the other one, no wait without end, an error that says why.

Source: os.fork (docs.python.org: descriptors are shared, threads are not in the child); seen with pyreqwest 0.15, whose
client hung for ever in the child, and with httpx2 2.x, where 94 of 200 answers were those of the other process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from .conftest import KINDS
from .server import Seen, Server, answer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
Run = Callable[[str], dict[str, str]]
_CANNOT = "Error: this process was forked from one that had sent requests"


@pytest.fixture(params=KINDS, ids=["-".join(kind) for kind in KINDS])
def kind(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Blocking or asynchronous, and the library below."""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def run(kind: tuple[str, str], server: Server) -> Run:
    """Runs a case of `forking`; what each of the processes says."""

    callers: dict[threading.Thread, set[bool]] = {}

    def rule(seen: Seen) -> bytes:
        name = seen.target.rpartition("/")[2]
        # The server has a thread for each connection.
        callers.setdefault(threading.current_thread(), set()).add(name.startswith("child"))
        return answer(200, f'"{name}"')

    def go(case: str) -> dict[str, str]:
        server.rule = rule
        command = [sys.executable, "-m", "tests.runtime.forking", *kind, case, server.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        assert {True, False} not in callers.values(), "both processes used one connection"
        return dict(line.split(" ", 1) for line in done.stdout.splitlines())

    return go


def test_parent_and_child_get_their_own_answers(run: Run, kind: tuple[str, str]) -> None:
    said = run("used")
    assert (said["parent"], said["after"]) == ("right", "right")
    if kind[1] == "httpx2":
        assert said["child"] == "right"
    else:
        assert said["child"].startswith(_CANNOT)


def test_a_new_client_in_the_child(run: Run, kind: tuple[str, str]) -> None:
    said = run("new")
    assert (said["parent"], said["after"]) == ("right", "right")
    if kind[1] == "httpx2":
        assert said["child"] == "right"
    else:
        assert said["child"].startswith(_CANNOT)


def test_a_client_that_was_not_used_before_works_in_both(run: Run) -> None:
    assert run("unused") == {"parent": "right", "child": "right", "after": "right"}


def test_an_answer_that_was_begun_before_is_the_parents(run: Run) -> None:
    said = run("open")
    assert said["child"] == (
        "Error: the answer belongs to the process that this one was forked from"
    )
    assert said["parent"] == "[b'\"open\"']"
    assert said["after"] == "right"


def test_a_child_that_ends_as_usual_ends(run: Run, kind: tuple[str, str]) -> None:
    """Its interpreter is taken down, and what it has of the parent with it."""
    if kind[0] != "sync":
        pytest.skip("asyncio itself takes the parent's event loop out of the epoll that both have")
    said = run("leaving")
    assert (said["status"], said["after"]) == ("0", "right")


def test_a_client_of_httpx2_that_was_handed_in_is_the_parents(
    run: Run, kind: tuple[str, str]
) -> None:
    if kind[1] != "httpx2":
        pytest.skip("there is nothing to hand in")
    said = run("handed-in")
    assert said["child"].startswith(
        "Error: the httpx2 client was used before this process was forked"
    )
    assert (said["parent"], said["after"]) == ("right", "right")
