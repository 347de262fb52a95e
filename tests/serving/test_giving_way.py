"""The HTTP library's thread and the interpreter on one processor."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates.runtime.server import giving_way
from templates.runtime.server.giving_way import MANY, OFTEN, GivingWay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="policies of Linux")


@pytest.fixture
def thread() -> Iterator[int]:
    """A thread with a name as the library's has."""
    ready, end = threading.Event(), threading.Event()
    found: list[int] = []

    def wait() -> None:
        found.append(threading.get_native_id())
        Path("/proc/thread-self/comm").write_text("pyreqwest-1", "utf-8")
        ready.set()
        end.wait()

    other = threading.Thread(target=wait)
    other.start()
    ready.wait()
    yield found[0]
    end.set()
    other.join()


def test_it_gives_way_while_there_is_much_to_do(thread: int) -> None:
    looks = GivingWay()
    looks.look(MANY, OFTEN)
    assert os.sched_getscheduler(thread) == os.SCHED_BATCH
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
    looks.look(MANY, 2 * OFTEN)
    assert os.sched_getscheduler(thread) == os.SCHED_BATCH
    looks.look(MANY - 1, 3 * OFTEN)
    assert os.sched_getscheduler(thread) == os.SCHED_OTHER


@pytest.mark.parametrize(("running", "answered"), [(MANY - 1, OFTEN), (MANY, OFTEN - 1), (0, 0)])
def test_it_waits_for_nobody_while_there_is_little_to_do(
    thread: int, running: int, answered: int
) -> None:
    """Many streams of events may be open without anything to do."""
    looks = GivingWay()
    looks.look(running, answered)
    assert os.sched_getscheduler(thread) == os.SCHED_OTHER


def test_a_policy_of_the_operator_stays(thread: int) -> None:
    os.sched_setscheduler(thread, os.SCHED_BATCH, os.sched_param(0))
    looks = GivingWay()
    looks.look(MANY, OFTEN)
    looks.look(0, OFTEN)
    assert os.sched_getscheduler(thread) == os.SCHED_BATCH


def test_what_the_system_does_not_allow_stops_nothing(
    thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as here:
        here.setattr(os, "sched_setscheduler", refused)
        GivingWay().look(MANY, OFTEN)
    with monkeypatch.context() as here:
        here.setattr(giving_way, "_THREADS", Path("/proc/self/no-such-folder"))
        GivingWay().look(MANY, OFTEN)
    assert os.sched_getscheduler(thread) == os.SCHED_OTHER


def test_a_thread_that_has_ended_is_forgotten(thread: int) -> None:
    looks = GivingWay()
    looks.look(MANY, OFTEN)
    looks._changed.add(2**22 + 1)  # Above the greatest number of a thread.
    looks.look(0, OFTEN)
    looks.look(0, OFTEN)
    assert not looks._changed
    assert os.sched_getscheduler(thread) == os.SCHED_OTHER
