"""What the generated clients are made of: everything but their methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from ..authentication import Authenticate, Credential
from ..calls.effects import run, run_async
from ..calls.exchange import Calls, Style
from ..calls.given import refuse_unusable
from ..calls.header_layers import merged
from ..calls.preparing import Upstream
from ..calls.responses import AsyncStreamedResponse, StreamedResponse
from ..errors import Error
from ..messages import HeaderPairs, Request
from ..options import (
    DEFAULT_NETWORK,
    DEFAULT_OPTIONS,
    ClientOptions,
    Network,
    RequestOptions,
)
from ..settings import Api, ApiSettings
from ..transport.base import AsyncTransport, Transport
from ..values import Json
from ..wire.encoding import header
from ..wire_request import Timeout, timeout_of

_STREAM: Final = Style.STREAM


def _calls(settings: ApiSettings, options: ClientOptions) -> Calls:
    if options.network == DEFAULT_OPTIONS.network:
        options = options.replace(network=_bounded(settings.network))
    headers = merged((("Accept-Encoding", "gzip"),), _pairs(options.headers))
    upstream = Upstream(
        settings,
        headers=headers,
        user_agent=options.user_agent,
        guarded=options.refuse_slashes,
    )
    return Calls(upstream, options)


def _bounded(network: Network) -> Network:
    """What the environment says, with the usual bound where it says none."""
    maximum = network.max_connections or DEFAULT_NETWORK.max_connections
    return network.replace(max_connections=maximum)


def _pairs(headers: HeaderPairs | Mapping[str, str]) -> HeaderPairs:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return tuple(header(name, value) for name, value in pairs)


class _Shared:
    """The transport of a client and of its views; made at the first call."""

    __slots__ = ("_calls", "_given", "_made", "closed", "transport")

    def __init__(self, calls: Calls, given: Any) -> None:
        self._calls = calls
        self._given = given
        self._made: dict[str, Any] = {}
        self.transport: Any = None
        self.closed = False

    def open(self, make: Any, around: Any) -> Any:
        if self.closed:
            raise Error("the client is closed")
        calls = self._calls
        inner = make(calls.options.network) if self._given is None else self._given
        made = around(inner, calls.upstream.settings)
        # Threads that make the first calls at once all take the same; a lock could be held across a fork.
        self.transport = self._made.setdefault("transport", made)
        return self.transport

    def taken(self) -> Any:
        """The transport to close, if it is ours; after this there is none."""
        transport = self.transport if self._given is None else None
        self.transport, self.closed = None, True
        return transport


class _Client:
    """What both kinds of client share."""

    _style: Style = Style.VALUE

    def __init__(
        self,
        api: Api,
        *,
        base_uri: str | None = None,
        timeout: Timeout | float | None = None,
        credentials: Mapping[str, Credential | None] | None = None,
        transport: Transport | AsyncTransport | None = None,
        options: ClientOptions | None = None,
        authenticate: Authenticate | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        settings = ApiSettings.from_environment(api, environ)
        refuse_unusable(api, base_uri, credentials or {})
        settings = settings.replace(
            base_uri=settings.base_uri if base_uri is None else base_uri,
            timeout=timeout_of(timeout, settings.timeout),
            credentials={k: v for k, v in (credentials or {}).items() if v is not None},
            authenticate=authenticate,
        )
        api.check_settings(settings)
        self._calls = _calls(settings, options or DEFAULT_OPTIONS)
        self._shared = _Shared(self._calls, transport)

    @property
    def _api(self) -> Api:
        return self._calls.upstream.settings.api

    def _variable(self, name: str) -> str:
        """A variable of the spec. Raises `MissingSettingError`."""
        return self._calls.upstream.settings.variable(name)

    def _view(self, style: Style) -> Self:
        view = object.__new__(type(self))
        vars(view).update(vars(self))
        view._style = style
        return view

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._api.namespace})"

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("a client holds credentials and connections and is not pickled")


class SyncClient(_Client):
    """A blocking client of one API; safe to use from several threads.

    Use it in a `with` statement or call `close`. A transport that was handed in stays open.
    """

    def _call(self, request: Request, options: RequestOptions | None = None) -> Json:
        """Make a call. Raises the errors of `errors`."""
        transport: Transport = self._shared.transport or self._shared.open(
            self._api.transports.blocking, self._api.blocking
        )
        result = run(self._calls.call(request, options, self._style), transport)
        if self._style is _STREAM:
            reply, guard = result
            return StreamedResponse[Json](reply, guard, request.operation.format)
        return result

    def close(self) -> None:
        """Close the connections."""
        transport = self._shared.taken()
        if transport is not None:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncClient(_Client):
    """A client of one API for asyncio.

    Use it in `async with` or call `aclose`. A transport that was handed in stays open.
    """

    async def _call(self, request: Request, options: RequestOptions | None = None) -> Json:
        """Make a call. Raises the errors of `errors`."""
        transport: AsyncTransport = self._shared.transport or self._shared.open(
            self._api.transports.awaiting, self._api.awaiting
        )
        result = await run_async(self._calls.call(request, options, self._style), transport)
        if self._style is _STREAM:
            reply, guard = result
            return AsyncStreamedResponse[Json](reply, guard, request.operation.format)
        return result

    async def aclose(self) -> None:
        """Close the connections."""
        transport = self._shared.taken()
        if transport is not None:
            await transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
