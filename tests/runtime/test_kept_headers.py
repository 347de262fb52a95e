"""Headers that many requests have: a transport keeps its own form of them, and sends the same bytes.

Source: seen with pyreqwest 0.15, which checks each header of each request anew unless it is given a map of its own.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from templates.runtime.calls.preparing import Upstream
from templates.runtime.messages import HeaderPairs, KeptHeaders
from templates.runtime.settings import ApiSettings
from templates.runtime.transport.fast import AsyncFastTransport, FastTransport
from templates.runtime.transport.httpx2 import AsyncHttpx2Transport, Httpx2Transport
from templates.runtime.wire_request import Timeout, WireRequest

from .sample import SHOP, TOKEN, get_item
from .server import Server

_PAIRS = (
    ("Accept", "application/json"),
    ("X-Twice", "1"),
    ("Authorization", "Bearer t"),
    ("x-twice", "2"),
    ("X-Empty", ""),
    ("X-Odd", "caf\u00e9"),
)
_TIMEOUT = Timeout(5.0, 5.0, 5.0)


def _sent(transport: Any, server: Server, headers: HeaderPairs) -> list[tuple[str, str]]:
    request = WireRequest("GET", f"{server.url}/a", headers, None, _TIMEOUT)
    if hasattr(transport, "close"):
        reply = transport.send(request)
        reply.read(100)
        reply.close()
    else:

        async def main() -> None:
            reply = await transport.send(request)
            await reply.read(100)
            await reply.aclose()
            await transport.aclose()

        asyncio.run(main())
    return server.last.headers


@pytest.mark.parametrize(
    "make", [FastTransport, AsyncFastTransport, Httpx2Transport, AsyncHttpx2Transport]
)
def test_the_same_goes_out(make: Any, server: Server) -> None:
    transport, kept = make(), KeptHeaders(_PAIRS)
    wanted = _sent(transport, server, _PAIRS)
    assert "Bearer t" in dict(wanted).values()
    assert len(wanted) >= len(_PAIRS)
    for _ in range(3):
        assert _sent(transport, server, kept) == wanted
    joined = (*kept, ("X-More", "3"))
    assert ("x-more", "3") in [
        (name.lower(), value) for name, value in _sent(transport, server, joined)
    ]
    assert _sent(transport, server, kept) == wanted
    if hasattr(transport, "close"):
        transport.close()


def test_only_kept_ones_have_a_form() -> None:
    """Headers that a caller brought are in no map that outlives the request."""
    kept = KeptHeaders(_PAIRS)
    assert kept.form is None
    assert type(kept + _PAIRS) is type(kept[:1]) is tuple
    assert (kept, hash(kept)) == (_PAIRS, hash(_PAIRS))
    assert KeptHeaders(_PAIRS).form is None


def test_an_api_keeps_those_that_its_requests_have_in_common(server: Server) -> None:
    """The form is made once; requests with headers of a caller bring their own."""
    settings = ApiSettings(
        api=SHOP, base_uri=server.url, credentials={"token": TOKEN}, environ={"REGION": "eu"}
    )
    upstream = Upstream(settings, guarded=True)
    assert upstream.prepare(get_item("a")).headers is upstream.prepare(get_item("a")).headers
    first, second = upstream.prepare(get_item("a")), upstream.prepare(get_item("b"))
    assert first.headers is second.headers
    assert isinstance(first.headers, KeptHeaders)
    third = upstream.prepare(get_item("a"), forwarded=(("traceparent", "00-1"),))
    assert type(third.headers) is tuple
    transport = FastTransport()
    _sent(transport, server, first.headers)
    made = first.headers.form
    _sent(transport, server, second.headers)
    assert made is not None
    assert first.headers.form is made
    transport.close()
