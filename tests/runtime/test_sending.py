"""What goes out: URL, headers, credentials, body."""

from __future__ import annotations

import json
from typing import Any

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.credentials.basic import Basic
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.credentials.unsupported import Unsupported
from templates.runtime.errors import (
    InvalidArgumentError,
    MissingSettingError,
    ServiceUnavailableError,
    SettingError,
    UnsupportedAuthenticationError,
)
from templates.runtime.options import ClientOptions, RequestOptions
from templates.runtime.settings import Api
from templates.runtime.values import RawJson
from templates.runtime.wire.form_bodies import form_body
from templates.runtime.wire.multipart_bodies import Part, multipart_body
from templates.runtime.wire.raw_bodies import raw_body
from templates.runtime.wire.text_bodies import text_body

from .sample import SHOP, TOKEN
from .server import answer


def test_a_get(shop: Any, server: Any) -> None:
    shop.get_item("ns/a b")
    assert server.last.method == "GET"
    assert server.last.target == "/api/items/ns%2Fa%20b"
    assert {n.lower(): v for n, v in server.last.headers} == {
        "host": f"127.0.0.1:{server.port}",
        "accept": "application/json, */*;q=0.5",
        "accept-encoding": "gzip",
        "user-agent": "shop",
        "authorization": f"Bearer {TOKEN}",
    }
    assert server.last.body == b""


def test_omitted_is_not_null(shop: Any, server: Any) -> None:
    """A null is a value of JSON (RFC 8259, 3): a query, a header and a form have no form for it."""
    for left_out in ({}, {"color": None, "trace": None}, {"color": {"a": None}}):
        shop.list_items(**left_out)
        assert server.last.target == "/api/items"
        assert server.last.header("X-Trace") is None
    for name, held in ("color", {"color": ["a", None]}), ("X-Trace", {"trace": ["a", None]}):
        seen = len(server.seen)
        with pytest.raises(InvalidArgumentError, match="must not be null") as caught:
            shop.list_items(**held)
        assert (caught.value.name, len(server.seen)) == (name, seen)
    with pytest.raises(InvalidArgumentError, match=r"^item must not be null"):
        shop.get_item(None)
    shop.add_item()
    assert (server.last.body, server.last.header("content-type")) == (b"", None)
    shop.add_item(body=None)
    assert server.last.body == b"null"


@pytest.mark.parametrize("name", ["add_item", "put_item"])
def test_no_body_says_so(shop: Any, server: Any, name: str) -> None:
    getattr(shop, name)(*(["a"] if name == "put_item" else []))
    assert server.last.header("content-length") == "0"
    assert server.last.header("transfer-encoding") is None


def test_json_body(shop: Any, server: Any) -> None:
    shop.add_item(body={"name": "é", "n": [1, None]})
    assert server.last.body == '{"name":"é","n":[1,null]}'.encode()
    assert server.last.header("content-type") == "application/json"
    assert server.last.header("content-length") == str(len(server.last.body))


def test_raw_json_goes_out_as_it_is(shop: Any, server: Any) -> None:
    shop.add_item(body=RawJson(b'{ "a" : 1 }', "application/merge-patch+json"))
    assert server.last.body == b'{ "a" : 1 }'
    assert server.last.header("content-type") == "application/merge-patch+json"
    shop.add_item(body=RawJson(b"[1]", None))
    assert server.last.header("content-type") is None


