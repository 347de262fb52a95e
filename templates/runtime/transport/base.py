"""What a transport is: it sends one request and hands back one answer.

It never decodes, redirects, keeps cookies, retries or reads proxies from the environment. It raises
`UpstreamConnectionError` and `UpstreamTimeoutError`, and nothing else for what the network does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, Final, Protocol

from ..errors import (
    ResponseTooLargeError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..messages import Headers
from ..wire_request import WireRequest

TOO_LONG: Final = "no answer in time: the call as a whole takes too long"
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))


def unanswered(
    kind: type[UpstreamConnectionError | UpstreamTimeoutError],
    problem: str,
    request: WireRequest,
    *,
    sent: bool = True,
) -> UpstreamConnectionError | UpstreamTimeoutError:
    """The error of a call without an answer; it says if the request may have been carried out.

    Args:
        kind: the class of the error.
        problem: what happened, without secrets.
        request: the one that got no answer.
        sent: whether a byte of it may have reached the API.
    """
    unknown = sent and request.method.upper() not in _SAFE
    error = kind(f"{problem}; the request may have been carried out" if unknown else problem)
    error.outcome_unknown = unknown
    return error


class Reply(Protocol):
    """An answer whose body may still be on its way."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        ...

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        ...

    def close(self) -> None: ...


class AsyncReply(Protocol):
    """An answer whose body may still be on its way."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        ...

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        ...

    def aclose(self) -> Coroutine[Any, Any, None]: ...


class Transport(Protocol):
    """Sends requests; safe to use from several threads."""

    def send(self, request: WireRequest) -> Reply: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """Sends requests; safe to use from several tasks."""

    async def send(self, request: WireRequest) -> AsyncReply: ...
    async def aclose(self) -> None: ...


def refuse_declared_length(declared: str | None, limit: int | None) -> None:
    """Raise `ResponseTooLargeError` when `Content-Length` alone is above the limit.

    Args:
        declared: the header, or None.
        limit: in bytes, or None.
    """
    if limit is None or declared is None or not (declared.isascii() and declared.isdigit()):
        return
    if len(declared) > 18 or int(declared) > limit:
        raise ResponseTooLargeError(limit)


class Bound:
    """Counts the bytes of a body as they come. Raises `ResponseTooLargeError`."""

    __slots__ = ("_limit", "_room")

    def __init__(self, limit: int | None, declared: str | None = None) -> None:
        refuse_declared_length(declared, limit)
        self._limit = limit
        self._room = limit or 0

    def admit(self, piece: bytes) -> bytes:
        """The piece, counted.

        Raises `ResponseTooLargeError`.
        """
        if self._limit is not None:
            self._room -= len(piece)
            if self._room < 0:
                raise ResponseTooLargeError(self._limit)
        return piece


def joined(pieces: list[bytes]) -> bytes:
    """The pieces as one; no copy where there is only one."""
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
