"""Redirects: followed where that is safe, and never with credentials to another origin."""

from __future__ import annotations

from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.calls.redirects import redirected
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.messages import Body
from templates.runtime.options import NO_RETRIES, ClientOptions
from templates.runtime.settings import Api
from templates.runtime.wire_request import DEFAULT_TIMEOUT, WireRequest

from .sample import TOKEN
from .server import answer


def _to(location: str, status: int = 302) -> bytes:
    return answer(status, "", ("Location", location))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_get_is_followed_within_its_origin(shop: Any, server: Any, status: int) -> None:
    server.queue += [_to("/else/where?a=b%2Fc#part", status), answer(200, "[7]")]
    assert shop.list_items(color="red") == [7]
    assert server.last.target == "/else/where?a=b%2Fc"
    assert server.last.header("authorization") == f"Bearer {TOKEN}"


@pytest.mark.parametrize("name", ["add_item", "put_item", "drop_item"])
def test_writing_is_not_followed(shop: Any, server: Any, name: str) -> None:
    server.queue.append(_to("/else", 307))
    with pytest.raises(errors.RedirectError) as caught:
        getattr(shop, name)(*([] if name == "add_item" else ["a"]))
    assert caught.value.headers.get("location") == "/else"
    assert len(server.seen) == 1


def test_a_get_with_a_body_is_not_followed(shop: Any, server: Any) -> None:
    server.queue.append(_to("/else"))
    with pytest.raises(errors.RedirectError):
        shop.sending("GET", Body(b"{}", "application/json"))
    assert len(server.seen) == 1


def test_another_origin_gets_no_credentials(connect: Any, server: Any, other: Any) -> None:
    server.queue.append(_to(other.url + "/there"))
    other.rule = lambda seen: answer(200, "[8]")
    options = ClientOptions(headers={"X-Api-Key": "also secret", "Accept-Language": "de"})
    assert connect(server.url, options=options).list_items(trace="internal") == [8]
    names = {name.lower() for name, _ in other.last.headers}
    assert names == {"host", "accept", "accept-encoding", "accept-language", "user-agent"}


def test_nor_do_they_come_back_on_the_way_back(connect: Any, server: Any, other: Any) -> None:
    server.queue += [_to(other.url + "/there"), answer(200, "[9]")]
    other.queue.append(_to(server.url + "/back"))
    assert connect(server.url).get_item("a") == [9]
    assert server.last.target == "/back"
    assert server.last.header("authorization") is None


def test_cookies_of_one_host_go_to_no_other_and_are_not_kept(
    connect: Any, server: Any, other: Any
) -> None:
    key = ApiKeys((ApiKey("sid", ("secret",), "cookie"),))
    caller = connect(api=Api("shop", "SHOP", (server.url,), key), credentials={})
    server.queue.append(answer(200, "{}", ("Set-Cookie", "tracking=1; Path=/")))
    caller.get_item("a")
    server.queue.append(_to(other.url + "/there"))
    caller.get_item("a")
    assert server.last.header("cookie") == "sid=secret"
    assert other.last.header("cookie") is None


def test_redirects_are_bounded(connect: Any, server: Any) -> None:
    server.rule = lambda seen: _to("/again")
    with pytest.raises(errors.RedirectError):
        connect(server.url).get_item("a")
    assert len(server.seen) == 6
    with pytest.raises(errors.RedirectError):
        connect(server.url, options=ClientOptions(max_redirects=0)).get_item("a")
    assert len(server.seen) == 7


@pytest.mark.parametrize(
    "location",
    ["ftp://h/x", "file:///etc/passwd", "http://user:pass@h/x", "http://h:99999/x"],
)
def test_places_that_are_not_followed(connect: Any, server: Any, location: str) -> None:
    server.rule = lambda seen: _to(location)
    with pytest.raises(errors.RedirectError):
        connect(server.url, options=ClientOptions(retry=NO_RETRIES)).get_item("a")
    assert len(server.seen) == 1


def test_a_redirect_without_a_place(shop: Any, server: Any) -> None:
    server.queue.append(answer(302))
    with pytest.raises(errors.RedirectError):
        shop.get_item("a")


def _wire(url: str) -> WireRequest:
    headers = (("Accept", "*/*"), ("Authorization", "Bearer x"))
    return WireRequest("GET", url, headers, None, DEFAULT_TIMEOUT, ("x",))


@pytest.mark.parametrize(
    ("start", "location", "kept"),
    [
        ("https://h/a", "https://h/b", True),
        ("https://h/a", "https://h:443/b", True),
        ("https://h/a", "HTTPS://H/b", True),
        ("https://h/a", "http://h/b", False),  # A downgrade.
        ("http://h/a", "https://h/b", False),
        ("https://h/a", "https://h:8443/b", False),
        ("https://h/a", "https://h.evil.example/b", False),
        ("https://h/a", "https://evil.example\\@h/b", False),
        ("https://h/a", "//evil.example/b", False),
        ("https://h/a", "\\\\evil.example/b", True),  # Stays: a strange path on the same host.
    ],
)
def test_what_counts_as_another_origin(start: str, location: str, kept: bool) -> None:
    following = redirected(_wire(start), location)
    has = following is not None and ("Authorization", "Bearer x") in following.headers
    assert has == kept
    if following is not None and kept:
        assert following.url.lower().startswith("https://h")
        assert following.secrets == ("x",)