def test_other_bodies(shop: Any, server: Any, tmp_path: Any) -> None:
    shop.sending("POST", form_body(("a b", "c&d"), ("n", [1, 2])))
    assert server.last.body == b"a%20b=c%26d&n=1&n=2"
    assert server.last.header("content-type") == "application/x-www-form-urlencoded"
    shop.sending("POST", text_body("<a>é</a>", "application/xml"))
    assert server.last.body == "<a>é</a>".encode()
    assert server.last.header("content-type") == "application/xml"
    shop.sending("POST", raw_body(b"\x00\xff"))
    assert server.last.body == b"\x00\xff"
    assert server.last.header("content-type") == "application/octet-stream"
    file = tmp_path / "notes.txt"
    file.write_bytes(b"from a file")
    with file.open("rb") as opened:
        shop.sending("POST", multipart_body(Part("note", "x"), Part("file", opened)))
    boundary = (server.last.header("content-type") or "").partition("boundary=")[2]
    assert (
        server.last.body
        == (
            f'--{boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="notes.txt"\r\n'
            "Content-Type: application/octet-stream\r\n\r\nfrom a file\r\n"
            f"--{boundary}--\r\n"
        ).encode()
    )


def test_a_large_file_is_read_as_it_is_sent(shop: Any, server: Any, tmp_path: Any) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(bytes(range(256)) * 12_000)
    with path.open("rb") as opened:
        server.queue += [answer(503), answer(200)]
        shop.sending("PUT", raw_body(opened, "application/x-big"))
    assert len(server.seen) == 2
    for seen in server.seen:
        assert seen.header("content-length") == str(256 * 12_000)
        assert seen.header("transfer-encoding") is None
        assert seen.header("content-type") == "application/x-big"
        assert seen.body == bytes(range(256)) * 12_000


def test_a_body_of_unknown_length_is_sent_in_chunks_and_once(shop: Any, server: Any) -> None:
    pieces = iter((b"ab", b"", b"never"))

    class Pipe:
        def read(self, size: int = -1) -> bytes:
            return next(pieces)

    server.rule = lambda seen: answer(503, "", ("Connection", "close"))
    with pytest.raises(ServiceUnavailableError):
        shop.sending("PUT", raw_body(Pipe()))
    assert len(server.seen) == 1
    assert server.last.header("transfer-encoding") == "chunked"
    assert server.last.body == b"ab"


def test_text_outside_ascii_in_a_header_is_utf8(shop: Any, server: Any) -> None:
    shop.list_items(trace="café ✓")
    assert server.last.header("x-trace") == "café ✓"


def test_options_add_and_replace(shop: Any, server: Any) -> None:
    shop.list_items(
        color="red",
        trace="spec",
        options=RequestOptions(
            headers={"X-Trace": "call", "X-More": "1", "user-agent": "me"},
            query={"color": "blue", "page": [1, 2]},
        ),
    )
    assert server.last.target == "/api/items?color=blue&page=1&page=2"
    assert server.last.header("x-trace") == "call"
    assert server.last.header("x-more") == "1"
    assert server.last.header("user-agent") == "me"
    assert server.last.header("authorization") == f"Bearer {TOKEN}"


def test_default_headers_and_user_agent(connect: Any, server: Any) -> None:
    options = ClientOptions(headers={"X-Team": "a"}, user_agent="crawler/2")
    connect(server.url, options=options).get_item("x")
    assert server.last.header("x-team") == "a"
    assert server.last.header("user-agent") == "crawler/2"


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Connection"])
def test_options_do_not_frame_messages(shop: Any, server: Any, name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="must not set"):
        shop.list_items(options=RequestOptions(headers={name: "1"}))
    assert not server.seen


def test_the_environment_is_the_default(connect: Any, server: Any) -> None:
    environ = {"SHOP_BASE_URI": server.url + "/env/", "SHOP_TOKEN": "from-env\n"}
    caller = connect(credentials={}, environ=environ)
    caller.get_item("a")
    assert server.last.target == "/env/items/a"
    assert server.last.header("authorization") == "Bearer from-env"


def test_a_base_uri_may_have_a_query(connect: Any, server: Any) -> None:
    connect(server.url + "/api?tenant=7").list_items(color="red")
    assert server.last.target == "/api/items?tenant=7&color=red"


