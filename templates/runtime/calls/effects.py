"""What a program asks to be done, and the two drivers that do it: blocking, and on asyncio.

A program is a generator that yields effects and receives what came of each. It has no input or
output of its own, so that whatever it decides holds for both drivers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

from ..errors import SettingError
from ..transport.base import AsyncTransport, Transport
from ..wire_request import WireRequest

_T = TypeVar("_T")


class Send:
    """Send a request; the answer is a reply."""

    __slots__ = ("request",)

    def __init__(self, request: WireRequest) -> None:
        self.request = request


class Read:
    """Read a reply to its end and close it; the answer is its bytes."""

    __slots__ = ("limit", "reply")

    def __init__(self, reply: Any, limit: int) -> None:
        self.reply = reply
        self.limit = limit


class Close:
    """Close a reply."""

    __slots__ = ("reply",)

    def __init__(self, reply: Any) -> None:
        self.reply = reply


class Sleep:
    """Wait some seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Ask:
    """Call a function, which may be a coroutine function in an asynchronous client."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments


Effect: TypeAlias = Send | Read | Close | Sleep | Ask
Program: TypeAlias = Generator[Effect, Any, _T]


def run(program: Program[_T], transport: Transport) -> _T:
    """Do what a program asks for, blocking.

    Args:
        program: what is to be done; its errors go through.
        transport: what sends its requests.
    """
    try:
        effect = program.send(None)
        while True:
            try:
                answer = _done(effect, transport)
            except BaseException as error:  # noqa: BLE001 - the program decides
                effect = program.throw(error)
            else:
                effect = program.send(answer)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def _done(effect: Effect, transport: Transport) -> Any:
    if isinstance(effect, Send):
        return transport.send(effect.request)
    if isinstance(effect, Read):
        return effect.reply.read(effect.limit)
    if isinstance(effect, Close):
        return effect.reply.close()
    if isinstance(effect, Sleep):
        return time.sleep(effect.seconds)
    answer = effect.function(*effect.arguments)
    if hasattr(answer, "__await__"):
        if hasattr(answer, "close"):
            answer.close()  # Nobody will await it.
        raise SettingError(
            "a hook or credential is a coroutine, which a blocking client cannot await"
        )
    return answer


async def run_async(program: Program[_T], transport: AsyncTransport) -> _T:
    """Do what a program asks for, on asyncio.

    Args:
        program: what is to be done; its errors go through.
        transport: what sends its requests.
    """
    try:
        effect = program.send(None)
        while True:
            try:
                if isinstance(effect, Send):
                    answer: Any = await transport.send(effect.request)
                elif isinstance(effect, Read):
                    answer = await effect.reply.read(effect.limit)
                else:
                    answer = await _done_async(effect)
            except BaseException as error:  # noqa: BLE001 - the program decides
                effect = program.throw(error)
            else:
                effect = program.send(answer)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


async def _done_async(effect: Close | Sleep | Ask) -> Any:
    if isinstance(effect, Close):
        return await effect.reply.aclose()
    if isinstance(effect, Sleep):
        import asyncio

        return await asyncio.sleep(effect.seconds)
    answer = effect.function(*effect.arguments)
    return await answer if hasattr(answer, "__await__") else answer
