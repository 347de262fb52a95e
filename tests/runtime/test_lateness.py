"""The limits of calls: one timer for all of an event loop, and no call ended before its time."""

from __future__ import annotations

import asyncio
import time

import pytest

from templates.runtime.calls import lateness
from templates.runtime.calls.lateness import Lateness, Limit


def run_limited(seconds: float, *, blocked: float = 0.0, waits: float = 30.0) -> bool:
    """Whether a call that waits so long was ended; its loop stands still for `blocked` seconds first."""

    async def call() -> bool:
        loop = asyncio.get_running_loop()
        time.sleep(blocked)  # noqa: ASYNC251 - as an import does
        limit = Limit(Lateness(loop), seconds)
        limit.begin()
        try:
            await asyncio.sleep(waits)
        except asyncio.CancelledError:
            if not limit.has_passed():
                raise
            task = asyncio.current_task()
            assert task is not None
            assert not task.cancelling()
            return True
        finally:
            limit.end()
        return False

    return asyncio.run(call())


@pytest.mark.parametrize("short", [0.0, 5.0])
def test_a_call_is_ended_when_its_time_is_up(short: float, monkeypatch: pytest.MonkeyPatch) -> None:
    # With a timer of its own, and by the look at all of them.
    monkeypatch.setattr(lateness, "SHORT", short)
    assert run_limited(0.05)
    assert not run_limited(20.0, waits=0.2)


def test_no_call_is_ended_for_the_time_in_which_its_loop_stood_still() -> None:
    assert not run_limited(2.0, blocked=2.1, waits=0.01)


@pytest.mark.parametrize("short", [0.0, 5.0])
def test_who_is_cancelled_by_another_stays_cancelled(
    short: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lateness, "SHORT", short)

    async def main() -> None:
        watch = Lateness(asyncio.get_running_loop())

        async def call() -> None:
            limit = Limit(watch, 0.05)
            limit.begin()
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                assert not limit.has_passed()
                raise
            finally:
                limit.end()

        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not watch.running

    asyncio.run(main())


def test_what_waits_between_its_parts_is_not_ended() -> None:
    async def main() -> None:
        limit = Limit(Lateness(asyncio.get_running_loop()), 0.05)
        limit.begin()
        limit.end()
        await asyncio.sleep(0.3)
        limit.begin()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.sleep(30)
        assert limit.has_passed()

    asyncio.run(main())
