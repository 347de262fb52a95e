"""The short way of a usual request makes what the long one makes, or leaves the request to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pytest

from templates.runtime.calls.preparing import Upstream
from templates.runtime.errors import Error
from templates.runtime.messages import AUTO, HeaderPairs, Operation, Request
from templates.runtime.settings import ApiSettings
from templates.runtime.wire.bodies import json_body
from templates.runtime.wire.decoding import AS_JSON
from templates.runtime.wire_request import WireRequest

from .sample import SHOP, TOKEN, add_item, drop_item, get_item, head_item, list_items, put_item

_ITEMS: Final = ("a", "7", "a b", "ü", "%2e", "..", "a/b", "a?b", "x" * 300)
_COLORS: Final = ("red", "a b", "ü", "&", "1+1", "%", "")
_QUERIES: Final = ("a=b|c", "a=ü", "a[]=1", "a=1#x", "a=%2", "a=b c", "a={b}", "a='b'")
_FORWARDED: Final[tuple[HeaderPairs, ...]] = (
    (),
    (("accept", "text/html"),),
    (("traceparent", "00-1-1-01"), ("accept-language", "de")),
    (("x-unknown", "1"),),
)


def _requests() -> Iterator[Request]:
    for item in _ITEMS:
        for made in (get_item, head_item, drop_item):
            try:
                request = made(item)
            except Error:
                continue  # The operation itself refuses it.
            yield request
            yield _declared(request, "/items/{item}")
    yield from (list_items(color=color) for color in _COLORS)
    yield from (_declared(list_items(color=color), "/items") for color in _COLORS)
    yield from (list_items(), list_items(trace="t"), add_item(body=1), put_item("a", body=[]))
    read = Operation("shop", "read", "GET", path="/read")
    yield from (Request(read, "/read", query=query) for query in _QUERIES)
    yield Request(read.replace(name="post", method="POST"), "/read")
    yield _declared(list_items(trace="t"), "/items")
    yield Request(read.replace(name="drop", method="DELETE"), "/read", body=json_body({"a": 1}))
    yield from (
        Request(Operation("shop", f"read{number}", method, kind), "/read")
        for number, (method, kind) in enumerate(product(("GET", "POST"), (AUTO, AS_JSON)))
    )


def _declared(request: Request, path: str) -> Request:
    """The same of an operation that says its path, as those of a package do."""
    operation = request.operation.replace(name=f"{request.operation.name}-at", path=path)
    return Request(
        operation,
        request.path,
        query=request.query,
        headers=request.headers,
        body=request.body,
    )


def _made(upstream: Upstream, request: Request, forwarded: HeaderPairs) -> Any:
    try:
        wire = upstream.prepare(request, forwarded=forwarded)
    except Error as error:
        return type(error), str(error)
    return vars(wire) | {name: getattr(wire, name) for name in WireRequest.__annotations__}


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize(
    "environ",
    [{}, {"SHOP_BASE_URI": "http://h.invalid/below"}, {"SHOP_BASE_URI": "http://h.invalid/?a=1"}],
)
def test_both_ways_make_the_same(
    guarded: bool, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ApiSettings.from_environment(SHOP, {"SHOP_TOKEN": TOKEN, **environ})
    quick, slow = (Upstream(settings, guarded=guarded) for _ in range(2))
    short = Upstream.usual
    ways: list[bool] = []

    def usual(self: Upstream, request: Request, forwarded: HeaderPairs) -> WireRequest | None:
        made = None if self is slow else short(self, request, forwarded)
        ways.append(made is not None)
        return made

    monkeypatch.setattr(Upstream, "usual", usual)
    for upstream in (quick, slow):
        upstream.forwards(frozenset(("accept", "traceparent", "accept-language")))
    for _ in range(2):
        for request, forwarded in product(_requests(), _FORWARDED):
            assert _made(quick, request, forwarded) == _made(slow, request, forwarded)
    assert any(ways) == ("?" not in environ.get("SHOP_BASE_URI", ""))
