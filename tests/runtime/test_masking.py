"""Secrets in what is shown: masked where they were put, and looked for in what others say."""

from __future__ import annotations

import gzip
import html
import json
import pickle
import zlib
from typing import Any
from urllib.parse import quote

import pytest

from templates.runtime import errors
from templates.runtime.authentication import Variable
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.credentials.basic import Basic
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.credentials.spelled import Spelled, UrlKeys
from templates.runtime.options import NO_RETRIES, ClientOptions
from templates.runtime.settings import Api
from templates.runtime.wire.decoding import AS_JSON

from .server import Seen, Server, answer

KEY = "k/e+y=0%1"
PLACES: list[Any] = ["query", "path", "header", "cookie"]


def _api(place: Any) -> Api:
    kind = UrlKeys if place in ("query", "path") else ApiKeys
    keys = kind((ApiKey("key", (Variable("SHOP_KEY"),), place),))
    return Api("shop", "SHOP", ("http://unset.invalid",), keys)


def _calling(connect: Any, server: Server, place: Any, secret: str) -> Any:
    base = server.url + ("/{key}" if place == "path" else "")
    options = ClientOptions(retry=NO_RETRIES)
    return connect(base, api=_api(place), credentials={"api_key": secret}, options=options)


def _echo(seen: Seen) -> bytes:
    there = f"http://api{seen.target}"
    return answer(
        404,
        f'{{"message":"nothing at {there}"}}',
        ("Location", there),
        ("Link", f"<{there}>; rel=next"),
        ("Content-Location", there.replace("%2F", "%2f").replace("%2B", "%2b")),
    )


@pytest.mark.parametrize("place", ["query", "path"])
def test_an_error_repeats_no_key_of_the_url(connect: Any, server: Server, place: Any) -> None:
    server.rule = _echo
    caller = _calling(connect, server, place, KEY)
    with pytest.raises(errors.NotFoundError) as caught:
        caller.get_item("a")
    error = caught.value
    assert quote(KEY, safe="") in server.last.target
    pickled = pickle.dumps(error)
    shown = f"{error} {error.request!r} {error.headers.pairs} {error.content!r} {error.__notes__}"
    for spelled in (KEY, quote(KEY, safe=""), quote(KEY, safe="").replace("%2F", "%2f")):
        assert spelled not in shown
        assert spelled.encode() not in pickled
    assert "***" in str(error)
    assert error.request is not None
    assert "***" in error.request.url


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", ["n", "on", "e"])
def test_a_short_secret_garbles_nothing(
    connect: Any, server: Server, place: Any, secret: str
) -> None:
    server.rule = lambda seen: answer(404, '{"message":"none on one"}')
    caller = _calling(connect, server, place, secret)
    with pytest.raises(errors.NotFoundError) as caught:
        caller.get_item("one")
    error = caught.value
    assert error.request is not None
    assert "none on one" in str(error)
    if place == "query":
        assert error.request.url == f"{server.url}/items/one?key=***"
    elif place == "path":
        assert error.request.url == f"{server.url}/***/items/one"
    else:
        assert error.request.url == f"{server.url}/items/one"
        name = "key" if place == "header" else "cookie"
        assert error.request.headers.get(name) == "***"


