"""The default transport, on pyreqwest (a binding of the Rust library reqwest).

A reqwest client takes its time-outs when it is built (the total one could be set for each request,
which is slow), so there is one client for each `Timeout` that is asked for; in practice that is one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import TypeVar

from pyreqwest.client import ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.exceptions import BuilderError, PyreqwestError
from pyreqwest.exceptions import RequestTimeoutError as _TimeoutError
from pyreqwest.request import (
    RequestBuilder,
    StreamRequest,
    SyncRequestBuilder,
    SyncStreamRequest,
)
from pyreqwest.response import Response, SyncResponse

from ..errors import (
    Error,
    InvalidArgumentError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..messages import Headers
from ..options import DEFAULT_NETWORK, Network
from ..timeouts import Timeout
from ..wire_request import WireRequest
from .base import Bound, joined
from .fast_clients import configured, opened
from .fast_headers import LazyHeaders
from .fast_lines import MOST_CLIENTS, Limits, Line, Lines
from .slots import AsyncSlots, Slots, left_behind

_Request = TypeVar("_Request", RequestBuilder, SyncRequestBuilder)


def _completed(builder: _Request, request: WireRequest, left: float | None) -> _Request:
    if request.headers:
        builder = builder.headers(request.headers)
    if isinstance(request.content, bytes):
        builder = builder.body_bytes(request.content)
    elif request.content is not None:
        builder = builder.body_stream(request.content)
    if not request.whole:
        # Otherwise the library reads up to 64 kB of the body before it shows the headers.
        builder = builder.streamed_read_buffer_limit(0)
    return builder if left is None else builder.timeout(timedelta(seconds=left))


def _failure(error: PyreqwestError, request: WireRequest) -> Error:
    """Our error for one of the library's; its text is masked, for it quotes the URL."""
    details = getattr(error, "details", None) or {}
    causes = details.get("causes") or ()
    deepest = str(causes[-1].get("message", "")) if causes else error.message
    problem = request.masked(deepest or error.message)
    if isinstance(error, _TimeoutError):
        return UpstreamTimeoutError(f"no answer in time: {problem}")
    if isinstance(error, BuilderError):
        return InvalidArgumentError("request", f"cannot be sent: {problem}")
    return UpstreamConnectionError(f"no answer: {problem}")


def _declared_length(response: Response | SyncResponse, request: WireRequest) -> str | None:
    """`Content-Length`, where it says how much will come."""
    return None if request.method == "HEAD" else response.get_header("content-length")


class FastReply:
    """An answer of `FastTransport`."""

    __slots__ = ("_call", "_request", "_response", "_slots", "headers", "status")

    def __init__(
        self,
        call: SyncStreamRequest,
        response: SyncResponse,
        request: WireRequest,
        slots: Slots | None,
    ) -> None:
        self.status: int = response.status
        self.headers: Headers = LazyHeaders(response)
        self._call: SyncStreamRequest | None = call
        self._response = response
        self._request = request
        self._slots = slots

    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        pieces: list[bytes] = []
        try:
            bound = Bound(limit, _declared_length(self._response, self._request))
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := read_chunk()) is not None:
                pieces.append(bound.admit(chunk.to_bytes()))
            self._call = None  # Read to its end, the answer holds no connection any more.
        except PyreqwestError as error:
            raise _failure(error, self._request) from None
        finally:
            self.close()
        return joined(pieces)

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        bound = Bound(limit)
        try:
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := read_chunk()) is not None:
                yield bound.admit(chunk.to_bytes())
        except PyreqwestError as error:
            raise _failure(error, self._request) from None

    def close(self) -> None:
        """Gives the connection back; a second time does nothing."""
        call, self._call = self._call, None
        slots, self._slots = self._slots, None
        try:
            if call is not None:
                call.__exit__(None, None, None)
        finally:
            if slots is not None:
                slots.leave()

    def __del__(self) -> None:
        if self._slots is not None:
            left_behind(self._slots)


