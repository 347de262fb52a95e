"""Secrets in what is shown: masked where they were put, and looked for in what others say."""

from __future__ import annotations

import pickle
from typing import Any
from urllib.parse import quote

import pytest

from templates.runtime import errors
from templates.runtime.authentication import Variable
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.credentials.basic import Basic
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.options import NO_RETRIES, ClientOptions
from templates.runtime.settings import Api

from .server import Seen, Server, answer

KEY = "k/e+y=0%1"
PLACES: list[Any] = ["query", "path", "header", "cookie"]


def _api(place: Any) -> Api:
    keys = ApiKeys((ApiKey("key", (Variable("SHOP_KEY"),), place),))
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

    auth._warned.clear()
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
