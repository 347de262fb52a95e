"""The body of a request that is handed on: from the caller to the API, a piece at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final

from ..messages import Body
from ..server.incoming import Disconnected, Incoming, header_text, too_large
from ..server.inflight import Flight
from ..server.problem import Refusal

_SMALL: Final = 64 * 1024
"""Bytes; a body of an announced length below is read first, and can be sent again on a new connection."""


class StreamedBody:
    """Pieces as they come; what keeps them from coming is in `failure`."""

    def __init__(
        self, incoming: Incoming, limit: int, flight: Flight, patience: float | None
    ) -> None:
        """`patience` is how many seconds the caller may take for each piece."""
        length = incoming.headers.get(b"content-length")
        self.length = None if length is None else int(length)
        self.repeatable = False
        self.failure: Refusal | Disconnected | None = None
        self._incoming = incoming
        self._limit = limit
        self._flight = flight
        self._patience = patience

    def __iter__(self) -> Iterator[bytes]:
        raise TypeError("the body of a request comes as its caller sends it")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        while True:
            self._flight.wait_until(self._patience)
            message = await self._incoming.receive()
            self._flight.deadline = None
            if message["type"] == "http.disconnect":
                self.failure = Disconnected()
                raise self.failure
            piece: bytes = message.get("body", b"")
            size += len(piece)
            if size > self._limit:
                self.failure = too_large(self._limit)
                raise self.failure
            if piece:
                yield piece
            if not message.get("more_body"):
                self._incoming.is_read = True
                self._flight.watch = True
                return


def is_small(incoming: Incoming) -> bool:
    """Whether a body is better read as a whole."""
    length = incoming.headers.get(b"content-length")
    return length is not None and length.isdigit() and len(length) < 9 and int(length) <= _SMALL


def typed(incoming: Incoming, content: bytes | StreamedBody) -> Body:
    """The body with the type that its caller says.

    Args:
        incoming: the request.
        content: its body.
    """
    kind = incoming.headers.get(b"content-type")
    return Body(content, None if kind is None else header_text(kind))
