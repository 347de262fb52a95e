"""A REST adapter as a plain ASGI application; needs no framework and mounts anywhere.

ADAPTERS = {"quay-rest": RestApp(module=__name__, declaration=…, routes=ROUTES, openapi="openapi/quay-rest.json", apis=…)}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..server.security import Guard, authenticator, credential_headers, own_tokens
from .application import RestApplication
from .endpoints import Endpoint, Find, Forwarding, find
from .routing import Route, Router

if TYPE_CHECKING:
    from ..server.answering import Outgoing
    from ..server.incoming import Incoming
    from ..settings import Api, ApiSettings
    from ..transport.base import AsyncTransport
    from .documents import Document
    from .settings import RestAdapter, RestSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApp:
    """One REST adapter of a capability."""

    module: str
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    declaration: RestAdapter
    routes: tuple[Route, ...]
    openapi: str | None = None
    """The OpenAPI document, as a path inside the package."""
    docs: str | None = None
    """The page for people, as a path inside the package."""
    apis: tuple[Api, ...] = ()
    """The consumed APIs that its operations call."""
    forwards: Forwarding | None = None
    """Resources whose requests are handed on as they are."""
    callers: Reception | None = None
    """What the configuration says of callers."""
    router: type[Router[Endpoint]] = Router
    """What knows the paths; `any_routes.AnyRouter` where one has more than text or a variable in a segment."""
    find: Find = find
    """What chooses among the operations of a path; `conditions.find_by_query` where their queries differ."""

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


class Reception(Protocol):
    """What tells callers apart; `callers.rest.RestCallers` is one."""

    def visits(self, app: RestApp, settings: RestSettings, more: Sequence[str]) -> Visits:
        """Made once for an application.

        Args:
            app: as it is declared.
            settings: of the adapter.
            more: headers, in lower case, in which callers show credentials for APIs.
        """
        ...


class Visits(Protocol):
    """The callers of one application; `callers.rest.RestVisits` is one."""

    def begin(self, incoming: Incoming, what: str) -> None:
        """A request is for a route. Raises `Refusal` where its caller may not."""
        ...

    def end(self, incoming: Incoming, out: Outgoing) -> None:
        """A request is answered."""
        ...

    def seen(
        self, file: Document, path: str, incoming: Incoming, routes: Sequence[tuple[str, str]]
    ) -> Document:
        """A document as a caller may see it. Raises `Refusal`.

        Args:
            file: as everybody sees it who may call everything.
            path: where it was asked for.
            incoming: the request.
            routes: all of the adapter.
        """
        ...

    def close(self) -> None:
        """End what was started."""
        ...
