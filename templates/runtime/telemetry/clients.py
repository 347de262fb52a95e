"""The generated clients' base classes, in packages that record what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from ..client.base import AsyncClient, Shared, SyncClient
from ..messages import Request
from ..options import RequestOptions
from ..values import Json
from .declared import Telemetry
from .naming import naming


class ObservedSyncClient(SyncClient):
    """A blocking client whose requests are recorded."""

    _telemetry: ClassVar[Telemetry]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._shared = _observed(self._shared, self._telemetry, is_async=False)

    def _call(self, request: Request, options: RequestOptions | None = None) -> Json:
        with naming(request.operation):
            return super()._call(request, options)


class ObservedAsyncClient(AsyncClient):
    """A client for asyncio whose requests are recorded."""

    _telemetry: ClassVar[Telemetry]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._shared = _observed(self._shared, self._telemetry, is_async=True)

    async def _call(self, request: Request, options: RequestOptions | None = None) -> Json:
        with naming(request.operation):
            return await super()._call(request, options)


def _observed(shared: Shared, telemetry: Telemetry, *, is_async: bool) -> Shared:
    recorder = telemetry.recorder()
    if recorder is None:
        return shared
    from .upstream import ObservedAsyncTransport, ObservedTransport

    wrap = ObservedAsyncTransport if is_async else ObservedTransport
    return _Observed(shared, lambda transport: wrap(transport, recorder))


class _Observed(Shared):
    """The transport of a client, observed."""

    __slots__ = ("_wrap",)

    def __init__(self, shared: Shared, wrap: Callable[[Any], Any]) -> None:
        super().__init__(shared.transport)
        self._wrap = wrap
        if self.transport is not None:
            self.transport = wrap(self.transport)

    def open(self, make: Any, network: Any) -> Any:
        """The transport that is made at the first call."""
        self.transport = self._wrap(super().open(make, network))
        return self.transport
