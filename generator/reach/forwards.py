"""Requests that are handed on as they are: what they reach, and who puts what where."""

from __future__ import annotations

from collections.abc import Iterator

from .. import plan as p
from ..plan.texts import expression_text
from .document import Putting, Reached, Reaching

_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS"


def forward_path(forward: p.ForwardPlan) -> str:
    """The path under which callers reach it."""
    return f"{forward.path}{'/{path}' if forward.takes_rest else ''}" or "/"


def requests_of_forwards(api: p.Api, plan: p.Plan) -> Iterator[tuple[str, Reached]]:
    """The requests to an API that callers make up themselves: one row for each resource."""
    for surface in plan.rest:
        for forward in surface.forwards:
            if forward.api == api.namespace:
                yield f"forward of {surface.namespace}{forward_path(forward)}", _request(forward)


def _request(forward: p.ForwardPlan) -> Reached:
    rest = forward.takes_rest
    return Reached(
        method=_METHODS,
        path="/{path}" if rest else "/",
        segments=(("path", "any number of"),) if rest else (),
        query=("whatever the caller gives", *(map(_pair, forward.query))),
        headers=(*forward.trusted, *(map(_pair, forward.headers))),
        cookies=(),
        body="whatever the caller sends",
        declared=forward.declaration.origin,
    )


def handed_on(forward: p.ForwardPlan) -> Reaching:
    """The route: everything of a request but its credentials and most headers is the caller's."""
    inputs = [Putting("path", "path", "the path below the base URI")] if forward.takes_rest else []
    inputs.append(Putting("the query", "query", "the query"))
    inputs.append(Putting("the body", "body", "the body"))
    inputs += [Putting(name, "header", f"the header {name}") for name in forward.trusted]
    return Reaching(
        calls=(f"{forward.api}, as it is",),
        inputs=tuple(inputs),
        answer="what the API answers, as it is",
        declared=forward.declaration.origin,
    )


def _pair(pair: p.Pair) -> str:
    return pair.name if pair.value is None else f"{pair.name}={expression_text(pair.value)}"
