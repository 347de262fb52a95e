"""The answers of the fast transport, and the errors for what its library says went wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final

from pyreqwest.exceptions import BuilderError, PoolTimeoutError, PyreqwestError
from pyreqwest.exceptions import RequestTimeoutError as _TimeoutError
from pyreqwest.request import StreamRequest, SyncStreamRequest
from pyreqwest.response import Response, SyncResponse

from ..certificates import MARKED
from ..errors import (
    Error,
    InvalidArgumentError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..values import Json
from ..wire_request import WireRequest
from .base import Bound, joined, refuse_declared_length, unanswered
from .fast_awaiting import faithful
from .fast_headers import FastHeaders
from .fast_kept import Kept
from .fast_lines import Line
from .forks import generation, keep, refuse_foreign
from .slots import AsyncSlots, Slots

_FEW_DIGITS: Final = 6
"""Of a declared length up to which a body is read at once."""
_MARKED: Final = "CaUsedAsEndEntity"
_SENDING: Final = "client error (SendRequest)"
_CONNECTING: Final = "client error (Connect)"
"""The cause that tells a failure before the request was written: the types do not, a time-out while
waiting for an answer is a `ConnectTimeoutError` too."""


def causes_of(error: PyreqwestError) -> tuple[str, ...]:
    """What the library says went wrong, the deepest cause last."""
    details: dict[str, Json] | None = getattr(error, "details", None)
    causes: list[dict[str, Json]] = (details or {}).get("causes") or []
    return tuple(str(cause.get("message", "")) for cause in causes)


_ENDED: Final = ("connection closed", "peer closed connection", "os error")
"""What the library says of a connection that ended before an answer: EOF, TLS without its end, a reset."""


def was_lost(error: BaseException) -> bool:
    """Whether the request was written, or partly so, to a connection that ended without an answer.

    Where nothing was written to a connection that had served before, the library itself takes another one.
    """
    if not isinstance(error, PyreqwestError) or isinstance(error, TimeoutError):
        return False
    causes = causes_of(error)
    return _SENDING in causes and any(sign in causes[-1] for sign in _ENDED)


def failure_of(error: PyreqwestError, request: WireRequest) -> Error:
    """Our error for one of the library's; its text is masked, for it quotes the URL.

    Args:
        error: the library's.
        request: the one that failed.
    """
    causes = causes_of(error)
    problem = request.masked((causes[-1] if causes else "") or error.message)
    if _MARKED in problem:
        problem = f"the API's certificate is not valid: {MARKED}"
    sent = _CONNECTING not in causes and not isinstance(error, PoolTimeoutError)
    if isinstance(error, _TimeoutError):
        return unanswered(UpstreamTimeoutError, f"no answer in time: {problem}", request, sent=sent)
    if isinstance(error, BuilderError):
        return InvalidArgumentError("request", f"cannot be sent: {problem}")
    return unanswered(UpstreamConnectionError, f"no answer: {problem}", request, sent=sent)


def _declared_length(headers: FastHeaders, request: WireRequest) -> str | None:
    """`Content-Length`, where it says how much will come."""
    return None if request.method == "HEAD" else headers.get("content-length")


def is_short(headers: FastHeaders, request: WireRequest, limit: int) -> bool:
    """Whether a body is declared to be shorter, so that the library may be asked for all of it.

    The library itself sees to it that there are as many bytes, neither more nor fewer.

    Args:
        headers: of the answer.
        request: what was asked.
        limit: in bytes.
    """
    fields = headers.fields
    declared = fields.get("content-length")
    return (
        type(declared) is str
        and len(declared) < _FEW_DIGITS
        and declared.isdigit()
        and int(declared) < limit
        and request.method != "HEAD"
        and "transfer-encoding" not in fields
    )


class FastReply:
    """An answer of `FastTransport`."""

    __slots__ = ("_born", "_call", "_kept", "_request", "_response", "_slots", "headers", "status")

    def __init__(
        self,
        call: SyncStreamRequest,
        response: SyncResponse,
        headers: FastHeaders,
        request: WireRequest,
        slots: Slots | None,
        kept: Kept,
    ) -> None:
        self.status: int = response.status
        self.headers = headers
        self._call: SyncStreamRequest | None = call
        self._response = response
        self._request = request
        self._slots = slots
        self._kept = kept
        self._born = generation()

    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        refuse_foreign(self._born)
        response = self._response
        try:
            if is_short(self.headers, self._request, limit):
                content = response.bytes().to_bytes()
            else:
                bound = Bound(limit, _declared_length(self.headers, self._request))
                read_chunk = response.body_reader.read_chunk
                pieces: list[bytes] = []
                while (chunk := read_chunk()) is not None:
                    pieces.append(bound.admit(chunk.to_bytes()))
                content = joined(pieces)
            self._call = None  # Read to its end, the answer holds no connection any more.
            self._kept.done(self.headers)
        except PyreqwestError as error:
            raise failure_of(error, self._request) from None
        finally:
            self.close()
        return content

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes.

        Raises `UpstreamConnectionError`, `UpstreamTimeoutError`, `ResponseTooLargeError` and their kind (`errors`).
        """
        bound = Bound(limit)
        refuse_foreign(self._born)
        try:
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := read_chunk()) is not None:
                yield bound.admit(chunk.to_bytes())
                refuse_foreign(self._born)
            self._kept.done(self.headers)
        except PyreqwestError as error:
            raise failure_of(error, self._request) from None

    def close(self) -> None:
        """Gives the connection back; a second time does nothing."""
        if self._born != generation():
            self._disown()
        call, self._call = self._call, None
        slots, self._slots = self._slots, None
        try:
            if call is not None:
                call.__exit__(None, None, None)
        finally:
            if slots is not None:
                slots.leave()

    def _disown(self) -> None:
        """In a child of the process: the connection stays the parent's."""
        keep(self._call, self._response, self._slots)
        self._call = self._slots = None

    def __del__(self) -> None:
        if self._born != generation():
            self._disown()
        if self._slots is not None:
            self._slots.leave_from_anywhere()


