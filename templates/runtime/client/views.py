"""Typed views of a client: the same methods with another result.

A generated view names each method once; type checkers keep its parameters:

    class QuayClientRaw(View):
        getrepo = Raw(QuayClient.getrepo)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from ..calls.responses import AsyncStreamedResponse, RawResponse, StreamedResponse

P = ParamSpec("P")
T = TypeVar("T")


class View:
    """A client that gives its results in one other way."""

    def __init__(self, client: Any) -> None:
        self.__wrapped__ = client

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__wrapped__!r})"


class _Method(Generic[P, T]):
    """A method of the client behind a view."""

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        self._method = method

    def _bound(self, view: View) -> Callable[..., Any]:
        return MethodType(self._method, view.__wrapped__)


class Raw(_Method[P, T]):
    """A method that gives a `RawResponse`."""

    def __get__(self, view: View, owner: type[View]) -> Callable[P, RawResponse[T]]:
        return self._bound(view)


class AsyncRaw(_Method[P, Awaitable[T]]):
    """A coroutine method that gives a `RawResponse`."""

    def __get__(self, view: View, owner: type[View]) -> Callable[P, Awaitable[RawResponse[T]]]:
        return self._bound(view)


class Streamed(_Method[P, T]):
    """A method that gives a `StreamedResponse`."""

    def __get__(self, view: View, owner: type[View]) -> Callable[P, StreamedResponse[T]]:
        return self._bound(view)


class AsyncStreamed(_Method[P, Awaitable[T]]):
    """A coroutine method that gives an `AsyncStreamedResponse`."""

    def __get__(
        self, view: View, owner: type[View]
    ) -> Callable[P, Awaitable[AsyncStreamedResponse[T]]]:
        return self._bound(view)
