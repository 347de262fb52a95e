"""Transports that write down what they send and receive; calls notice nothing of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from ..messages import Headers
from ..transport.base import AsyncReply, AsyncTransport, Reply, Transport
from ..wire_request import WireRequest
from .entries import Kept, entry
from .files import writer
from .masking import Fields


class Notebook:
    """Where exchanges go, and what of them."""

    __slots__ = ("_folder", "_limit", "_log", "_name", "body", "fields")

    def __init__(
        self, folder: str, name: str, log: str, limit: int, body: int, fields: Fields
    ) -> None:
        self._folder, self._name, self._log, self._limit = folder, name, log, limit
        self.body = body
        """Bytes of a body that is recorded."""
        self.fields = fields

    def write(self, request: WireRequest, status: int, headers: Headers, kept: Kept) -> None:
        """One exchange. What goes wrong is logged, and fails no call.

        Args:
            request: as it was sent.
            status: of the answer.
            headers: of the answer.
            kept: what came of its body.
        """
        file = writer(self._folder, self._name, self._limit, self._log)
        try:
            line = entry(request, status, headers, kept, self.fields)
        except Exception as error:  # noqa: BLE001 - no call fails for its recording
            file.stop(type(error).__name__)
            return
        file.append(line)


class _Exchange:
    """What a reply has shown so far; it is written once."""

    __slots__ = ("_done", "_notebook", "_request", "headers", "kept", "status")

    def __init__(
        self, notebook: Notebook, request: WireRequest, status: int, headers: Headers
    ) -> None:
        self._notebook, self._request = notebook, request
        self.status, self.headers = status, headers
        self.kept = Kept(notebook.body)
        self._done = False

    def end(self, *, whole: bool) -> None:
        if not self._done:
            self._done = True
            self.kept.whole = whole
            self._notebook.write(self._request, self.status, self.headers, self.kept)


class RecordedReply:
    """An answer that is written down as it is read."""

    __slots__ = ("_exchange", "_reply", "headers", "status")

    def __init__(self, reply: Reply, notebook: Notebook, request: WireRequest) -> None:
        self.status, self.headers = reply.status, reply.headers
        self._reply = reply
        self._exchange = _Exchange(notebook, request, reply.status, reply.headers)

    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            content = self._reply.read(limit)
        except BaseException:
            self._exchange.end(whole=False)
            raise
        self._exchange.kept.add(content)
        self._exchange.end(whole=True)
        return content

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        for piece in self._reply.chunks(limit):
            self._exchange.kept.add(piece)
            yield piece
        self._exchange.end(whole=True)

    def close(self) -> None:
        """Closes the answer; what was not read is not recorded."""
        self._exchange.end(whole=False)
        self._reply.close()


class AsyncRecordedReply:
    """An answer that is written down as it is read."""

    __slots__ = ("_exchange", "_reply", "headers", "status")

    def __init__(self, reply: AsyncReply, notebook: Notebook, request: WireRequest) -> None:
        self.status, self.headers = reply.status, reply.headers
        self._reply = reply
        self._exchange = _Exchange(notebook, request, reply.status, reply.headers)

    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            content = await self._reply.read(limit)
        except BaseException:
            self._exchange.end(whole=False)
            raise
        self._exchange.kept.add(content)
        self._exchange.end(whole=True)
        return content

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        async for piece in self._reply.chunks(limit):
            self._exchange.kept.add(piece)
            yield piece
        self._exchange.end(whole=True)

    async def aclose(self) -> None:
        """Closes the answer; what was not read is not recorded."""
        self._exchange.end(whole=False)
        await self._reply.aclose()


class Recording:
    """A transport that records, blocking."""

    def __init__(self, transport: Transport, notebook: Notebook) -> None:
        self._transport, self._notebook = transport, notebook

    def send(self, request: WireRequest) -> Reply:
        """Send a request. Raises what the transport raises; that is not recorded."""
        reply = self._transport.send(request)
        if request.operation is None:  # An exchange of tokens is no call of the API.
            return reply
        return RecordedReply(reply, self._notebook, request)

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()


class AsyncRecording:
    """A transport that records, on asyncio."""

    def __init__(self, transport: AsyncTransport, notebook: Notebook) -> None:
        self._transport, self._notebook = transport, notebook

    async def send(self, request: WireRequest) -> AsyncReply:
        """Send a request. Raises what the transport raises; that is not recorded."""
        reply = await self._transport.send(request)
        if request.operation is None:  # An exchange of tokens is no call of the API.
            return reply
        return AsyncRecordedReply(reply, self._notebook, request)

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()
