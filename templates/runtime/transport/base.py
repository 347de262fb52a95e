"""What a transport is: it sends one request and hands back one answer.

It never decodes, redirects, keeps cookies, retries or reads proxies from the environment. It raises
`UpstreamConnectionError` and `UpstreamTimeoutError`, and nothing else for what the network does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final, Protocol

from ..errors import ResponseTooLargeError
from ..messages import HeaderPairs, Headers
from ..options import Timeout
from ..streams import Stream

MASK: Final = "***"
_SECRET_HEADERS: Final = frozenset(("authorization", "proxy-authorization", "cookie"))


class WireRequest:
    """A request as it goes out."""

    __slots__ = ("content", "headers", "left", "method", "secrets", "timeout", "url", "whole")

    def __init__(
        self,
        method: str,
        url: str,
        headers: HeaderPairs,
        content: bytes | Stream | None,
        timeout: Timeout,
        secrets: tuple[str, ...] = (),
        whole: bool = False,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.timeout = timeout
        self.secrets = secrets
        """The texts in it that nobody may see; `repr` masks them."""
        self.whole = whole
        """Whether the answer will be read at once, so that its start may be fetched ahead."""
        self.left: float | None = None
        """Seconds that are left of `timeout.total` after earlier attempts."""

    def copy(self) -> WireRequest:
        """The same request once more, to be changed."""
        return self.moved(self.url, self.headers)

    def moved(self, url: str, headers: HeaderPairs) -> WireRequest:
        """The same request to another place."""
        again = WireRequest(
            self.method, url, headers, self.content, self.timeout, self.secrets, self.whole
        )
        again.left = self.left
        return again

    def masked(self, text: str) -> str:
        """A text without the secrets of this request."""
        for secret in self.secrets:
            if secret:
                text = text.replace(secret, MASK)
        return text

    def masked_headers(self) -> Headers:
        """The headers, with what identifies the caller masked."""
        return Headers(
            tuple(
                (name, MASK if name.lower() in _SECRET_HEADERS else self.masked(value))
                for name, value in self.headers
            )
        )

    def __repr__(self) -> str:
        return f"WireRequest({self.method} {self.masked(self.url)})"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a request holds credentials and is not pickled")


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

    async def aclose(self) -> None: ...


class Transport(Protocol):
    """Sends requests; safe to use from several threads."""

    def send(self, request: WireRequest) -> Reply: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """Sends requests; safe to use from several tasks."""

    async def send(self, request: WireRequest) -> AsyncReply: ...
    async def aclose(self) -> None: ...


def refuse_declared_length(declared: str | None, limit: int | None) -> None:
    """Raise `ResponseTooLargeError` when `Content-Length` alone is above the limit."""
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
        """The piece, counted."""
        if self._limit is not None:
            self._room -= len(piece)
            if self._room < 0:
                raise ResponseTooLargeError(self._limit)
        return piece


def joined(pieces: list[bytes]) -> bytes:
    """The pieces as one; no copy where there is only one."""
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