async def _in_pieces(response: Response, limit: int) -> bytes:
    pieces: list[bytes] = []
    bound = Bound(limit)
    read_chunk = response.body_reader.read_chunk
    while (chunk := await faithful(read_chunk())) is not None:
        pieces.append(bound.admit(chunk.to_bytes()))
    return joined(pieces)


class AsyncFastReply:
    """An answer of `AsyncFastTransport`."""

    __slots__ = (
        "_born",
        "_call",
        "_line",
        "_request",
        "_response",
        "_slots",
        "headers",
        "status",
    )

    def __init__(
        self,
        call: StreamRequest,
        response: Response,
        headers: FastHeaders,
        request: WireRequest,
        line: Line,
        slots: AsyncSlots | None,
    ) -> None:
        self.status: int = response.status
        self.headers = headers
        self._call: StreamRequest | None = call
        self._line: Line | None = line
        self._response = response
        self._request = request
        self._slots = slots
        self._born = generation()

    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        refuse_foreign(self._born)
        response = self._response
        try:
            if is_short(self.headers, self._request, limit):
                content = (await faithful(response.bytes())).to_bytes()
            else:
                refuse_declared_length(_declared_length(self.headers, self._request), limit)
                content = await _in_pieces(response, limit)
            self._call = None  # Read to its end, the answer holds no connection any more.
            if self._line is not None:
                self._line.kept.done(self.headers)
        except PyreqwestError as error:
            raise failure_of(error, self._request) from None
        finally:
            if self._call is None:
                self._leave()
            else:
                await self.aclose()
        return content

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes.

        Raises `UpstreamConnectionError`, `UpstreamTimeoutError`, `ResponseTooLargeError` and their kind (`errors`).
        """
        bound = Bound(limit)
        refuse_foreign(self._born)
        try:
            read_chunk = self._response.body_reader.read_chunk
            while (chunk := await faithful(read_chunk())) is not None:
                yield bound.admit(chunk.to_bytes())
                refuse_foreign(self._born)
            if self._line is not None:
                self._line.kept.done(self.headers)
        except PyreqwestError as error:
            raise failure_of(error, self._request) from None

    async def aclose(self) -> None:
        """Gives the connection back; a second time does nothing."""
        if self._born != generation():
            self._disown()
        call, self._call = self._call, None
        try:
            if call is not None:
                await faithful(call.__aexit__(None, None, None))
        finally:
            self._leave()

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.leave()

    def _disown(self) -> None:
        """In a child of the process: the connection stays the parent's."""
        keep(self._call, self._response, self._slots, self._line)
        self._call = self._slots = self._line = None

    def __del__(self) -> None:
        if self._born != generation():
            self._disown()
        if self._slots is not None:
            self._slots.leave_from_anywhere()
