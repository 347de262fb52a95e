"""What a package says of one REST adapter, and what stands between its callers and it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .endpoints import Endpoint, Find, Forwarding, find
from .routing import Route, Router

if TYPE_CHECKING:
    from ..server.answering import Outgoing
    from ..server.incoming import Incoming
    from ..settings import Api
    from .documents import Document
    from .settings import RestAdapter, RestSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One REST adapter of a capability, as `app.RestApp` is told of it."""

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


class Reception(Protocol):
    """What tells callers apart; `callers.rest.RestCallers` is one."""

    def visits(self, app: Declared, settings: RestSettings, more: Sequence[str]) -> Visits:
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
