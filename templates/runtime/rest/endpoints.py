"""What is behind a path and a method: an operation of the spec, or a file of the package."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from ..calls.callers import Shown
from ..messages import HeaderPairs, Request
from ..server.incoming import Incoming
from .binding import Binder, UnknownQuery
from .routing import Match, Route, Router


class Endpoint:
    """A route, compiled."""

    __slots__ = ("binder", "conditions", "index", "onward", "route", "takes_body", "unit")

    def __init__(self, route: Route, index: int, unknown: UnknownQuery) -> None:
        self.route = route
        self.index = index
        self.unit = route.unit
        self.onward = route.onward
        self.conditions = route.conditions
        self.binder = Binder(
            route.path, route.inputs, unknown, [name for name, _ in route.conditions]
        )
        self.takes_body = self.binder.takes_body


Endpoints: TypeAlias = Mapping[str, Sequence[Endpoint]]
"""The operations of one resource, by their methods."""
Chosen: TypeAlias = tuple[Match[Endpoint], Endpoint | None]
"""A resource, and which of its operations a request is for; None where none is."""
Find: TypeAlias = Callable[[Router[Endpoint], str, Incoming, int], Chosen | None]
"""Router, path, request and how many pairs its query may have → what the request is for."""


def find(router: Router[Endpoint], path: str, incoming: Incoming, most_keys: int) -> Chosen | None:
    """The resource of a path and, of its operations, the one that the request is for.

    Where the most concrete resource has no operation with this method, a less concrete one may have
    (`GET /a/list` beside `DELETE /a/{id}`). Without any, the endpoint is None.
    Raises `Refusal` (400).

    Args:
        router: of the adapter.
        path: as it came, encoded.
        incoming: the request.
        most_keys: parameters of a query, at most.
    """
    match = router.match(path)
    if match is None:
        return None
    found = match.endpoints.get(incoming.method)
    if found is not None:
        return match, found[0]
    return find_by(router, path, lambda endpoints: _first(endpoints, incoming))


def find_by(
    router: Router[Endpoint], path: str, choose: Callable[[Endpoints], Endpoint | None]
) -> Chosen | None:
    """The same, by what chooses among the operations of a resource.

    Args:
        router: of the adapter.
        path: as it came, encoded.
        choose: gives the one that a request is for, or None.
    """
    match = router.match(path)
    if match is None:
        return None
    endpoint = choose(match.endpoints)
    if endpoint is not None:
        return match, endpoint
    other = router.match(path, lambda each: choose(each) is not None)
    return (match, None) if other is None else (other, choose(other.endpoints))


def of_method(endpoints: Endpoints, method: str) -> Sequence[Endpoint]:
    """The operations of a resource with a method; HEAD is answered as GET is (RFC 9110, 9.3.2).

    Args:
        endpoints: of the resource.
        method: of the request.
    """
    found = endpoints.get(method)
    return endpoints.get("GET", ()) if found is None and method == "HEAD" else found or ()


def _first(endpoints: Endpoints, incoming: Incoming) -> Endpoint | None:
    return next(iter(of_method(endpoints, incoming.method)), None)


class Caller:
    """How a unit reaches the upstream on behalf of one caller."""

    __slots__ = ("_extra_query", "_forwarded", "_shown", "_upstreams")

    def __init__(
        self, upstreams: Any, forwarded: HeaderPairs, extra_query: str, shown: Shown
    ) -> None:
        self._upstreams = upstreams
        self._forwarded = forwarded
        self._extra_query = extra_query
        self._shown = shown

    def __call__(self, request: Request) -> Awaitable[Any]:
        """Send a request, with the headers that go on from the caller."""
        if self._extra_query:
            query = "&".join(filter(None, (request.query, self._extra_query)))
            request = Request(request.operation, request.path, query, request.headers, request.body)
        answer: Awaitable[Any] = self._upstreams.send(request, self._forwarded, self._shown)
        return answer

    def variable(self, api: str, name: str) -> str:
        """A value that the environment gives."""
        value: str = self._upstreams.variable(api, name, self._shown)
        return value

    @property
    def in_order(self) -> bool:
        """Whether requests go out one by one."""
        in_order: bool = self._upstreams.in_order
        return in_order


class Forwarding(Protocol):
    """Resources whose requests are handed on; `forwarding.Forwards` is one."""

    routes: tuple[tuple[str, str], ...]

    def find(self, path: str, method: str) -> Any:
        """What is to be handed on, or None. Raises `Refusal`."""
        ...
