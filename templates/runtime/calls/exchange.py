"""One call of an operation: attempts, redirects, limits and errors, without any input or output.

The rules stand here once, as programs (see `effects`), for the blocking and the asynchronous client
alike.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Literal, overload

from ..errors import (
    CallError,
    DecodingError,
    RequestInfo,
    SettingError,
    StatusError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
    status_error_type,
)
from ..messages import Headers, Operation, Request
from ..options import ClientOptions, RequestOptions, RetryPolicy
from ..transport.base import AsyncReply, AsyncTransport, Reply
from ..transport.whole import WholeReply
from ..values import Json
from ..wire.decoding import codings, decode, excerpt, inflated
from ..wire_request import Timeout, WireRequest
from .effects import Ask, Close, Program, Read, Send, Sleep, run_async
from .preparing import Upstream
from .responses import RawResponse
from .retries import may_repeat, pause_before

_DEBUG: Final = 10  # logging.DEBUG
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_LONGEST_ERROR_BODY: Final = 1024 * 1024
_SMALL: Final = 64 * 1024
"""Bytes of an answer that may come with its headers."""


class Style(enum.Enum):
    """What a call gives."""

    VALUE = "value"
    """The decoded value."""
    RAW = "raw"
    """A `RawResponse`."""
    STREAM = "stream"
    """A `StreamedResponse`, or `AsyncStreamedResponse`."""


_RAW: Final = Style.RAW
_STREAM: Final = Style.STREAM


class Calls:
    """The calls of one client: what they have in common."""

    def __init__(self, upstream: Upstream, options: ClientOptions) -> None:
        self.upstream = upstream
        self.options = options
        self._log: Any = None
        # A hook sees the headers of an answer before its body is asked for.
        self._at_once = _SMALL if options.hooks.after_response is None else 0

    @overload
    def call(
        self, request: Request, options: RequestOptions | None, style: Literal[Style.VALUE]
    ) -> Program[Json]: ...
    @overload
    def call(
        self, request: Request, options: RequestOptions | None, style: Literal[Style.RAW]
    ) -> Program[RawResponse[Json]]: ...
    @overload
    def call(
        self, request: Request, options: RequestOptions | None, style: Literal[Style.STREAM]
    ) -> Program[Reply | AsyncReply]: ...
    @overload
    def call(
        self, request: Request, options: RequestOptions | None, style: Style
    ) -> Program[Any]: ...
    def call(self, request: Request, options: RequestOptions | None, style: Style) -> Program[Any]:
        """One call. Raises the errors of `errors`.

        Args:
            request: what the operation made of its arguments.
            options: what this call does differently.
            style: what it gives; a stream is the reply itself, not yet read, which the caller closes.
        """
        answers = (yield from ask(self.upstream)) if self.upstream.asking else None
        wire = self.upstream.prepare(request, options, answers=answers)
        wire.whole = style is not _STREAM
        if style is _STREAM and (options is None or options.timeout is None):
            # A large body may take its time; the time-outs for connecting and reading remain.
            wire.timeout = Timeout(wire.timeout.connect, wire.timeout.read, None)
        try:
            return (yield from self._outcome(wire, request.operation, options, style))
        except CallError as error:
            raise _described(error, wire, request.operation) from None

    def _outcome(
        self, wire: WireRequest, operation: Operation, options: RequestOptions | None, style: Style
    ) -> Program[Any]:
        limit = self.options.max_response_bytes
        if options is not None and options.max_response_bytes is not None:
            limit = options.max_response_bytes
        if wire.whole:
            wire.at_once = self._at_once if limit >= _SMALL else 0
        reply, content = yield from self.attempts(
            wire, options, None if style is _STREAM else limit
        )
        status, headers = reply.status, reply.headers
        if not 200 <= status < 300:
            if content is None:
                content = yield from _body(reply, _LONGEST_ERROR_BODY)
            raise _status_error(status, headers, _as_far_as_plain(content, headers, limit), wire)
        if content is None:
            return reply, partial(masked_answer, wire)
        try:
            content = inflated(content, codings(headers), limit)
            if style is _RAW:
                raw: RawResponse[Json] = RawResponse(
                    status, headers, content, operation.format, partial(masked_answer, wire)
                )
                return raw
            if status == 206:
                from .parts import refuse_part

                refuse_part(headers, wire)
            return decode(content, headers, operation.format)
        except DecodingError as error:
            from .undecodable import beginning, undecodable

            headers, content = masked_answer(wire, headers, content)
            begins = wire.masked(beginning(content))
            error.problem = wire.masked(error.problem)
            raise undecodable(error, status, headers, content, self._address, begins) from None

    @property
    def _address(self) -> str:
        """The variable of the base URI."""
        return f"{self.upstream.settings.api.prefix}_BASE_URI"

    def attempts(
        self,
        wire: WireRequest,
        options: RequestOptions | None,
        limit: int | None,
        total: float | None = None,
    ) -> Program[tuple[Any, bytes | None]]:
        """Attempts until one stands; the reply, and its body if there is a limit for it.

        `total` is for all of them up to the headers, where the caller watches over it.

        Args:
            wire: the request.
            options: what this call does differently.
            limit: bytes of the body; None leaves the body unread.
            total: seconds.
        """
        policy = self.options.retry
        if options is not None and options.retry is not None:
            policy = options.retry
        left = policy.attempts if may_repeat(wire, options) else 1
        watched = total is not None
        total = total if watched else wire.timeout.total
        end = None if total is None else time.monotonic() + total
        number, unknown = 0, False
        while True:
            number += 1
            left -= 1
            failure: CallError | int
            try:
                reply = yield from self._answer(wire, end)
                if left <= 0 or reply.status not in policy.statuses:
                    return (reply, (yield from _body(reply, limit)))
                pause = pause_before(number, policy, end, reply.headers)
                if pause is None:
                    return (reply, (yield from _body(reply, limit)))
                yield from _dismissed(reply)
                failure = reply.status
            except (UpstreamConnectionError, UpstreamTimeoutError) as error:
                # What an earlier attempt may have done, the last one does not undo.
                unknown = error.outcome_unknown = unknown or error.outcome_unknown
                if left <= 0 or (pause := pause_before(number, policy, end, None)) is None:
                    raise
                failure = error
            yield from self._paused(wire, number, pause, failure)
            wire.left = None if watched else _left(end)

    def _answer(self, wire: WireRequest, end: float | None) -> Program[Any]:
        """One attempt, up to the headers of its answer; redirects of safe methods are followed."""
        hooks, log = self.options.hooks, self._log or self._logger()
        follows = wire.method in ("GET", "HEAD") and wire.content is None
        hops = self.options.max_redirects if follows else 0
        while True:
            if hooks.before_request is not None:
                wire = wire.copy()  # What a hook adds to one attempt, it adds to the next one too.
                yield Ask(hooks.before_request, wire)
            started = time.monotonic()
            reply = yield Send(wire)
            if log.isEnabledFor(_DEBUG):
                self._note(wire, reply.status, time.monotonic() - started)
            if hooks.after_response is not None:
                yield from _shown(hooks.after_response, wire, reply)
            if reply.status not in _REDIRECTS or hops <= 0:
                return reply
            from .redirects import redirected

            location = reply.headers.get("location")
            following = None if location is None else redirected(wire, location)
            if following is None:
                return reply
            yield from _dismissed(reply)
            hops -= 1
            wire = following
            wire.left = _left(end)

    def _note(self, wire: WireRequest, status: int, seconds: float) -> None:
        self._logger().debug(
            "%s %s: %d in %.0f ms", wire.method, wire.shown_url(), status, seconds * 1000
        )

    def _paused(
        self, wire: WireRequest, number: int, pause: float, failure: CallError | int
    ) -> Program[None]:
        what = failure if isinstance(failure, int) else type(failure).__name__
        log = self._log or self._logger()
        log.info(
            "%s %s: attempt %d failed (%s), again in %.2f s",
            wire.method,
            wire.shown_url(),
            number,
            what,
            pause,
        )
        if self.options.hooks.on_retry is not None:
            yield Ask(self.options.hooks.on_retry, wire, number, pause, failure)
        yield Sleep(pause)

    def _logger(self) -> Any:
        """The package's own logger; made at the first call, for `logging` is slow to import."""
        import logging

        self._log = logging.getLogger(self.upstream.settings.api.package)
        return self._log


