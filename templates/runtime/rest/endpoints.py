"""What is behind a path and a method: an operation of the spec, or a file of the package."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol

from ..calls.callers import Shown
from ..messages import HeaderPairs, Request
from ..server.incoming import NOT_WHERE_MAPPED, Incoming
from ..server.problem import Refusal
from .binding import Binder, UnknownQuery
from .routes import Route
from .routing import Match, Router


class Endpoint:
    """A route, compiled."""

    __slots__ = ("binder", "conditions", "index", "mapped", "route", "takes_body", "unit")

    def __init__(self, route: Route, index: int, unknown: UnknownQuery) -> None:
        self.route = route
        self.index = index
        self.unit = route.unit
        self.mapped = route.mapped
        self.conditions = route.conditions
        self.binder = Binder(
            route.path, route.inputs, unknown, [name for name, _ in route.conditions]
        )
        self.takes_body = self.binder.takes_body


def choose(endpoints: Sequence[Endpoint], incoming: Incoming, most_keys: int) -> Endpoint | None:
    """The endpoint whose query conditions hold, the one with most of them first; None if none.

    Args:
        endpoints: of one path and method.
        incoming: the request.
        most_keys: how many pairs its query may have.
    """
    if len(endpoints) == 1 and not endpoints[0].conditions:
        return endpoints[0]
    query = incoming.query(most_keys)
    for endpoint in sorted(endpoints, key=lambda each: -len(each.conditions)):
        if all(
            name in query and (value is None or value in query[name])
            for name, value in endpoint.conditions
        ):
            return endpoint
    return None


def find(
    router: Router[Endpoint], path: str, incoming: Incoming, most_keys: int
) -> tuple[Match[Endpoint], Endpoint | None] | None:
    """The resource of a path and, of its operations, the one that the request is for.

    Where the most concrete resource has no operation with this method and query, a less concrete
    one may have (`GET /a/list` beside `DELETE /a/{id}`). Without any, the endpoint is None.
    Raises `Refusal` (400, 404 where only the query is at fault).

    Args:
        router: of the adapter.
        path: as it came, encoded.
        incoming: the request.
        most_keys: parameters of a query, at most.
    """
    match = router.match(path)
    if match is None:
        return None
    of_method = match.endpoints.get(incoming.method)
    if of_method is not None and len(of_method) == 1 and not of_method[0].conditions:
        return match, of_method[0]
    endpoint = _fitting(match.endpoints, incoming, most_keys)
    if endpoint is not None:
        return match, endpoint
    other = router.match(path, lambda each: _fitting(each, incoming, most_keys) is not None)
    if other is not None:
        return other, _fitting(other.endpoints, incoming, most_keys)
    if incoming.method in match.endpoints:
        raise Refusal(404, "No operation here has this query.")
    return match, None


def _fitting(
    endpoints: Mapping[str, Sequence[Endpoint]], incoming: Incoming, most_keys: int
) -> Endpoint | None:
    of_method = endpoints.get(incoming.method)
    if of_method is None and incoming.method == "HEAD":
        of_method = endpoints.get("GET")
    return None if of_method is None else choose(of_method, incoming, most_keys)


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


def onward(incoming: Incoming) -> HeaderPairs:
    """The caller's headers that go on to the upstream where its answer is mapped."""
    return tuple(
        pair for pair in incoming.forwarded if pair[0].encode("latin-1") not in NOT_WHERE_MAPPED
    )


class Forwarding(Protocol):
    """Resources whose requests are handed on; `forwarding.Forwards` is one."""

    routes: tuple[tuple[str, str], ...]

    def find(self, path: str, method: str) -> Any:
        """What is to be handed on, or None. Raises `Refusal`."""
        ...
