"""What `with_raw_response` and `with_streaming_response` give instead of the value."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, TypeVar

from ..errors import DecodingError
from ..messages import Format, Headers
from ..transport.base import AsyncReply, Bound, Reply, joined
from ..wire.decoding import codings, decode, inflater_of

T_co = TypeVar("T_co", covariant=True)
_UNREAD: Any = object()
Guard = Callable[[Headers, bytes], tuple[Headers, bytes]]
"""Takes what an API repeats of the secrets of a request out of its headers and its body, for errors."""


class RawResponse(Generic[T_co]):
    """An answer: its status, headers and bytes, and the value that the call would have given."""

    __slots__ = ("_format", "_guard", "_value", "content", "headers", "status")

    def __init__(
        self,
        status: int,
        headers: Headers,
        content: bytes,
        read_as: Format,
        guard: Guard | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        """The body, decompressed."""
        self._format = read_as
        self._guard = guard
        self._value = _UNREAD

    @property
    def value(self) -> T_co:
        """The decoded body. Raises `DecodingError`."""
        if self._value is _UNREAD:
            self._value = _value(self.content, self.status, self.headers, self._format, self._guard)
        return self._value  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"RawResponse({self.status}, {len(self.content)} bytes)"

    def __reduce__(self) -> tuple[Any, ...]:
        # Without the guard, which holds secrets.
        return (type(self), (self.status, self.headers, self.content, self._format))


def _value(
    content: bytes, status: int, headers: Headers, read_as: Format, guard: Guard | None
) -> Any:
    try:
        return decode(content, headers, read_as)
    except DecodingError as error:
        from .undecodable import undecodable

        if guard is not None:
            headers, content = guard(headers, content)
        raise undecodable(error, status, headers, content) from None


class _Inflaters:
    """Undoes the content encodings of a body that comes in pieces."""

    def __init__(self, status: int, headers: Headers, guard: Guard) -> None:
        try:
            self._inflaters = [inflater_of(coding) for coding in reversed(codings(headers))]
        except DecodingError as error:
            from .undecodable import undecodable

            raise undecodable(error, status, guard(headers, b"")[0], b"") from None

    def feed(self, piece: bytes) -> Iterator[bytes]:
        return self._through(piece, 0)

    def end(self) -> None:
        for inflater in self._inflaters:
            inflater.end()

    def _through(self, piece: bytes, index: int) -> Iterator[bytes]:
        if index == len(self._inflaters):
            yield piece
            return
        for plain in self._inflaters[index].feed(piece):
            yield from self._through(plain, index + 1)


class StreamedResponse(Generic[T_co]):
    """An answer that is read in pieces. Use it in a `with` statement: it holds a connection."""

    def __init__(self, reply: Reply, guard: Guard, read_as: Format) -> None:
        self.status = reply.status
        self.headers = reply.headers
        self._reply = reply
        self._guard = guard
        self._format = read_as

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The body, decompressed, in pieces. Raises `ResponseTooLargeError` above `limit`."""
        inflaters, bound = _Inflaters(self.status, self.headers, self._guard), Bound(limit)
        for piece in self._reply.chunks(None):
            for plain in inflaters.feed(piece):
                yield bound.admit(plain)
        inflaters.end()

    def read(self, limit: int) -> bytes:
        """The whole body. Raises `ResponseTooLargeError` beyond `limit` bytes."""
        return joined(list(self.chunks(limit)))

    def value(self, limit: int) -> T_co:
        """The whole body, decoded. Raises `DecodingError` and `ResponseTooLargeError`."""
        content = self.read(limit)
        found: T_co = _value(content, self.status, self.headers, self._format, self._guard)
        return found

    def close(self) -> None:
        """Give the connection back, or drop it when the body was not read to its end."""
        self._reply.close()

    def __enter__(self) -> StreamedResponse[T_co]:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncStreamedResponse(Generic[T_co]):
    """An answer whose body is read in pieces. Use it in `async with`: it holds a connection."""

    def __init__(self, reply: AsyncReply, guard: Guard, read_as: Format) -> None:
        self.status = reply.status
        self.headers = reply.headers
        self._reply = reply
        self._guard = guard
        self._format = read_as

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The body, decompressed, in pieces. Raises `ResponseTooLargeError` above `limit`."""
        inflaters, bound = _Inflaters(self.status, self.headers, self._guard), Bound(limit)
        async for piece in self._reply.chunks(None):
            for plain in inflaters.feed(piece):
                yield bound.admit(plain)
        inflaters.end()

    async def read(self, limit: int) -> bytes:
        """The whole body. Raises `ResponseTooLargeError` beyond `limit` bytes."""
        return joined([piece async for piece in self.chunks(limit)])

    async def value(self, limit: int) -> T_co:
        """The whole body, decoded. Raises `DecodingError` and `ResponseTooLargeError`."""
        content = await self.read(limit)
        found: T_co = _value(content, self.status, self.headers, self._format, self._guard)
        return found

    async def aclose(self) -> None:
        """Give the connection back, or drop it when the body was not read to its end."""
        await self._reply.aclose()

    async def __aenter__(self) -> AsyncStreamedResponse[T_co]:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
