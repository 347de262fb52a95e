"""APIs whose requests go through more than a transport: what signs, records or watches them."""

from __future__ import annotations

from typing import Any, Protocol

from .settings import Api, ApiSettings


class Around(Protocol):
    """What stands between the calls of an API and the transport that sends them."""

    def check_settings(self, settings: ApiSettings) -> None:
        """Raises `SettingError` for settings that cannot be used."""
        ...

    def blocking(self, transport: Any, settings: ApiSettings) -> Any:
        """A `Transport` around a `Transport`."""
        ...

    def awaiting(self, transport: Any, settings: ApiSettings) -> Any:
        """An `AsyncTransport` around an `AsyncTransport`."""
        ...


class SurroundedApi(Api):
    """A consumed API, as the spec declares it, with what stands around its transport."""

    around: tuple[Around, ...] = ()

    def check_settings(self, settings: ApiSettings) -> None:
        """See `Api`."""
        for each in self.around:
            each.check_settings(settings)

    def blocking(self, transport: Any, settings: ApiSettings) -> Any:
        """See `Api`."""
        for each in self.around:
            transport = each.blocking(transport, settings)
        return transport

    def awaiting(self, transport: Any, settings: ApiSettings) -> Any:
        """See `Api`."""
        for each in self.around:
            transport = each.awaiting(transport, settings)
        return transport
