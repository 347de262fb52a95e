"""MCP servers that record what they answer, where OpenTelemetry is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..mcp.app import McpApp
from .declared import Telemetry

if TYPE_CHECKING:
    from ..mcp.http import McpHttp
    from ..mcp.settings import McpSettings
    from ..mcp.stdio import Session
    from ..settings import ApiSettings
    from ..transport.base import AsyncTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMcpApp(McpApp):
    """One MCP adapter of a capability with `observability`."""

    telemetry: Telemetry

    def create_app(
        self,
        settings: McpSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> McpHttp:
        """As `McpApp.create_app`."""
        app = McpApp.create_app(self, settings, apis, transport)
        recorder = self.telemetry.recorder()
        if recorder is None:
            return app
        from .mcp_serving import ObservedHttp

        return ObservedHttp(app, recorder)

    def session(self) -> type[Session]:
        """As `McpApp.session`."""
        recorder = self.telemetry.recorder()
        if recorder is None:
            return McpApp.session(self)
        from .mcp_serving import observed_session

        return observed_session(recorder)
