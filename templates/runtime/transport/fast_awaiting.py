"""Waiting for pyreqwest without losing who cancelled.

When a task is cancelled, the library raises a `CancelledError` of its own. anyio knows the ones that it
asked for by their message, so that a cancel scope lets a stranger through, and whatever stands above it
(a server over standard streams) ends with it.
"""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

_T = TypeVar("_T")


@types.coroutine
def faithful(coroutine: Coroutine[Any, Any, _T]) -> Generator[Any, Any, _T]:
    """What the library's coroutine gives; what is thrown in while it waits comes out as it is."""
    try:
        waits_for = coroutine.send(None)
        while True:
            try:
                yield waits_for
            except BaseException as thrown:
                _end(coroutine, thrown)
                raise
            waits_for = coroutine.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


def _end(coroutine: Coroutine[Any, Any, Any], thrown: BaseException) -> None:
    """Tell the library; it answers with an error of its own, for which nobody asked."""
    try:
        coroutine.throw(thrown)
    except BaseException:  # noqa: BLE001 - the one that was thrown goes on
        return