def _left(end: float | None) -> float | None:
    """Seconds until the end of a call; a moment at least, for 0 would mean no limit."""
    return None if end is None else max(end - time.monotonic(), 0.001)


def _shown(hook: Callable[..., Any], wire: WireRequest, reply: Any) -> Program[None]:
    """Show an answer to a hook; one that fails ends the call."""
    try:
        yield Ask(hook, wire, reply.status, reply.headers)
    except BaseException:
        yield Close(reply)
        raise


def _dismissed(reply: Any) -> Program[None]:
    """Be done with a reply; a short body is read, so that its connection can be used again."""
    length = reply.headers.get("content-length") or ""
    if not (length.isascii() and length.isdigit() and len(length) < 5):
        yield Close(reply)
        return
    try:
        yield Read(reply, 9999)
    except CallError:
        return


def ask(upstream: Upstream) -> Program[Mapping[str, str]]:
    """The credentials that are functions, asked."""
    answers: dict[str, str] = {}
    for name, function in upstream.asking.items():
        answers[name] = answer_text(upstream.settings.api.namespace, name, (yield Ask(function)))
    return answers


def answer_text(namespace: str, name: str, answer: Any) -> str:
    """What a credential's function has answered. Raises `SettingError` unless it is text.

    Args:
        namespace: the API's, for the message.
        name: the client's argument.
        answer: what the function gave.
    """
    if isinstance(answer, str):
        return answer
    raise SettingError(f"the function for {name} of {namespace} gave {type(answer).__name__}")


