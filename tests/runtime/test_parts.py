"""An answer of 206 to a request without `Range` is not handed out as if it were whole."""

from __future__ import annotations

from typing import Any

import pytest

from templates.runtime.errors import DecodingError
from templates.runtime.options import RequestOptions

from .server import Server, answer

_RANGED = RequestOptions(headers={"Range": "bytes=0-1"})


@pytest.mark.parametrize("place", ["bytes 0-1/10", "bytes 2-3/4", "bytes 0-1/*", "Bytes  0-1/3"])
def test_a_part_that_nobody_asked_for_is_an_error(place: str, connect: Any, server: Server) -> None:
    server.rule = lambda seen: answer(206, "[]", ("Content-Range", place))
    caller = connect(server.url)
    with pytest.raises(DecodingError, match="a part of the body") as caught:
        caller.get_item("a")
    assert caught.value.status == 206
    assert caller.get_item("a", options=_RANGED) == []


@pytest.mark.parametrize("place", ["bytes 0-1/2", "items 0-1/10", "0-1/10", "bytes */10", "x"])
def test_what_is_whole_or_counts_something_else_is_an_answer(
    place: str, connect: Any, server: Server
) -> None:
    server.rule = lambda seen: answer(206, "[]", ("Content-Range", place))
    assert connect(server.url).get_item("a") == []


def test_an_answer_that_says_nothing_of_a_range_is_one(connect: Any, server: Server) -> None:
    server.rule = lambda seen: answer(206, "[]")
    assert connect(server.url).get_item("a") == []
