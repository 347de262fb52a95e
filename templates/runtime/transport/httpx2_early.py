"""An answer that comes while the request is still being sent (RFC 9112, 9.3 and 9.6).

httpx2 looks for the answer once the whole body was written: an API that refuses what it was told of, and
reads no further, would be waited for until a time-out; one that closes would be a lost connection. So
the connections below it look whether an answer came between the pieces of a large body. One that refuses
ends the upload with `httpcore2.WriteError`, for which the library reads the answer.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from typing import Any, Final

import httpcore2

FROM: Final = 16 * 1024
"""Bytes from which on one piece is watched over; smaller ones the system takes at once."""
_PIECE: Final = 256 * 1024
_MOST: Final = 64 * 1024
"""Bytes that are kept; an answer that goes on waits where it is."""
_LINE: Final = len(b"HTTP/1.1 200")
_MOMENT: Final = 0.001
"""Seconds after the first piece, for an API that answers and closes at once: what it wrote cannot be read
any more where the next piece has met the closing."""


class Early:
    """What came of an answer so far."""

    __slots__ = ("_ended", "_kept")

    def __init__(self) -> None:
        self._kept = b""
        self._ended = False

    @property
    def full(self) -> bool:
        """Whether no more is read before the request is out."""
        return self._ended or len(self._kept) >= _MOST

    def refuses(self, data: bytes) -> bool:
        """Take what came; whether there is no use in sending on: a status from 300 on, or the end.

        Args:
            data: the next bytes; none at the end of the stream.
        """
        self._kept += data
        self._ended = self._ended or not data
        return self._ended or _status(self._kept) >= 300

    def take(self, limit: int) -> bytes | None:
        """What a reader is to get first; None where nothing came early."""
        if self._kept:
            taken, self._kept = self._kept[:limit], self._kept[limit:]
            return taken
        return b"" if self._ended else None


def _status(data: bytes) -> int:
    """The status of the answer that begins so, past those that are provisional; 0 if it is not known yet."""
    while data[9:10] == b"1":
        data = data.partition(b"\r\n\r\n")[2]
    status = data[9:_LINE]
    return int(status) if len(status) == 3 and status.isdigit() else 0


def socket_of(stream: httpcore2.NetworkStream) -> socket.socket | None:
    """The socket that takes what the stream is given; None for TLS within TLS."""
    if isinstance(stream.get_extra_info("ssl_object"), ssl.SSLObject):
        return None
    found: socket.socket | None = stream.get_extra_info("socket")
    return found


def send_watched(
    connection: socket.socket, buffer: bytes, early: Early, timeout: float | None
) -> None:
    """Write all of it. Raises `httpcore2.WriteError` also for an answer that refuses it.

    Args:
        connection: it is not blocking afterwards.
        buffer: what to write.
        early: takes what comes meanwhile.
        timeout: seconds for each wait.
    """
    connection.settimeout(0)
    view = memoryview(buffer)
    try:
        while view:
            readable, writable = _ready(connection, timeout, reading=not early.full)
            if readable and _refused(connection, early):
                raise httpcore2.WriteError("an answer came before the request was sent")
            if writable:
                view = view[_sent(connection, view[:_PIECE]) :]
    except OSError as error:
        raise httpcore2.WriteError(str(error)) from error


def _ready(connection: socket.socket, timeout: float | None, *, reading: bool) -> tuple[bool, bool]:
    """Whether it can be read and written. Raises `httpcore2.WriteTimeout`."""
    if not hasattr(select, "poll"):  # Windows, which has no limit of its own on the numbers.
        found = select.select([connection] if reading else [], [connection], [], timeout)
        readable, writable = bool(found[0]), bool(found[1])
    else:
        poll = select.poll()
        poll.register(connection, select.POLLOUT | (select.POLLIN if reading else 0))
        events = sum(event for _, event in poll.poll(None if timeout is None else timeout * 1000))
        readable = reading and bool(events & ~select.POLLOUT)
        writable = bool(events & ~select.POLLIN)
    if not (readable or writable):
        raise httpcore2.WriteTimeout("timed out")
    return readable, writable


def _refused(connection: socket.socket, early: Early) -> bool:
    try:
        return early.refuses(connection.recv(_MOST))
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return False  # Of TLS, and nothing of an answer.


def _sent(connection: socket.socket, piece: memoryview) -> int:
    try:
        return connection.send(piece)
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return 0


async def send_watched_async(
    stream: httpcore2.AsyncNetworkStream, buffer: bytes, early: Early, timeout: float | None
) -> None:
    """See `send_watched`.

    Args:
        stream: the library's.
        buffer: what to write.
        early: takes what comes meanwhile.
        timeout: seconds for each piece.
    """
    listening = asyncio.ensure_future(_listen(stream, early))
    sending = asyncio.ensure_future(_send(stream, buffer, timeout))
    try:
        await asyncio.wait((listening, sending), return_when=asyncio.FIRST_COMPLETED)
        if listening.done() and listening.result():
            raise httpcore2.WriteError("an answer came before the request was sent")
        await sending
    finally:
        await _ended(listening)
        await _ended(sending)


async def _listen(stream: httpcore2.AsyncNetworkStream, early: Early) -> bool:
    """Whether an answer refuses what is sent; returns once no more is to be read."""
    while not early.full:
        try:
            data = await stream.read(_MOST)
        except httpcore2.ReadError:
            return False  # The writer meets it too.
        if early.refuses(data):
            return True
    return False


async def _send(stream: httpcore2.AsyncNetworkStream, buffer: bytes, timeout: float | None) -> None:
    for at in range(0, len(buffer), _PIECE):
        await stream.write(buffer[at : at + _PIECE], timeout)
        if at == 0 and len(buffer) > _PIECE:
            await asyncio.sleep(_MOMENT)


async def _ended(task: asyncio.Future[Any]) -> None:
    """Have a task end before the connection is used by somebody else."""
    task.cancel()
    await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()  # Looked at, so that asyncio does not report it.