def _body(reply: Any, limit: int | None) -> Program[Any]:
    """The body; None where it is not to be read."""
    if limit is None:
        return None
    if type(reply) is WholeReply and len(reply.content) <= limit:
        return reply.content
    return (yield Read(reply, limit))


def _as_far_as_plain(content: bytes, headers: Headers, limit: int) -> bytes:
    """The body of a failed answer without its `Content-Encoding`, or as it came."""
    try:
        return inflated(content, codings(headers), limit)
    except DecodingError:
        return content


def masked_answer(wire: WireRequest, headers: Headers, content: bytes) -> tuple[Headers, bytes]:
    """What an error may hold: an API that repeats the URL of a request repeats the key in it."""
    return wire.without_secrets(headers), wire.masked_bytes(content)


def _status_error(status: int, headers: Headers, content: bytes, wire: WireRequest) -> StatusError:
    headers, content = masked_answer(wire, headers, content)
    said = wire.masked(excerpt(content, headers))
    message = f"{status} from {wire.method} {wire.shown_url()}" + (f": {said}" if said else "")
    return status_error_type(status)(status, headers, content, message)


def _described(error: CallError, wire: WireRequest, operation: Operation) -> CallError:
    """The error, with what was asked, and by which operation of the spec."""
    error.request = RequestInfo(wire.method, wire.shown_url(), wire.masked_headers())
    error.operation = operation.name
    if not isinstance(error, StatusError):
        error.add_note(f"request {error.request}")
    error.add_note(f"operation {operation.api}.{operation.name}")
    return error


async def answered(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream, total: float | None
) -> AsyncReply:
    """The answer, unread, after as many retries as the API's settings allow; for the adapters.

    Args:
        wire: the request.
        transport: what sends it.
        upstream: the API.
        total: seconds for all attempts up to the headers; None sets no limit.
    """
    policy = RetryPolicy(attempts=1 + upstream.settings.retries)
    options = ClientOptions(retry=policy, max_redirects=0)
    reply, _ = await run_async(
        Calls(upstream, options).attempts(wire, None, None, total), transport
    )
    return reply  # type: ignore[no-any-return]
