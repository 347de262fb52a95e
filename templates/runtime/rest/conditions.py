"""Operations of one path and method that differ in what their query has: `/pets?sort=name`."""

from __future__ import annotations

from ..server.incoming import Incoming
from ..server.problem import Refusal
from .endpoints import Chosen, Endpoint, Endpoints, find_by, of_method
from .routing import Router


def find_by_query(
    router: Router[Endpoint], path: str, incoming: Incoming, most_keys: int
) -> Chosen | None:
    """As `endpoints.find`, for routes with `conditions`.

    Raises `Refusal` (400, 404 where only the query is at fault).

    Args:
        router: of the adapter.
        path: as it came, encoded.
        incoming: the request.
        most_keys: parameters of a query, at most.
    """
    found = find_by(router, path, lambda endpoints: _choose(endpoints, incoming, most_keys))
    if found is not None and found[1] is None and incoming.method in found[0].endpoints:
        raise Refusal(404, "No operation here has this query.")
    return found


def _choose(endpoints: Endpoints, incoming: Incoming, most_keys: int) -> Endpoint | None:
    """The endpoint whose conditions hold, the one with most of them first; None if none."""
    of_one = of_method(endpoints, incoming.method)
    if all(not endpoint.conditions for endpoint in of_one):
        return next(iter(of_one), None)
    query = incoming.query(most_keys)
    for endpoint in sorted(of_one, key=lambda each: -len(each.conditions)):
        if all(
            name in query and (value is None or value in query[name])
            for name, value in endpoint.conditions
        ):
            return endpoint
    return None