class AsyncFastReply:
    """An answer of `AsyncFastTransport`."""

    __slots__ = ("_call", "_line", "_request", "_response", "_slots", "headers", "status")

    def __init__(
        self,
        call: StreamRequest,
        response: Response,
        request: WireRequest,
        line: Line,
        slots: AsyncSlots | None,
    ) -> None:
        self.status: int = response.status
        self.headers: Headers = LazyHeaders(response)
        self._call: StreamRequest | None = call
        self._line: Line | None = line
        self._response = response
        self._request = request
        self._slots = slots

    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        pieces: list[bytes] = []
        try:
            bound = Bound(limit, _declared_length(self._response, self._request))
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := await read_chunk()) is not None:
                pieces.append(bound.admit(chunk.to_bytes()))
            self._call = None  # Read to its end, the answer holds no connection any more.
        except PyreqwestError as error:
            raise _failure(error, self._request) from None
        finally:
            if self._call is None:
                self._leave()
            else:
                await self.aclose()
        return joined(pieces)

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        bound = Bound(limit)
        try:
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := await read_chunk()) is not None:
                yield bound.admit(chunk.to_bytes())
        except PyreqwestError as error:
            raise _failure(error, self._request) from None

    async def aclose(self) -> None:
        """Gives the connection back; a second time does nothing."""
        call, self._call = self._call, None
        try:
            if call is not None:
                await call.__aexit__(None, None, None)
        finally:
            self._leave()

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.leave()

    def __del__(self) -> None:
        if self._slots is not None:
            left_behind(self._slots)


def _sent(
    client: SyncClient, request: WireRequest, left: float | None, slots: Slots | None
) -> FastReply:
    builder = client.request(request.method, request.url)
    call = _completed(builder, request, left).build_streamed()
    return FastReply(call, call.__enter__(), request, slots)


class FastTransport:
    """Sends with pyreqwest, blocking."""

    def __init__(self, network: Network = DEFAULT_NETWORK) -> None:
        most = network.max_connections
        self._network = network
        self._slots = None if most is None else Slots(most)
        self._clients: dict[Limits, SyncClient] = {}
        opened(self)

    def send(self, request: WireRequest) -> FastReply:
        timeout = request.timeout
        client = self._clients.get((timeout.connect, timeout.read, timeout.total))
        if client is None:
            client = self._client(timeout)
        slots = self._slots
        left = request.left if slots is None else slots.enter(request)
        try:
            return _sent(client, request, left, slots)
        except BaseException as error:
            if slots is not None:
                slots.leave()
            if not isinstance(error, PyreqwestError):
                raise
            failure = _failure(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    def _client(self, timeout: Timeout) -> SyncClient:
        client = configured(SyncClientBuilder(), self._network, timeout).build()
        if len(self._clients) >= MOST_CLIENTS:
            self._clients.clear()  # Those in use end with their last request.
        return self._clients.setdefault((timeout.connect, timeout.read, timeout.total), client)

    def drop(self) -> None:
        """Let go of the connections without waiting for them."""
        self._clients.clear()

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


class AsyncFastTransport:
    """Sends with pyreqwest on asyncio."""

    def __init__(self, network: Network = DEFAULT_NETWORK) -> None:
        most = network.max_connections
        self._network = network
        self._slots = None if most is None else AsyncSlots(most)
        self._lines = Lines()
        opened(self)

    async def send(self, request: WireRequest) -> AsyncFastReply:
        slots = self._slots
        left = request.left if slots is None else await slots.enter(request)
        try:
            return await self._sent(request, left)
        except BaseException as error:
            if slots is not None:
                slots.leave()
            if not isinstance(error, PyreqwestError):
                raise
            failure = _failure(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    async def _sent(self, request: WireRequest, left: float | None) -> AsyncFastReply:
        line = self._line(request.timeout)
        line.enter()
        try:
            builder = line.client.request(request.method, request.url)
            call = _completed(builder, request, left).build_streamed()
            return AsyncFastReply(call, await call.__aenter__(), request, line, self._slots)
        except Exception:
            line.leave()  # The call has failed, so that nothing of it runs on.
            raise
        except BaseException:
            self._lines.abandon(line)  # Cancelled: the library's task does not know of it.
            raise

    def _line(self, timeout: Timeout) -> Line:
        line = self._lines.get((timeout.connect, timeout.read, timeout.total))
        if line is None:
            line = self._lines.add(configured(ClientBuilder(), self._network, timeout), timeout)
        return line

    def drop(self) -> None:
        """Let go of the connections without waiting for them."""
        self._lines.drop()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._lines.aclose()