def test_a_short_secret_is_a_warning(
    connect: Any, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    from templates.runtime.calls import auth

    auth._warn_of.cache_clear()
    caller = _calling(connect, server, "query", "abc")
    caller.get_item("a")
    caller.get_item("b")
    said = [record.getMessage() for record in caplog.records if "fewer than" in record.getMessage()]
    assert said == [
        "the API key 'key' of shop has fewer than 4 characters: where the API repeats it, it is not "
        "masked"
    ]


@pytest.mark.parametrize(
    ("declared", "credentials"),
    [
        (Bearer((Variable("T"),)), {"token": "e"}),
        (Basic((Variable("U"),), (Variable("P"),)), {"username": "u", "password": "e"}),
    ],
)
def test_short_credentials_in_headers(
    connect: Any, declared: Any, credentials: dict[str, str]
) -> None:
    api = Api("shop", "SHOP", ("http://127.0.0.1:1",), declared)
    caller = connect(api=api, credentials=credentials, options=ClientOptions(retry=NO_RETRIES))
    with pytest.raises(errors.UpstreamConnectionError, match="no answer: ") as caught:
        caller.get_item("a")
    assert "***" not in str(caught.value)
    assert caught.value.request is not None
    assert caught.value.request.headers.get("authorization") == "***"


def _encoded_more(secret: str) -> str:
    return "".join(f"%{byte:02x}" for byte in secret.encode())


SPELLINGS = [
    lambda key: key,
    lambda key: quote(key, safe=""),
    lambda key: quote(key, safe="").replace("%2F", "%2f"),
    lambda key: quote(quote(key, safe=""), safe=""),
    _encoded_more,
    lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    lambda key: "".join(f"\\u{ord(c):04X}" for c in key),
    lambda key: html.escape(key).replace("/", "&#x2F;"),
    lambda key: "".join(f"&#{ord(c)};" for c in key),
    lambda key: html.escape(quote(key, safe="/")),
]
CODINGS: list[Any] = [
    ("", lambda body: body),
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("gzip, deflate", lambda body: zlib.compress(gzip.compress(body))),
]
HARD_KEY = 'k/e"y <&>\u00e9=0%1'


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("coding", "compressed"), CODINGS)
@pytest.mark.parametrize("place", ["query", "path"])
def test_no_spelling_of_a_key_stays_in_an_error(
    connect: Any, server: Server, place: Any, spelling: Any, coding: str, compressed: Any
) -> None:
    said = f"nothing at http://api/?key={spelling(HARD_KEY)}&b=1 ".encode()
    headers = [("Content-Encoding", coding)] if coding else []
    header = ("Link", f"<http://api/{quote(quote(HARD_KEY, safe=''), safe='')}>; rel=next")
    server.rule = lambda seen: answer(404, compressed(said), header, *headers)
    caller = _calling(connect, server, place, HARD_KEY)
    with pytest.raises(errors.NotFoundError) as caught:
        caller.get_item("a")
    error = caught.value
    assert error.content == b"nothing at http://api/?key=***&b=1 "
    assert error.headers.get("link") == "<http://api/***>; rel=next"
    assert spelling(HARD_KEY) not in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (again.content, str(again)) == (error.content, str(error))


@pytest.mark.parametrize("style", ["plain", "raw", "streaming"])
def test_an_answer_that_cannot_be_read(connect: Any, server: Server, style: str) -> None:
    """Its error shows the first bytes of the body, and holds all of them."""
    there = f"x http://api/?key={quote(KEY, safe='')}"
    server.rule = lambda seen: answer(200, there, ("Content-Location", there))
    caller = _calling(connect, server, "query", KEY)
    read = {
        "plain": lambda: caller.formatted(AS_JSON),
        "raw": lambda: caller.raw.formatted(AS_JSON).value,
        "streaming": lambda: caller.wait(caller.streaming.formatted(AS_JSON).value(1000)),
    }
    with pytest.raises(errors.DecodingError) as caught:
        read[style]()
    error = caught.value
    assert error.content == b"x http://api/?key=***"
    assert error.headers.get("content-location") == "x http://api/?key=***"
    assert quote(KEY, safe="").encode() not in pickle.dumps(error)
    assert quote(KEY, safe="")[:8] not in str(error)


def test_what_a_call_answers_is_the_api_s(connect: Any, server: Server) -> None:
    """A value that happens to be the key is data."""
    server.rule = lambda seen: answer(200, json.dumps({"key": KEY}))
    caller = _calling(connect, server, "query", KEY)
    assert caller.get_item("a") == {"key": KEY}
    raw = caller.raw.get_item("a")
    assert pickle.loads(pickle.dumps(raw)).value == {"key": KEY}


def test_looking_for_spellings_takes_linear_time() -> None:
    """Long runs of what a spelling begins with; a second look would be a minute, not a moment."""
    sought = Spelled(('"/&%\\' * 4,))
    for run in ("\\", "%25", "%", "&amp;", "&#0", "&#x0", "\\u00"):
        sought.masked(run * 200_000)
