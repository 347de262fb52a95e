"""Typed views of a client: the same methods with another result.

A generated view lists the methods once; type checkers keep the parameters of each:

    class QuayClientRaw(View):
        getrepo = raw(QuayClient.getrepo)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from .responses import AsyncStreamedResponse, RawResponse, StreamedResponse

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class View:
    """A client seen through one way to give results."""

    def __init__(self, client: Any) -> None:
        self._client = client


class Method(Generic[P, R]):
    """A method of the client behind a view."""

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method

    def __get__(self, view: View, owner: type[View] | None = None) -> Callable[P, R]:
        bound: Callable[P, R] = self._method.__get__(view._client)
        return bound


def raw(method: Callable[Concatenate[Any, P], T]) -> Method[P, RawResponse[T]]:
    """The method, giving a `RawResponse`."""
    return Method(method)


def raw_async(
    method: Callable[Concatenate[Any, P], Awaitable[T]],
) -> Method[P, Awaitable[RawResponse[T]]]:
    """The coroutine method, giving a `RawResponse`."""
    return Method(method)


def streamed(method: Callable[Concatenate[Any, P], T]) -> Method[P, StreamedResponse[T]]:
    """The method, giving a `StreamedResponse`."""
    return Method(method)


def streamed_async(
    method: Callable[Concatenate[Any, P], Awaitable[T]],
) -> Method[P, Awaitable[AsyncStreamedResponse[T]]]:
    """The coroutine method, giving an `AsyncStreamedResponse`."""
    return Method(method)
