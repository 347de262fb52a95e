"""REST adapters that record what they serve, where OpenTelemetry is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..rest.app import RestApp
from ..rest.application import RestApplication
from .declared import Telemetry

if TYPE_CHECKING:
    from ..rest.settings import RestSettings
    from ..settings import ApiSettings
    from ..transport.base import AsyncTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedRestApp(RestApp):
    """One REST adapter of a capability with `observability`."""

    telemetry: Telemetry

    def create_app(
        self,
        settings: RestSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> RestApplication:
        """As `RestApp.create_app`."""
        application = RestApp.create_app(self, settings, apis, transport)
        recorder = self.telemetry.recorder()
        if recorder is None:
            return application
        from .rest_serving import ObservedApplication

        return ObservedApplication(application, recorder)
