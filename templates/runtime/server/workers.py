"""Several processes on the same sockets: forked, watched, restarted when one dies."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import SettingError
from .metrics import Metrics, together

if TYPE_CHECKING:
    from .control import Pages
    from .running import Plan

_LONGEST_PAUSE: Final = 10.0
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS: Final = 0.05
"""Between two looks at the processes: what a system says of their ends cannot be waited for beside signals."""
_ORPHAN_SECONDS: Final = 0.5
"""Between two looks at the parent, whose end nothing tells."""


class Supervisor:
    """Keeps processes running until a signal: the workers, and one for the control port."""

    def __init__(
        self,
        plans: Sequence[Plan],
        sockets: Sequence[socket.socket],
        door: socket.socket | None,
        count: int,
        pages: Pages | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._pages = pages
        self._prepare = prepare
        self._plans = plans
        self._sockets = sockets
        self._door = door
        self._count = count
        self._pids = [0] * (count if door is None else count + 1)
        """Process ids by slot; the control port has the last one."""
        self._deaths = [0] * len(self._pids)
        self._start_at = [0.0] * len(self._pids)
        self._shared = [_shared_metrics(plan, count) for plan in plans]
        # The processes are forked one by one; what they must see of each other is shared memory.
        self._ready = mmap.mmap(-1, 1)
        self._stopping = False

    def run(self) -> None:
        """Start the processes and wait for their end."""
        for number in _STOPPING:
            signal.signal(number, self._stop)
        while any(self._pids) or not self._stopping:
            self._reap()
            self._start_missing()
            self._ready[0] = not self._stopping and all(self._pids[: self._count])
            time.sleep(_LOOK_SECONDS)

    def _stop(self, number: int, frame: Any) -> None:
        self._stopping = True
        self._ready[0] = 0
        for pid in filter(None, self._pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def _start_missing(self) -> None:
        now = time.monotonic()
        for slot, pid in enumerate(self._pids):
            if not pid and not self._stopping and now >= self._start_at[slot]:
                self._start(slot)

    def _start(self, slot: int) -> None:
        sys.stderr.flush()
        # A signal between the fork and the note of its process would miss the new process.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        parent = os.getpid()
        self._pids[slot] = os.fork()
        if not self._pids[slot]:
            self._work(slot, parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)

    def _work(self, slot: int, parent: int) -> None:
        """What a new process does; never returns."""
        status = 1
        try:
            for number in _STOPPING:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
            if slot < self._count:
                self._serve(slot, parent)
            else:
                self._control(parent)
            status = 0
        except Exception as error:  # noqa: BLE001 - shown, and the process ends
            sys.excepthook(type(error), error, error.__traceback__)
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _serve(self, slot: int, parent: int) -> None:
        from .running import run

        for metrics in filter(None, self._shared):
            metrics.use(slot)
        run(
            self._plans,
            self._sockets,
            shared=self._shared,
            parent=parent,
            prepare=self._prepare,
        )

    def _control(self, parent: int) -> None:
        from .control import ControlApp
        from .running import plain_server

        named = [
            (plan.namespace, metrics)
            for plan, metrics in zip(self._plans, self._shared, strict=True)
            if metrics is not None
        ]
        assert self._door is not None
        host = self._door.getsockname()[0]
        made = ControlApp if self._pages is None else self._pages.app
        app = made(lambda: bool(self._ready[0]), lambda: together(named), host)
        server = plain_server(app)
        threading.Thread(target=_end_with, args=(parent, server), daemon=True).start()
        server.run(sockets=[self._door])

    def _reap(self) -> None:
        for slot, pid in enumerate(self._pids):
            if pid and os.waitpid(pid, os.WNOHANG)[0]:
                self._pids[slot] = 0
                self._deaths[slot] += 1
                pause = min(0.1 * 2 ** min(self._deaths[slot], 8), _LONGEST_PAUSE)
                self._start_at[slot] = time.monotonic() + pause
                if not self._stopping:
                    print(f"process {pid} died; another starts", file=sys.stderr, flush=True)


def _end_with(parent: int, server: Any) -> None:
    """Have a server of uvicorn end once its process has another parent: nobody would stop it."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_SECONDS)
    server.should_exit = True


def _shared_metrics(plan: Plan, count: int) -> Metrics | None:
    own = getattr(plan.make_app(), "metrics", None)
    return Metrics(own.routes[:-1], count) if isinstance(own, Metrics) else None


def supervise(
    plans: Sequence[Plan],
    sockets: Sequence[socket.socket],
    door: socket.socket | None,
    count: int,
    pages: Pages | None = None,
    prepare: Callable[[], object] | None = None,
    made: Callable[[], object] | None = None,
) -> None:
    """Serve in `count` processes until a signal. Raises `SettingError` where nothing can fork.

    Args:
        plans: what is served.
        sockets: open ports, in the order of the plans.
        door: the control port, open.
        count: processes.
        pages: those of the control port.
        prepare: called in each process before it serves.
        made: called once, when an adapter of each plan could be made.
    """
    if not hasattr(os, "fork"):
        raise SettingError(
            "--workers needs a system that can fork; start several processes instead"
        )
    supervisor = Supervisor(plans, sockets, door, count, pages, prepare)
    if made is not None:
        made()
    supervisor.run()
