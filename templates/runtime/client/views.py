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


class _Method:
    """A method of the client behind a view."""

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method

    def _bound(self, view: View) -> Any:
        return MethodType(self._method, view.__wrapped__)


class Raw(_Method, Generic[P, T]):
    """A method that gives a `RawResponse`."""

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        super().__init__(method)

    def __get__(self, view: View, owner: type[View]) -> Callable[P, RawResponse[T]]:
        bound: Callable[P, RawResponse[T]] = self._bound(view)
        return bound


class AsyncRaw(_Method, Generic[P, T]):
    """A coroutine method that gives a `RawResponse`."""

    def __init__(self, method: Callable[Concatenate[Any, P], Awaitable[T]]) -> None:
        super().__init__(method)

    def __get__(self, view: View, owner: type[View]) -> Callable[P, Awaitable[RawResponse[T]]]:
        bound: Callable[P, Awaitable[RawResponse[T]]] = self._bound(view)
        return bound


class Streamed(_Method, Generic[P, T]):
    """A method that gives a `StreamedResponse`."""

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        super().__init__(method)

    def __get__(self, view: View, owner: type[View]) -> Callable[P, StreamedResponse[T]]:
        bound: Callable[P, StreamedResponse[T]] = self._bound(view)
        return bound


class AsyncStreamed(_Method, Generic[P, T]):
    """A coroutine method that gives an `AsyncStreamedResponse`."""

    def __init__(self, method: Callable[Concatenate[Any, P], Awaitable[T]]) -> None:
        super().__init__(method)

    def __get__(
        self, view: View, owner: type[View]
    ) -> Callable[P, Awaitable[AsyncStreamedResponse[T]]]:
        bound: Callable[P, Awaitable[AsyncStreamedResponse[T]]] = self._bound(view)
        return bound
