"""The default transport, on pyreqwest (a binding of the Rust library reqwest).

A reqwest client takes its time-outs when it is built (the total one could be set for each request,
which is slow), so there is one client for each `Timeout` that is asked for; in practice that is one.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TypeVar

from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.request import RequestBuilder, StreamRequest, SyncRequestBuilder
from pyreqwest.response import Response

from ..errors import UpstreamConnectionError, UpstreamTimeoutError
from ..messages import KeptHeaders, Pieces
from ..options import DEFAULT_NETWORK, Network
from ..wire_request import Timeout, WireRequest
from .attempts import Attempt
from .fast_awaiting import Waits, faithful
from .fast_bodies import FROM, paced
from .fast_clients import built, configured, opened
from .fast_headers import FastHeaders, form, refuse_coding
from .fast_kept import Kept
from .fast_lines import MOST_CLIENTS, Limits, Line, Lines
from .fast_replies import AsyncFastReply, FastReply, failure_of, is_short, was_lost
from .forks import keep
from .loops import ByLoop
from .slots import AsyncSlots, Slots
from .whole import WholeReply

_Request = TypeVar("_Request", RequestBuilder, SyncRequestBuilder)


def _with_body(builder: SyncRequestBuilder, content: bytes | Pieces | None) -> SyncRequestBuilder:
    if content is None:
        return builder
    if isinstance(content, bytes):
        return builder.body_bytes(content)
    return builder.body_stream(content)


def _with_body_paced(builder: RequestBuilder, content: bytes | Pieces) -> RequestBuilder:
    if not isinstance(content, bytes):
        return builder.body_stream(paced(content))
    if len(content) < FROM:
        return builder.body_bytes(content)
    return builder.header("Content-Length", str(len(content))).body_stream(paced(content))


def _completed(builder: _Request, request: WireRequest, left: float | None) -> _Request:
    headers = request.headers
    builder = builder.headers(
        (headers.form or form(headers)) if type(headers) is KeptHeaders else headers
    )
    if not request.whole:
        # Otherwise the library reads up to 64 kB of the body before it shows the headers.
        builder = builder.streamed_read_buffer_limit(0)
    return builder if left is None else builder.timeout(timedelta(seconds=left))


_Kept = tuple[SyncClient, Kept]


def _sent(
    client: _Kept, request: WireRequest, left: float | None, slots: Slots | None
) -> FastReply:
    builder = _with_body(client[0].request(request.method, request.url), request.content)
    call = _completed(builder, request, left).build_streamed()
    response = call.__enter__()
    headers = FastHeaders(response)
    try:
        refuse_coding(headers, request)
    except UpstreamConnectionError:
        call.__exit__(None, None, None)
        raise
    return FastReply(call, response, headers, request, slots, client[1])


def _rest(request: WireRequest, left: float | None, started: float) -> float | None:
    """Seconds that are left for a second sending."""
    total = request.timeout.total if left is None else left
    return None if total is None else max(total - (monotonic() - started), 0.001)


def _stale(error: BaseException, request: WireRequest, kept: Kept, started: float) -> bool:
    """Whether the request met the end of a connection that had served before."""
    if not was_lost(error):
        return False
    return Attempt(fresh=not kept.perhaps(started), written=True).was_stale(request)


class FastTransport:
    """Sends with pyreqwest, blocking."""

    def __init__(self, network: Network = DEFAULT_NETWORK) -> None:
        self._network = network
        self._begin()
        opened(self)

    def _begin(self) -> None:
        maximum = self._network.max_connections
        self._slots = None if maximum is None else Slots(maximum)
        self._clients: dict[Limits, _Kept] = {}

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._clients, self._slots)
        self._begin()

    def send(self, request: WireRequest) -> FastReply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        timeout = request.timeout
        client = self._clients.get((timeout.connect, timeout.read, timeout.total))
        if client is None:
            client = self._client(timeout)
        slots = self._slots
        left = request.left if slots is None else slots.enter(request)
        try:
            return self._sent(client, request, left)
        except BaseException as error:
            if slots is not None:
                slots.leave()
            if not isinstance(error, PyreqwestError):
                raise
            failure = failure_of(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    def _sent(self, client: _Kept, request: WireRequest, left: float | None) -> FastReply:
        started = monotonic()
        try:
            return _sent(client, request, left, self._slots)
        except PyreqwestError as error:
            if not _stale(error, request, client[1], started):
                raise
        again = self._client(request.timeout, reuse=False)
        return _sent(again, request, _rest(request, left, started), self._slots)

    def _client(self, timeout: Timeout, *, reuse: bool = True) -> _Kept:
        limits: Limits = (timeout.connect, timeout.read, timeout.total)
        limits = limits if reuse else (*limits, False)
        found = self._clients.get(limits)
        if found is not None:
            return found
        builder = configured(SyncClientBuilder(), self._network, timeout, reuse=reuse)
        if len(self._clients) >= MOST_CLIENTS:
            self._clients.clear()  # Those in use end with their last request.
        made = (built(builder), Kept(self._network.idle_timeout))
        return self._clients.setdefault(limits, made)

    def drop(self) -> None:
        """Let go of the connections without waiting for them."""
        self._clients.clear()

    def close(self) -> None:
        """Close the connections."""
        for client, _ in self._clients.values():
            client.close()
        self._clients.clear()


class _Share:
    """What an `AsyncFastTransport` has for one event loop."""

    __slots__ = ("lines", "slots", "waits")

    def __init__(self, maximum: int | None, before: _Share | None, waits: Waits) -> None:
        self.waits = waits
        # Connections are not bound to a loop; turns may have been lost with the tasks of one.
        self.lines: Lines = Lines() if before is None else before.lines
        self.slots: AsyncSlots | None = None if maximum is None else AsyncSlots(maximum)


class AsyncFastTransport:
    """Sends with pyreqwest on asyncio; in several event loops, each has its own connections."""

    def __init__(self, network: Network = DEFAULT_NETWORK) -> None:
        self._network = network
        self._begin()
        opened(self)

    def _begin(self) -> None:
        maximum = self._network.max_connections
        self._shares = ByLoop[_Share](
            lambda before: _Share(maximum, before, Waits(self._shares.loop()))
        )

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._shares)
        self._begin()

    async def send(self, request: WireRequest) -> AsyncFastReply | WholeReply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        share = self._shares.here()
        slots, lines, timeout = share.slots, share.lines, request.timeout
        left = request.left if slots is None or slots.taken() else await slots.enter(request)
        waits = None if request.ends is None else share.waits
        if waits is not None and waits.timer is None:
            waits.watch()
        started = monotonic()
        line: Line | None = None
        call: StreamRequest | None = None
        response: Response | None = None
        try:
            line = lines.last if timeout is lines.last_timeout else None
            if line is None:
                line = self._line(timeout, lines)
            line.busy += 1
            call = _call(line.client, request, left)
            response = await faithful(call.__aenter__(), request, waits)
            headers = FastHeaders(response)
            if not is_short(headers, request, request.at_once):
                refuse_coding(headers, request)
                return AsyncFastReply(call, response, headers, request, line, slots)
            # What has come with the head is not waited for, so that nobody can be cancelled meanwhile.
            body = response.bytes()
            content = (await (body if request.whole else faithful(body, request, waits))).to_bytes()
            line.kept.done(headers)
            line.leave()
            if slots is not None:
                slots.leave()
            return WholeReply(response.status, headers, content)
        except BaseException as error:  # noqa: BLE001 - goes on below
            failure = error
        try:
            await _ended(line, lines, None if response is None else call, failure)
            if response is None and line and _stale(failure, request, line.kept, started):
                once = self._line(timeout, lines, reuse=False)
                return await _sent_on(once, request, _rest(request, left, started), share)
        except BaseException as error:  # noqa: BLE001 - so does this
            failure = error
        call = response = None  # They know the secrets, and an error knows this frame.
        if slots is not None:
            slots.leave()
        try:
            raise failure_of(failure, request) if isinstance(failure, PyreqwestError) else failure
        finally:
            del failure

    def _line(self, timeout: Timeout, lines: Lines, *, reuse: bool = True) -> Line:
        limits: Limits = (timeout.connect, timeout.read, timeout.total)
        limits = limits if reuse else (*limits, False)
        found = lines.get(limits)
        if found is None:
            builder = configured(ClientBuilder(), self._network, timeout, reuse=reuse)
            found = lines.add(limits, builder, self._network.idle_timeout)
        if reuse:
            lines.last_timeout, lines.last = timeout, found
        return found

    def drop(self) -> None:
        """Let go of the connections without waiting for them."""
        for share in self._shares.clear():
            share.lines.drop()

    async def aclose(self) -> None:
        """Close the connections."""
        for share in self._shares.clear():
            await share.lines.aclose()


def _call(client: Client, request: WireRequest, left: float | None) -> StreamRequest:
    builder = client.request(request.method, request.url)
    if request.content is not None:
        builder = _with_body_paced(builder, request.content)
    return _completed(builder, request, left).build_streamed()


async def _sent_on(
    line: Line, request: WireRequest, left: float | None, share: _Share
) -> AsyncFastReply:
    """Send a request once more, on a line of its own."""
    response: Response | None = None
    call: StreamRequest | None = None
    line.busy += 1
    try:
        call = _call(line.client, request, left)
        response = await faithful(call.__aenter__(), request, share.waits)
        headers = FastHeaders(response)
        refuse_coding(headers, request)
        return AsyncFastReply(call, response, headers, request, line, share.slots)
    except BaseException as error:
        await _ended(line, share.lines, None if response is None else call, error)
        raise


async def _ended(
    line: Line | None, lines: Lines, answered: StreamRequest | None, failure: BaseException
) -> None:
    """A call has failed: `answered` is what is still to be closed of it."""
    if line is None:
        return
    is_late = isinstance(failure, UpstreamTimeoutError)
    if answered is None and (is_late or not isinstance(failure, Exception)):
        lines.abandon(line)  # Ended from here: the library's task does not know of it.
        return
    try:
        if answered is not None:
            await faithful(answered.__aexit__(None, None, None))
    finally:
        line.leave()