def test_a_missing_token_is_named_when_a_call_needs_it(connect: Any, server: Any) -> None:
    caller = connect(server.url, credentials={}, environ={"SHOP_TOKEN": ""})
    with pytest.raises(MissingSettingError, match="SHOP_TOKEN") as caught:
        caller.get_item("a")
    assert caught.value.variable == "SHOP_TOKEN"
    assert not server.seen


def test_a_credential_may_be_a_function(connect: Any, server: Any) -> None:
    tokens = iter(["one", "two"])
    caller = connect(server.url, credentials={"token": lambda: next(tokens)})
    caller.get_item("a")
    caller.list_items(options=RequestOptions(query={"a": 1}))
    assert [seen.header("authorization") for seen in server.seen] == ["Bearer one", "Bearer two"]


def test_a_credential_may_be_a_coroutine_function(connect: Any, server: Any) -> None:
    async def token() -> str:
        return "awaited"

    caller = connect(server.url, credentials={"token": token})
    if caller.runner is None:
        with pytest.raises(SettingError, match="coroutine"):
            caller.get_item("a")
        return
    caller.get_item("a")
    assert server.last.header("authorization") == "Bearer awaited"


def test_a_function_that_gives_no_text(connect: Any, server: Any) -> None:
    with pytest.raises(SettingError, match="the function for token of shop gave NoneType"):
        connect(server.url, credentials={"token": lambda: None}).get_item("a")
    assert not server.seen


def test_basic(connect: Any, server: Any) -> None:
    api = Api("shop", "SHOP", (server.url,), Basic((Variable("U"),), (Variable("P"),)))
    connect(api=api, credentials={}, environ={"U": "aladdin", "P": "opensesame"}).get_item("a")
    assert server.last.header("authorization") == "Basic YWxhZGRpbjpvcGVuc2VzYW1l"
    connect(api=api, credentials={"username": "é"}, environ={"P": ""}).get_item("a")
    assert server.last.header("authorization") == "Basic w6k6"
    with pytest.raises(SettingError, match="colon"):
        connect(api=api, credentials={"username": "a:b", "password": "c"}).get_item("a")


def test_api_keys_in_every_place(connect: Any, server: Any) -> None:
    keys = (
        ApiKey("X-Key", ("Token ", Variable("K")), "header"),
        ApiKey("key", (Variable("K"),), "query"),
        ApiKey("sid", (Variable("K"),), "cookie"),
        ApiKey("secret", (Variable("K"),), "body"),
        ApiKey("tenant", (Variable("K"),), "path"),
    )
    api = Api("shop", "SHOP", (server.url + "/{tenant}",), ApiKeys(keys))
    connect(api=api, credentials={}, environ={"K": "a/é"}).add_item(body={"secret": 1, "n": 2})
    assert server.last.target == "/a%2F%C3%A9/items?key=a%2F%C3%A9"
    assert server.last.header("x-key") == "Token a/é"
    assert server.last.header("cookie") == "sid=a/%C3%A9"
    assert json.loads(server.last.body) == {"secret": "a/é", "n": 2}
    assert server.last.header("content-length") == str(len(server.last.body))


def test_a_given_key_keeps_the_text_around_it(connect: Any, server: Any) -> None:
    key = ApiKey("Authorization", ("Api-Token ", Variable("K")), "header")
    api = Api("shop", "SHOP", (server.url,), ApiKeys((key,)))
    connect(api=api, credentials={"api_key": "k1"}).get_item("a")
    assert server.last.header("authorization") == "Api-Token k1"


def test_a_key_for_a_body_needs_an_object(connect: Any, server: Any) -> None:
    api = Api("shop", "SHOP", (server.url,), ApiKeys((ApiKey("k", ("v",), "body"),)))
    for body in ([1], None):
        with pytest.raises(UnsupportedAuthenticationError, match="JSON object body"):
            connect(api=api).add_item(body=body)
    assert not server.seen


