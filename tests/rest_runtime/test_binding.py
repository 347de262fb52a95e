"""The short way of routes with single values in the query: the same arguments, the same faults."""

from __future__ import annotations

from typing import Any

import pytest

from templates.runtime.rest.binding import Binder, UnknownQuery
from templates.runtime.rest.booleans import BOOLEAN
from templates.runtime.rest.inputs import Input, PathVariable, Query
from templates.runtime.rest.numbers import INTEGER
from templates.runtime.server.incoming import Incoming
from templates.runtime.server.problem import Refusal

_DECLARED: tuple[Input, ...] = (
    PathVariable("item"),
    Query("q", required=True),
    Query("page-size", INTEGER, into="page_size"),
    Query("public", BOOLEAN),
)
_QUERIES = (
    "q=a",
    "q=",
    "q=a%20b+c&public=TRUE&page-size=7",
    "public=1&q=a",
    "",
    "public=true",
    "q=a&q=b",
    "q=a&public=maybe",
    "q=a&page-size=x&public=maybe",
    "q=a&other=1",
    "q=a&q",
    "&&q=a&",
    "Q=a",
    "q=a&page-size=",
    "q=a&=1",
    "q=a&&public=true&&",
    "q=%zz",
    "q=%ff",
    "q=a=b&public=1",
    "&".join(["q=a"] * 100),
    "&" * 100 + "q=a",
)


def _bound(binder: Binder, query: str) -> Any:
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": query.encode()}

    async def receive() -> Any:
        raise AssertionError

    incoming = Incoming(scope, receive)
    try:
        return binder.bind(["x"], incoming, 100), incoming.extra_query
    except Refusal as refusal:
        return refusal.status, refusal.document("")


@pytest.mark.parametrize("unknown", list(UnknownQuery))
@pytest.mark.parametrize("query", _QUERIES)
def test_both_ways_say_the_same(query: str, unknown: UnknownQuery) -> None:
    short = Binder("/items/{item}", _DECLARED, unknown)
    assert short._of_query is not None
    long = Binder("/items/{item}", _DECLARED, unknown)
    long._of_query = None
    assert _bound(short, query) == _bound(long, query)


def test_what_the_short_way_gives() -> None:
    binder = Binder("/items/{item}", _DECLARED, UnknownQuery.IGNORE)
    found, _ = _bound(binder, "q=a%20b&public=TRUE&page-size=7")
    assert found == {"item": "x", "q": "a b", "public": True, "page_size": 7}


@pytest.mark.parametrize(
    "more", [PathVariable("other", INTEGER), Query("q", into="again")], ids=["a number", "a name"]
)
def test_others_take_the_long_way(more: Input) -> None:
    assert Binder("/{item}/{other}", (*_DECLARED, more), UnknownQuery.IGNORE)._of_query is None
