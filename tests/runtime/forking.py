"""A process that calls, forks, and calls on: `python -m tests.runtime.forking KIND LIBRARY CASE URL`.

Each of the two prints one line: its name and what became of its calls.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

from templates.runtime.errors import Error
from templates.runtime.options import NO_RETRIES, ClientOptions

from .sample import Caller, callers

CALLS = 60


def _say(name: str, calls: Callable[[], object]) -> None:
    try:
        found = calls()
    except Error as error:
        found = f"{type(error).__name__}: {error}"
    except BaseException as error:
        found = f"not ours: {error!r}"
    os.write(1, f"{name} {found}\n".encode())


def _calls(caller: Caller, name: str) -> str:
    wrong = [n for n in range(CALLS) if caller.get_item(f"{name}-{n}") != f"{name}-{n}"]
    return f"wrong {wrong}" if wrong else "right"


def _handed(kind: str) -> Any:
    import httpx2

    from templates.runtime.transport.httpx2 import AsyncHttpx2Transport, Httpx2Transport

    if kind == "sync":
        return Httpx2Transport(httpx2.Client())
    return AsyncHttpx2Transport(httpx2.AsyncClient())


def _both(in_child: Callable[[], object], in_parent: Callable[[], object]) -> None:
    child = os.fork()
    if not child:
        signal.alarm(20)
        _say("child", in_child)
        os._exit(0)
    _say("parent", in_parent)
    os.waitpid(child, 0)
    _say("after", in_parent)


def _leaving(caller: Caller) -> None:
    """A child that ends like any other process; its status is 0 if nothing went wrong on the way."""
    response = caller.streaming.get_item("open")
    child = os.fork()
    if not child:
        signal.alarm(20)
        with suppress(Error):
            caller.get_item("child-1")
        sys.exit(0)
    _, status = os.waitpid(child, 0)
    os.write(1, f"status {status}\n".encode())
    caller.pieces(response)
    _say("after", lambda: _calls(caller, "parent"))


def main(kind: str, library: str, case: str, url: str) -> None:
    """The case, in two processes."""
    signal.alarm(30)
    with ExitStack() as stack:
        factory = callers(kind, library)
        make = next(factory)
        stack.callback(lambda: next(factory, None))
        options = ClientOptions(retry=NO_RETRIES)
        given = {"transport": _handed(kind)} if case == "handed-in" else {}
        caller = make(url, options=options, timeout=5.0, **given)
        if case == "unused":
            _both(lambda: _calls(caller, "child"), lambda: _calls(caller, "parent"))
            return
        _calls(caller, "before")
        if case == "leaving":
            _leaving(caller)
        elif case == "new":
            _both(lambda: _calls(make(url), "child"), lambda: _calls(caller, "parent"))
        elif case == "open":
            response = caller.streaming.get_item("open")
            pieces = iter([lambda: caller.pieces(response), lambda: _calls(caller, "parent")])
            _both(lambda: caller.pieces(response), lambda: next(pieces)())
        else:
            _both(lambda: _calls(caller, "child"), lambda: _calls(caller, "parent"))


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)