def test_a_kind_of_authentication_that_is_left_to_a_hook(connect: Any, server: Any) -> None:
    api = Api("shop", "SHOP", (server.url,), Unsupported("aws-sig-v4"))
    with pytest.raises(UnsupportedAuthenticationError, match="aws-sig-v4"):
        connect(api=api).get_item("a")

    def sign(wire: Any) -> Any:
        wire.headers += (("X-Signature", f"{wire.method} signed"),)
        return wire

    connect(api=api, authenticate=sign).get_item("a")
    assert server.last.header("x-signature") == "GET signed"


@pytest.mark.parametrize(
    "uri",
    [
        "ftp://h/x",
        "//h/x",
        "/x",
        "http://user:pass@h/x",
        "http://h/x#f",
        "http://h/../x",
        "http://h/%2e%2e/x",
        "http://h/a b",
        "http://h\\x/",
        "",
    ],
)
def test_base_uris_that_are_none(uri: str) -> None:
    from templates.runtime.calls.preparing import base_uri_problem

    assert base_uri_problem(uri) is not None


def test_a_password_in_a_base_uri_is_refused_and_not_shown(connect: Any) -> None:
    with pytest.raises(SettingError, match="password") as caught:
        connect("http://user:hunter2@example.org").get_item("a")
    assert "hunter2" not in str(caught.value)


def test_variables_of_a_base_uri(connect: Any, server: Any) -> None:
    host = (f"http://{{}}:{server.port}".split("{}")[0], Variable("SHOP_HOST"), f":{server.port}")
    api = Api("shop", "SHOP", host, Bearer(("constant",)))
    with pytest.raises(MissingSettingError, match="SHOP_HOST"):
        connect(api=api, credentials={}).get_item("a")
    connect(api=api, credentials={}, environ={"SHOP_HOST": "127.0.0.1"}).get_item("a")
    assert server.last.header("authorization") == "Bearer constant"


def test_several_clients_share_a_transport(connect: Any, server: Any) -> None:
    first = connect(server.url)
    second = connect(server.url, api=SHOP, transport=first.client._shared.transport)
    first.get_item("a")
    second.close()
    first.get_item("b")
    assert server.connections == 1


# --- settings that are empty ---------------------------------------------------------------------


@pytest.mark.parametrize("empty", ["", " ", "\t\n"])
def test_an_empty_secret_or_address_is_refused_at_once(
    connect: Any, server: Any, empty: str
) -> None:
    """Users' world, E: empty `token=""` and `base_uri=""` were accepted."""
    environ = {"SHOP_TOKEN": "of the environment", "SHOP_BASE_URI": server.url, "K": "k"}
    with pytest.raises(SettingError, match=r"token= of shop is empty"):
        connect(credentials={"token": empty}, environ=environ)
    with pytest.raises(SettingError, match=r"base_uri= of shop is empty.*SHOP_BASE_URI"):
        connect(base_uri=empty, environ=environ)
    key = Api("shop", "SHOP", (server.url,), ApiKeys((ApiKey("X-Key", (Variable("K"),)),)))
    with pytest.raises(SettingError, match=r"api_key= of shop is empty"):
        connect(api=key, credentials={"api_key": empty}, environ=environ)
    basic = Api("shop", "SHOP", (server.url,), Basic(("u",), (Variable("P"),)))
    with pytest.raises(SettingError, match=r"username= of shop is empty"):
        connect(api=basic, credentials={"username": empty, "password": "p"})
    assert not server.seen


def test_a_function_that_answers_an_empty_secret(connect: Any, server: Any) -> None:
    with pytest.raises(SettingError, match=r"token= of shop is empty"):
        connect(credentials={"token": lambda: ""}).get_item("a")
    assert not server.seen


def test_a_password_may_be_empty(connect: Any, server: Any) -> None:
    api = Api("shop", "SHOP", (server.url,), Basic((Variable("U"),), (Variable("P"),)))
    connect(api=api, credentials={"username": "ann", "password": ""}).get_item("a")
    assert server.last.header("authorization") == "Basic YW5uOg=="
