"""Spans of what a unit is made of: its steps, and the flows that it refers to.

No semantic convention names these, so they have the reference engine's names with the spec's own names behind
them: `step.call crew`, `aggregate.flow fleet.manifest`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from ..calls.steps import Step
from ..transport.base import AsyncReply

if TYPE_CHECKING:
    from .recorder import Recorder

Kind = Literal["call", "script"]
"""Of a step that waits for something."""
_P = ParamSpec("_P")
_S = TypeVar("_S", bound=Step)


class Observing(ABC):
    """What `units.py` asks of `TELEMETRY`."""

    __slots__ = ()

    @abstractmethod
    def recorder(self) -> Recorder | None:
        """What records; None where nothing does."""

    async def step(
        self,
        kind: Kind,
        name: str,
        function: Callable[_P, Coroutine[Any, Any, _S]],
        /,
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> _S:
        """What `function` gives for these arguments, in a span of its own: a call or a script."""
        recorder = self.recorder()
        if recorder is None:
            return await function(*args, **kwargs)
        with recorder.step(kind, name) as asked:
            result = await function(*args, **kwargs)
            if result.failed is not None:
                asked.failed(str(result.failed.status))
            return result

    def lookup(
        self, name: str, function: Callable[_P, Step], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Step:
        """The same for a step that waits for nothing."""
        recorder = self.recorder()
        if recorder is None:
            return function(*args, **kwargs)
        with recorder.step("lookup", name):
            return function(*args, **kwargs)

    def flow(self, name: str) -> Callable[
        [Callable[_P, Coroutine[Any, Any, AsyncReply]]],
        Callable[_P, Coroutine[Any, Any, AsyncReply]],
    ]:
        """Above the coroutine function of a flow: a span for each time that it runs.

        The span ends when the answer is there; what is passed through may still be on its way.
        """

        def around(
            unit: Callable[_P, Coroutine[Any, Any, AsyncReply]],
        ) -> Callable[_P, Coroutine[Any, Any, AsyncReply]]:
            @wraps(unit)
            async def observed(*args: _P.args, **kwargs: _P.kwargs) -> AsyncReply:
                recorder = self.recorder()
                if recorder is None:
                    return await unit(*args, **kwargs)
                with recorder.flow(name) as asked:
                    reply = await unit(*args, **kwargs)
                    if reply.status >= 400:
                        asked.failed(str(reply.status))
                    return reply

            return observed

        return around
