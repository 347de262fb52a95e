"""What REST apps and MCP servers send through: every API of the package, one transport each."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Coroutine, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

from ..messages import HeaderPairs, Request
from ..options import Network
from ..settings import ApiSettings
from ..transport.base import AsyncReply, AsyncTransport
from ..transport.loops import ByLoop
from .callers import CallerApi, Secrets, Shown, credential_variables, without_team
from .file_checks import check_files
from .guarding import guarded
from .lateness import SHORT, Lateness
from .preparing import Upstream

_NOBODY: Final[Mapping[str, CallerApi]] = MappingProxyType({})


class Send(Protocol):
    """What a unit calls to reach an API."""

    def __call__(self, request: Request) -> Coroutine[Any, Any, AsyncReply]:
        """Send a request; the reply is not yet read, and whoever gets it closes it."""
        ...

    def variable(self, api: str, name: str) -> str:
        """A variable of an API's settings. Raises `MissingSettingError`."""
        ...

    @property
    def in_order(self) -> bool:
        """Whether requests go out one by one, also where they do not need each other."""
        ...


class Upstreams:
    """The APIs behind one REST app or MCP server: one transport, no retries unless set."""

    def __init__(
        self,
        settings: Iterable[ApiSettings],
        transport: AsyncTransport | None = None,
        callers: Mapping[str, CallerApi] = _NOBODY,
        *,
        reads_whole: bool = False,
    ) -> None:
        """Say what is behind.

        Args:
            settings: of each API.
            transport: what sends; None takes that of each API's settings.
            callers: whose credentials of callers go on, by namespace.
            reads_whole: whether every answer is read at once, so that its start may be fetched with its
                headers: a transport then wakes its caller once.
        """
        self._callers = callers
        self.caller_headers = tuple(sorted({n for one in callers.values() for n in one.headers}))
        """The headers, in lower case, that carry credentials of callers for an API."""
        self._upstreams = {
            each.api.namespace: Upstream(
                without_team(each) if each.api.namespace in callers else each, guarded=True
            )
            for each in settings
        }
        for upstream in self._upstreams.values():
            upstream.settings.api.check_settings(upstream.settings)
            check_files(upstream.settings)
            upstream.reads_whole = reads_whole and upstream.at_once > 0
        self._given = transport
        self._transports: dict[Network, AsyncTransport] = {}
        self._lateness = ByLoop[Lateness](lambda _: Lateness(get_running_loop()))
        self.in_order = not all(each.settings.parallel for each in self._upstreams.values())
        """Whether the settings of an API want its requests one by one."""

    def __call__(self, request: Request) -> Coroutine[Any, Any, AsyncReply]:
        """Send a request to its API. Raises the errors of `errors`, never `StatusError`."""
        return self.send(request, ())

    def send(
        self,
        request: Request,
        forwarded: HeaderPairs,
        shown: Shown | None = None,
    ) -> Coroutine[Any, Any, AsyncReply]:
        """The same, with headers of the caller that the API is to see. Raises `CallerCredentialsError`.

        Args:
            request: what an operation made of its arguments.
            forwarded: the headers.
            shown: all headers of the caller's request; those that carry a credential are taken from there.
        """
        upstream = self._upstreams[request.operation.api]
        transport = upstream.transport or self._transport(upstream)
        if self._callers or upstream.asking:
            return self._send_asking(request, forwarded, shown, transport)
        wire = upstream.usual(request, forwarded) or upstream.prepare(request, forwarded=forwarded)
        return guarded(wire, transport, upstream, self._lateness)

    async def _send_asking(
        self,
        request: Request,
        forwarded: HeaderPairs,
        shown: Shown | None,
        transport: AsyncTransport,
    ) -> AsyncReply:
        """Send with credentials that are asked for first."""
        api = request.operation.api
        upstream = self._upstreams[api]
        answers: Secrets | None
        if self._callers and api in self._callers:
            answers = await self._callers[api].secrets(shown, transport)
        else:
            answers = await _answers(upstream) if upstream.asking else None
        wire = upstream.prepare(request, forwarded=forwarded, answers=answers)
        reply = await guarded(wire, transport, upstream, self._lateness)
        if self._callers and reply.status == 401 and api in self._callers:
            self._callers[api].refused(shown)
        return reply

    def forwards(self, names: frozenset[str]) -> None:
        """Which headers of callers may go on to the APIs: names in lower case."""
        for each in self._upstreams.values():
            each.forwards(names)

    def bound(self, forwarded: HeaderPairs, shown: Shown | None = None) -> Send:
        """A view that passes headers of one caller on with every request, and what they show."""
        return _Bound(self, forwarded, shown)

    def variable(self, api: str, name: str, shown: Shown | None = None) -> str:
        """A variable of an API's settings. Raises `MissingSettingError`, `CallerCredentialsError`."""
        settings = self._upstreams[api].settings
        if self._callers and api in self._callers:
            parameter = credential_variables(settings.api.authentication).get(name)
            if parameter is not None:
                return self._callers[api].now(shown)[parameter]
        return settings.variable(name)

    def _transport(self, upstream: Upstream) -> AsyncTransport:
        """APIs that are reached in the same way share a transport."""
        settings = upstream.settings
        transports = settings.api.transports
        transport = self._given or self._transports.get(settings.network)
        if transport is None:
            transport = transports.awaiting(settings.network)
            self._transports[settings.network] = transport
        around: AsyncTransport = settings.api.awaiting(transport, settings)
        upstream.transport = around
        # A limit of several sendings, and one that is kept to the moment, is kept by `guarded`.
        is_simple = not settings.retries and (settings.timeout.total or 0) >= SHORT
        is_ours = around is transport and self._given is None
        upstream.transport_keeps_time = transports.keeps_time and is_ours and is_simple
        return around

    async def aclose(self) -> None:
        """Close the connections, if they are ours."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()
        for upstream in self._upstreams.values():
            upstream.transport = None


class _Bound:
    __slots__ = ("_forwarded", "_shown", "_upstreams")

    def __init__(self, upstreams: Upstreams, forwarded: HeaderPairs, shown: Shown | None) -> None:
        self._upstreams = upstreams
        self._forwarded = forwarded
        self._shown = shown

    def __call__(self, request: Request) -> Coroutine[Any, Any, AsyncReply]:
        return self._upstreams.send(request, self._forwarded, self._shown)

    def variable(self, api: str, name: str) -> str:
        return self._upstreams.variable(api, name, self._shown)

    @property
    def in_order(self) -> bool:
        return self._upstreams.in_order


async def _answers(upstream: Upstream) -> Mapping[str, str]:
    answers: dict[str, str] = {}
    for name, function in upstream.asking.items():
        answer = function()
        if not isinstance(answer, str):
            answer = await answer
        answers[name] = answer
    return answers
