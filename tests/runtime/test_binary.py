"""Answers of bytes: their media type, and how many of them there may be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from templates.runtime.errors import ResponseTooLargeError
from templates.runtime.messages import Headers
from templates.runtime.wire.binary import RetypedReply, binary
from templates.runtime.wire.buffered import BufferedReply


def _reply(status: int = 200) -> BufferedReply:
    headers = (("Content-Type", "text/plain"), ("X-Kept", "1"))
    return BufferedReply(status, Headers(headers), b"\x89PNG")


def _binary(reply: BufferedReply, **named: Any) -> Any:
    return asyncio.run(binary(reply, **named))


def test_the_media_type_of_the_spec_replaces_what_came() -> None:
    reply = _binary(_reply(), media_type="image/png")
    assert isinstance(reply, RetypedReply)
    assert list(reply.headers) == [("content-type", "image/png"), ("X-Kept", "1")]
    assert asyncio.run(reply.read(10)) == b"\x89PNG"
    assert asyncio.run(anext(reply.chunks())) == b"\x89PNG"
    asyncio.run(reply.aclose())


@pytest.mark.parametrize("status", [204, 206, 304, 404, 500])
def test_parts_and_failures_keep_their_own(status: int) -> None:
    reply = _binary(_reply(status), media_type="image/png")
    assert (reply.status, reply.headers.get("content-type")) == (status, "text/plain")


def test_more_than_the_spec_allows_is_too_large() -> None:
    assert asyncio.run(_binary(_reply(), limit=4).read(10)) == b"\x89PNG"
    with pytest.raises(ResponseTooLargeError):
        _binary(_reply(), limit=3)
    assert _binary(_reply(404), limit=3).content == b"\x89PNG"
