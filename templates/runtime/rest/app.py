"""A REST adapter as a plain ASGI application; needs no framework and mounts anywhere.

ADAPTERS = {"quay-rest": RestApp(module=__name__, declaration=…, routes=ROUTES, openapi="openapi/quay-rest.json", apis=…)}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..server.security import Guard, authenticator, credential_headers, own_tokens
from .application import RestApplication
from .declared import Declared

if TYPE_CHECKING:
    from ..settings import ApiSettings
    from ..transport.base import AsyncTransport
    from .settings import RestSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApp(Declared):
    """One REST adapter of a capability."""

    def create_app(
        self,
        settings: RestSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> RestApplication:
        """An ASGI application.

        Raises `SettingError` for settings that contradict each other, `MissingFileError` where the
        package was installed without the documents that it serves.
        """
        from ..calls.upstream import Upstreams
        from ..calls.whose import callers_of

        longest = max((api.max_response_bytes for api in apis), default=64 * 1024 * 1024)
        adapter = self.declaration
        known_by = (adapter.prefix, adapter.authentication, settings.environ)
        callers = callers_of(apis, credential_headers(*known_by), own_tokens(*known_by))
        upstreams = Upstreams(apis, transport, callers)
        guard = Guard(
            prefix=adapter.prefix,
            host=settings.host,
            allowed_hosts=settings.allowed_hosts,
            allowed_origins=settings.allowed_origins,
            authenticate=authenticator(*known_by, transport),
        )
        visits = None
        if self.callers is not None:
            visits = self.callers.visits(self, settings, upstreams.caller_headers)
        return RestApplication(self, settings, upstreams, guard, longest, visits)
