"""Tokens that a client gets for itself (RFC 6749, 4.4), put on its requests, for both kinds of clients.

A token is asked for before the first request that needs one, kept until shortly before it ends, and asked for
anew once where the API answers 401 to one that was used before.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Final

from ..credentials.client_credentials import Ticket
from ..environment import Environment
from ..records import Record
from ..settings import ApiSettings
from ..transport.base import AsyncReply, AsyncTransport, Reply, Transport
from ..wire_request import WireRequest
from .granting import LONGEST, Grant, grant_of

_EARLY: Final = 30.0
"""Seconds before its end at which a token is not used any more; a tenth of its time if that is less."""
_AGAIN: Final = 10.0
"""Seconds between two tokens that are asked for because the API refuses the last."""


class ObtainingTokens(Record, kw_only=True):
    """What stands around the transport of an API that takes tokens of an issuer; see `around.Around`."""

    issuer: str | None = None
    """The spec's `authorizationServerUri`."""
    token_url: str | None = None
    """The spec's `tokenEndpoint`."""
    resource: str | None = None
    audience: str | None = None
    scopes: tuple[str, ...] = ()

    def check_settings(self, settings: ApiSettings) -> None:
        """Raises `SettingError` for addresses and words that cannot be used."""
        self._grant(settings)

    def blocking(self, transport: Transport, settings: ApiSettings) -> _Blocking:
        """Of a blocking client."""
        return _Blocking(transport, self._grant(settings))

    def awaiting(self, transport: AsyncTransport, settings: ApiSettings) -> _Awaiting:
        """Of everything else."""
        return _Awaiting(transport, self._grant(settings))

    def _grant(self, settings: ApiSettings) -> Grant:
        return grant_of(
            Environment(settings.api.prefix, settings.environ),
            issuer=self.issuer,
            token_url=self.token_url,
            resource=self.resource,
            audience=self.audience,
            scopes=self.scopes,
        )


class _Kept:
    """The last token; for several threads."""

    def __init__(self) -> None:
        self._client: tuple[str, str] | None = None
        self._token = ""
        self._ends = 0.0
        self._renewed = -_AGAIN

    def token(self, ticket: Ticket) -> str | None:
        """One that can be used now."""
        if self._client != ticket.client:
            return None
        return self._token if time.monotonic() < self._ends else None

    def keep(self, ticket: Ticket, token: str, seconds: float) -> None:
        self._client, self._token = ticket.client, token
        self._ends = time.monotonic() + seconds - min(_EARLY, seconds / 10)

    def is_worth_another(self, refused: str) -> bool:
        """Whether another token than a refused one may do; that one is forgotten."""
        if refused != self._token:
            return True  # Somebody else has a new one already.
        now = time.monotonic()
        if now < self._renewed + _AGAIN:
            return False
        self._renewed, self._ends = now, 0.0
        return True


class _Blocking:
    def __init__(self, inner: Transport, grant: Grant) -> None:
        self._inner = inner
        self._grant = grant
        self._kept = _Kept()
        self._lock = threading.Lock()

    def send(self, request: WireRequest) -> Reply:
        ticket = _ticket(request)
        if ticket is None:
            return self._inner.send(request)
        started = time.monotonic()
        token, is_new = self._token(ticket)
        reply = self._inner.send(_shown(request, token, started))
        if reply.status != 401 or is_new or not _is_whole(request):
            return reply
        if not self._kept.is_worth_another(token):
            return reply
        reply.close()
        token, _ = self._token(ticket)
        return self._inner.send(_shown(request, token, started))

    def _token(self, ticket: Ticket) -> tuple[str, bool]:
        """A token, and whether it was asked for now."""
        token = self._kept.token(ticket)
        if token is not None:
            return token, False
        with self._lock:
            token = self._kept.token(ticket)
            if token is not None:
                return token, False
            token, seconds = self._ask(ticket)
            self._kept.keep(ticket, token, seconds)
        return token, True

    def _ask(self, ticket: Ticket) -> tuple[str, float]:
        asking = self._grant.asking(*ticket.client)
        request = next(asking)
        while True:
            reply = self._inner.send(request)
            try:
                answer = reply.status, reply.read(LONGEST)
            finally:
                reply.close()
            try:
                request = asking.send(answer)
            except StopIteration as end:
                found: tuple[str, float] = end.value
                return found

    def close(self) -> None:
        self._inner.close()


class _Awaiting:
    def __init__(self, inner: AsyncTransport, grant: Grant) -> None:
        self._inner = inner
        self._grant = grant
        self._kept = _Kept()
        self._running: asyncio.Task[str] | None = None
        self._running_for: tuple[str, str] | None = None

    async def send(self, request: WireRequest) -> AsyncReply:
        ticket = _ticket(request)
        if ticket is None:
            return await self._inner.send(request)
        started = time.monotonic()
        token, is_new = await self._token(ticket)
        reply = await self._inner.send(_shown(request, token, started))
        if reply.status != 401 or is_new or not _is_whole(request):
            return reply
        if not self._kept.is_worth_another(token):
            return reply
        await reply.aclose()
        token, _ = await self._token(ticket)
        return await self._inner.send(_shown(request, token, started))

    async def _token(self, ticket: Ticket) -> tuple[str, bool]:
        """A token, and whether it was asked for now. Requests at the same time ask once."""
        token = self._kept.token(ticket)
        if token is not None:
            return token, False
        task = self._running
        is_ours = self._running_for == ticket.client
        if task is None or task.done() or not is_ours or task.get_loop() is not _loop():
            task = asyncio.create_task(self._ask(ticket))
            self._running, self._running_for = task, ticket.client
        # One call that is given up does not take the token from the others.
        return await asyncio.shield(task), True

    async def _ask(self, ticket: Ticket) -> str:
        asking = self._grant.asking(*ticket.client)
        request = next(asking)
        while True:
            reply = await self._inner.send(request)
            try:
                answer = reply.status, await reply.read(LONGEST)
            finally:
                await reply.aclose()
            try:
                request = asking.send(answer)
            except StopIteration as end:
                token, seconds = end.value
                self._kept.keep(ticket, token, seconds)
                return str(token)

    async def aclose(self) -> None:
        task, self._running = self._running, None
        if task is not None and not task.done() and task.get_loop() is _loop():
            task.cancel()
        await self._inner.aclose()


def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def _ticket(request: WireRequest) -> Ticket | None:
    return next((value for _, value in request.headers if isinstance(value, Ticket)), None)


def _is_whole(request: WireRequest) -> bool:
    """Whether the body is still there once it was sent."""
    return request.content is None or isinstance(request.content, bytes)


def _shown(request: WireRequest, token: str, started: float) -> WireRequest:
    """The request with a token, and with what is left of its time."""
    if token not in request.secrets:
        # What the API says of it is searched by those who have made the request.
        request.secrets = (*request.secrets, token)
    again = request.copy()
    again.headers = tuple(
        (name, f"Bearer {token}" if isinstance(value, Ticket) else value)
        for name, value in request.headers
    )
    limit = request.timeout.total if request.left is None else request.left
    if limit is not None:
        again.left = max(limit - (time.monotonic() - started), 0.001)
    return again
