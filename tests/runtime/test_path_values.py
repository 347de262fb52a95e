"""Values in paths: one segment unless a setting says otherwise, and what the client is told to do.

Sources: RFC 3986, 2.2 and 3.3; seen with a real Quay, which decodes `%2F` before it routes: `getorganization("org/robots/name")`
answered with the token of a robot.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from templates.runtime.calls.path_values import PathGuard, opens
from templates.runtime.environment import Environment
from templates.runtime.errors import InvalidArgumentError, SettingError
from templates.runtime.options import ClientOptions
from templates.runtime.path_segments import segments
from templates.runtime.settings import Api, ApiSettings
from templates.runtime.wire import encoding as encode
from templates.runtime.wire import feeding

from .sample import Caller
from .server import Server

GUARD = PathGuard("SHOP_PATH_SEGMENTS", {"repository": (2, 2), "key": (1, 3)})


def _path(name: str, value: object) -> str:
    return encode.path("/items/", (name, value), "/tag/")


@pytest.mark.parametrize(
    "value",
    [
        "a/b", "/", "a%2Fb", "a%2fb", "a%252Fb", "a%25252fb", "a\\b", "a%5Cb", "%2e%2e", "..;x", ".;",
        "%c0%af", "a%c1%9cb", "%u002f", "%%32%46", "\t..", " ", ";v=1", "%" + "25" * 20 + "41", ["a/b"], {"a": "/"},
    ],
)  # fmt: skip
def test_refused(value: object) -> None:
    with pytest.raises(InvalidArgumentError, match="SHOP_PATH_SEGMENTS=id=2") as caught:
        GUARD.check(_path("id", value))
    assert caught.value.name == "id"


@pytest.mark.parametrize(
    "value",
    ["a", "v1.2", "...", "a b", "50%", "%41", "ünï€", "a;v=1", "x?y#z", 7, True, "it's \"q\"", "a%20b", "a..b"],
)  # fmt: skip
def test_taken(value: object) -> None:
    GUARD.check(_path("id", value))


@pytest.mark.parametrize("value", ["ns/name", "a.b/c-d", "ü/x y"])
def test_segments_that_are_allowed(value: str) -> None:
    GUARD.check(_path("repository", value))


@pytest.mark.parametrize(
    "value",
    ["name", "a/b/c", "a/", "/b", "a//b", "./b", "a/..", "a/%2e%2e", "a/b%2Fc", "a/b\\c", "a%2Fb", "\t/b", "a/;x"],
)  # fmt: skip
def test_no_other_number_of_segments_and_none_empty(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="must have 2 segments"):
        GUARD.check(_path("repository", value))


def test_a_range() -> None:
    for value in ("a", "a/b", "a/b/c"):
        GUARD.check(_path("key", value))
    with pytest.raises(InvalidArgumentError, match="must have 1 to 3 segments"):
        GUARD.check(_path("key", "a/b/c/d"))


def test_values_that_are_harmless_alone_are_looked_at_together() -> None:
    for parts in (("%2", "F"), ("%", "2f"), ("a%2", "fb")):
        path = encode.path("/", ("a", parts[0]), ("b", parts[1]), "/x")
        with pytest.raises(InvalidArgumentError):
            GUARD.check(path)
    GUARD.check(encode.path("/range(from='", ("a", ".."), "')"))  # no segment of its own


def test_values_that_nobody_outside_gives_may_have_slashes() -> None:
    GUARD.check(encode.path("/", ("account", feeding.own("a/b")), "/x"))
    assert encode.path("/", ("account", feeding.own("a/b"))) == "/a%2Fb"
    GUARD.check("/a/../b")  # a constant path


def test_opens_is_quick_for_long_values() -> None:
    assert opens("%" + "25" * 5000)
    assert not opens("x" * 100_000)


def test_the_client_sends_a_slash_encoded(connect: Callable[..., Caller], server: Server) -> None:
    connect(server.url).get_item("a/b")
    assert server.seen[-1].target.endswith("/items/a%2Fb")


def test_the_client_can_be_told_to_refuse(
    connect: Callable[..., Caller], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = connect(server.url, options=ClientOptions(refuse_slashes=True))
    with pytest.raises(InvalidArgumentError, match="SHOP_PATH_SEGMENTS"):
        caller.get_item("a/b")
    assert not server.seen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("repository=2", {"repository": (2, 2)}),
        ("repository=2-3, path = 1-9", {"repository": (2, 3), "path": (1, 9)}),
        ("known=1", {"known": (1, 1)}),
        ("a=b=2", {"known": (4, 4), "a=b": (2, 2)}),
        ("", {"known": (4, 4)}),
    ],
)
def test_the_setting(text: str, found: dict[str, tuple[int, int]]) -> None:
    values = Environment("SHOP", {"SHOP_PATH_SEGMENTS": text})
    assert segments(values, [("known", 4, 4)]) == {"known": (4, 4), **found}


@pytest.mark.parametrize(
    "text", ["repository", "repository=", "=2", "a=0", "a=3-2", "a=x", "a=2-", "a=9999"]
)
def test_a_setting_that_cannot_be_used(text: str) -> None:
    with pytest.raises(SettingError, match="SHOP_PATH_SEGMENTS must be parameters"):
        segments(Environment("SHOP", {"SHOP_PATH_SEGMENTS": text}))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("repositry", "did you mean repository\\? they have key, repository"),
        ("other", "they have key, repository"),
    ],
)
def test_a_name_that_no_path_has(name: str, said: str) -> None:
    """A slip would allow nothing, and nobody would notice."""
    api = Api("shop", "SHOP", ("http://unset.invalid",), path_names=("key", "repository"))
    with pytest.raises(SettingError, match=f"^SHOP_PATH_SEGMENTS names '{name}', .*{said}$"):
        ApiSettings.from_environment(api, {"SHOP_PATH_SEGMENTS": f"key=2,{name}=2"})
    settings = ApiSettings.from_environment(api, {"SHOP_PATH_SEGMENTS": "key=2"})
    assert settings.path_segments == {"key": (2, 2)}


def test_an_api_whose_paths_have_no_parameter() -> None:
    api = Api("shop", "SHOP", ("http://unset.invalid",), path_names=())
    with pytest.raises(SettingError, match="they have none"):
        ApiSettings.from_environment(api, {"SHOP_PATH_SEGMENTS": "key=2"})


@pytest.mark.parametrize(
    "parts",
    [
        ("/a%2", ("name", "Frobots")),
        ("/a/..;", ("name", "b")),
        (
            "/a/.",
            ("name", "."),
        ),
        ("/a/", ("name", "x/y")),
        ("/a/", ("name", "..")),
    ],
)
def test_what_constants_and_values_are_together_is_looked_at(
    parts: tuple[str | tuple[str, str], ...],
) -> None:
    # A value of letters and digits is harmless by itself, and not beside every text.
    guard = PathGuard("X_PATH_SEGMENTS", {})
    with pytest.raises(InvalidArgumentError):
        guard.check(encode.path(*parts))


def test_letters_and_digits_are_no_way_around_a_number_of_segments() -> None:
    guard = PathGuard("X_PATH_SEGMENTS", {"name": (2, 2)})
    with pytest.raises(InvalidArgumentError, match="2 segments"):
        guard.check(encode.path("/a/", ("name", "one")))
    guard.check(encode.path("/b/", ("other", "one")))
