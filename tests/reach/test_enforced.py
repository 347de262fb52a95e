"""What callers of REST and MCP cannot do, and what is refused if anything in the package went wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest

from generated.quay._runtime.calls.path_values import PathGuard, PlainPaths
from generated.quay._runtime.calls.preparing import Upstream
from generated.quay._runtime.calls.reach import Reach
from generated.quay._runtime.errors import InvalidArgumentError, OutOfReachError
from generated.quay._runtime.messages import Operation, Request
from generated.quay._runtime.options import RequestOptions
from generated.quay._runtime.settings import Api, ApiSettings
from generated.quay._runtime.wire import encoding
from tests.support.living import Said, Seen, living, said
from tests.support.processes import environment, run

BASE: Final = "https://shop.test/v1"
GET: Final = Operation("shop", "get", "GET", path="/items/{id}/x", headers=("X-Tenant",))


def _upstream(*, guarded: bool = True, **settings: Any) -> Upstream:
    api = Api(namespace="shop", prefix="SHOP", base_uri=(BASE,))
    return Upstream(ApiSettings(api=api, environ={}, **settings), guarded=guarded)


URLS: Final = {
    "another host": ("https://evil.test/v1/items/1/x", "SHOP_BASE_URI"),
    "a longer host": ("https://shop.test.evil.test/v1/items/1/x", "SHOP_BASE_URI"),
    "a user name": ("https://shop.test@evil.test/v1/items/1/x", "SHOP_BASE_URI"),
    "another port": ("https://shop.test:8443/v1/items/1/x", "SHOP_BASE_URI"),
    "another scheme": ("http://shop.test/v1/items/1/x", "SHOP_BASE_URI"),
    "another prefix": ("https://shop.test/v2/items/1/x", "SHOP_BASE_URI"),
    "a longer prefix": ("https://shop.test/v11/items/1/x", "SHOP_BASE_URI"),
    "another path": ("https://shop.test/v1/users/1/x", "SHOP_PATH_SEGMENTS"),
    "one segment more": ("https://shop.test/v1/items/1/2/x", "SHOP_PATH_SEGMENTS"),
    "one segment less": ("https://shop.test/v1/items/x", "SHOP_PATH_SEGMENTS"),
    "nothing in a segment": ("https://shop.test/v1/items//x", "SHOP_PATH_SEGMENTS"),
    "more at the end": ("https://shop.test/v1/items/1/x/y", "SHOP_PATH_SEGMENTS"),
    "a fragment": ("https://shop.test/v1/items/1/x#y", "SHOP_PATH_SEGMENTS"),
    "a query that ends the path": ("https://shop.test/v1/items/1?/x", "SHOP_PATH_SEGMENTS"),
}


@pytest.mark.parametrize("case", URLS)
def test_another_address_is_refused_with_rule_and_setting(case: str) -> None:
    url, setting = URLS[case]
    with pytest.raises(OutOfReachError, match=f"rule: .*setting {setting}") as refused:
        Reach("SHOP", BASE, {}).check(GET, url, ())
    assert "REACH.md" in str(refused.value)


def test_what_is_listed_goes_out() -> None:
    check = Reach("SHOP", BASE, {"id": (1, 2)}, ("x-request-id",)).check
    headers = (("Accept", "*/*"), ("x-tenant", "1"), ("X-REQUEST-ID", "2"))
    for url in ("/items/1/x", "/items/a%2Fb/x", "/items/a/b/x", "/items/1/x?q=/&r=?"):
        check(GET, BASE + url, headers)
    with pytest.raises(OutOfReachError):
        check(GET, f"{BASE}/items/a/b/c/x", ())


@pytest.mark.parametrize(
    "name", ["X-Evil", "Authorization", "Host", "X-HTTP-Method-Override", "Cookie"]
)
def test_another_header_is_refused(name: str) -> None:
    with pytest.raises(OutOfReachError, match=r"rule: header names; setting FORWARD_HEADERS"):
        Reach("SHOP", BASE, {}).check(GET, f"{BASE}/items/1/x", ((name, "1"),))


@pytest.mark.parametrize("guarded", [True, False])
def test_a_request_that_was_made_wrongly_is_not_sent(guarded: bool) -> None:
    """As if a function of `operations.py` had made it."""
    for path, headers in (
        ("/users/1", ()),
        ("/items/1/x/../../y", ()),
        ("/items/1/x", (("X-Evil", "1"),)),
    ):
        with pytest.raises(InvalidArgumentError):
            _upstream(guarded=guarded).prepare(Request(GET, path, headers=headers))


def test_the_configured_base_uri_is_the_host() -> None:
    upstream = _upstream(base_uri="http://127.0.0.1:9/x")
    assert upstream.prepare(Request(GET, "/items/1/x")).url == "http://127.0.0.1:9/x/items/1/x"


def test_forwarded_headers_are_those_that_the_adapter_allows() -> None:
    upstream = _upstream()
    assert upstream.prepare(Request(GET, "/items/1/x"), forwarded=(("traceparent", "1"),))
    with pytest.raises(OutOfReachError):
        upstream.prepare(Request(GET, "/items/1/x"), forwarded=(("x-user", "1"),))
    upstream.forwards(frozenset(("x-user",)))
    assert upstream.prepare(Request(GET, "/items/1/x"), forwarded=(("X-User", "1"),))


def test_what_a_program_adds_is_its_own() -> None:
    options = RequestOptions(headers={"X-Mine": "1"}, query={"more": "1"}, idempotency_key="k")
    wire = _upstream(guarded=False).prepare(Request(GET, "/items/1/x"), options)
    assert ("X-Mine", "1") in wire.headers
    assert wire.url.endswith("?more=1")


def test_the_setting_switches_it_off() -> None:
    upstream = _upstream(reach_check=False)
    assert upstream.prepare(Request(GET, "/users/1", headers=(("X-Evil", "1"),)))
    settings = ApiSettings.from_environment(
        Api(namespace="shop", prefix="SHOP", base_uri=(BASE,)), {"SHOP_REACH_CHECK": "false"}
    )
    assert settings.reach_check is False


# --- callers from outside ------------------------------------------------------------------------

SPEC: Final = """
naftiko: 1.0.0-alpha2
info: {label: Shop}
capability:
  consumes:
    - type: http
      namespace: shop
      description: The shop.
      baseUri: UPSTREAM/v1
      inputParameters: [{name: X-Tenant, in: header, type: string}]
      resources:
        - name: items
          path: /items/{id}/parts/{part}
          operations:
            - name: get-part
              method: GET
              inputParameters: [{name: q, in: query, type: string}]
  exposes:
    - type: rest
      namespace: shop-rest
      port: PORT_rest
      resources:
        - name: items
          path: /items/{id}/parts/{part}
          operations:
            - {name: get, method: GET, call: shop.get-part, with: {id: rest.id, part: rest.part}}
    - type: mcp
      namespace: shop-mcp
      port: PORT_mcp
      tools:
        - {name: get, description: Gets., call: shop.get-part}
"""
VALUES: Final = (
    *(
        "..",
        ".",
        "a/b",
        "../../admin",
        "a%2Fb",
        "%2e%2e",
        "%252e%252e%252f",
        "..;/",
        "a\\b",
        "?x=1",
    ),
    *(
        "#x",
        "@evil.test",
        "//evil.test",
        "http://evil.test",
        "a\r\nX-Evil: 1",
        "a\x00",
        "{part}",
        "\u2025",
    ),
    *("a b", "a;b=c", "%u002f", "%c0%af", "&admin=1", "a=b", "\u202e", "x" * 300),
)


def _answer(_: Seen) -> Said:
    return said({})


def _is_within(seen: Seen) -> bool:
    path = seen.target.partition("?")[0]
    pieces = path.split("/")
    listed = {
        "accept",
        "accept-encoding",
        "user-agent",
        "host",
        "x-tenant",
        "x-request-id",
        "traceparent",
    }
    return (
        seen.method == "GET"
        and (pieces[1], pieces[2], pieces[4], len(pieces)) == ("v1", "items", "parts", 6)
        and set(seen.headers) <= listed
    )


def test_no_value_of_a_caller_leaves_the_template(tmp_path: Path) -> None:
    odd = {
        "X_Evil": "1",
        "X_HTTP_Method_Override": "DELETE",
        "X_Original_URL": "/admin",
        "Forwarded": "x",
    }
    with living(SPEC, tmp_path, _answer) as running:
        sent = 0
        for value in VALUES:
            for path in (
                f"/items/{quote(value, safe='')}/parts/1",
                f"/items/1/parts/{quote(value, safe='')}",
            ):
                running.rest("GET", path, **odd)
            running.rest("GET", f"/items/1/parts/1?q={quote(value, safe='')}&X-Evil=1", **odd)
            running.rest("DELETE", "/items/1/parts/1", **odd)
            for arguments in ({"id": value, "part": "1"}, {"id": "1", "part": "1", "q": value}):
                running.tool("get", **arguments)
            if value.isprintable():
                running.tool("get", id="1", part="1", **{"X-Tenant": value})
            seen = running.upstream.take()
            sent += len(seen)
            assert all(map(_is_within, seen)), (value, seen)
        assert sent > 50


def test_clients_build_nothing_else(tmp_path: Path) -> None:
    with living(SPEC, tmp_path, _answer) as running:
        code = (
            "import json, sys, living\n"
            "with living.ShopClient() as client:\n"
            "    for value in json.loads(sys.argv[1]):\n"
            "        for arguments in ((value, '1'), ('1', value)):\n"
            "            try:\n                client.get_part(*arguments, q=value)\n"
            "            except (living.InvalidArgumentError, UnicodeError):\n                pass\n"
        )
        variables = environment(SHOP_BASE_URI=f"{running.upstream.url}/v1")
        done = run([sys.executable, "-c", code, json.dumps(VALUES[:-1])], variables, tmp_path)
        assert done.returncode == 0, done.stderr
        seen = running.upstream.take()
        assert len(seen) > 20
        assert all(map(_is_within, seen)), [each for each in seen if not _is_within(each)]


# --- what needs no further look ------------------------------------------------------------------

PLAIN: Final[dict[str, list[tuple[Any, ...]]]] = {
    "/items/{id}": [("/items/", ("id", "a1"))],
    "/items/{id}/x/{part}": [("/items/", ("id", "a1"), "/x/", ("part", "2"))],
    "/v1.0/items/{id}.json": [("/v1.0/items/", ("id", "a1"), ".json")],
    "/items/{id}:cancel": [("/items/", ("id", "a1"), ":cancel")],
}
NOT_PLAIN: Final[dict[str, list[tuple[Any, ...]]]] = {
    "/items/{id}": [
        ("/users/", ("id", "a1")),
        ("/items/",),
        ("/items/", ("id", "")),
        ("/items/", ("id", "a1"), "/x"),
        ("/items/", ("id", "a1"), "", ("more", "2")),
        ("/items/", ("id", "a"), "/", ("id", "b")),
        ("/items", "/", ("id", "a1")),
        *(("/items/", ("id", value)) for value in (*VALUES[:-1], "é", "٣", 1, True, None, ["a"])),
    ],
    "/items/{id}/x": [("/items/", ("id", "a1"), "/y"), ("/items/", ("id", "a1"))],
    "/items/../{id}": [("/items/../", ("id", "a1"))],
    "/items/.{id}": [("/items/.", ("id", "a1"))],
    "/two/{two}": [("/two/", ("two", "a1"))],
}


def _made(parts: tuple[Any, ...]) -> Any:
    try:
        return encoding.path(*parts)
    except InvalidArgumentError:
        return None


@pytest.mark.parametrize("template", PLAIN)
def test_letters_and_digits_between_the_operations_constants_are_known(template: str) -> None:
    known = PlainPaths({"id": (1, 2)})
    for parts in PLAIN[template]:
        path = encoding.path(*parts)
        assert known.has(Operation("shop", "op", "GET", path=template), path)
        # What is known to be good is what a full look finds good.
        Reach("SHOP", BASE, {}).check(
            Operation("shop", "op", "GET", path=template), BASE + path, ()
        )
        PathGuard("SHOP_PATH_SEGMENTS", {}).check(path)


@pytest.mark.parametrize("template", NOT_PLAIN)
def test_anything_else_is_looked_at(template: str) -> None:
    known = PlainPaths({"two": (2, 2)})
    operation = Operation("shop", "op", "GET", path=template)
    for parts in NOT_PLAIN[template]:
        path = _made(parts)
        assert path is None or not known.has(operation, path), (template, parts)


def test_a_path_without_values_is_known_as_it_stands() -> None:
    known, whole = PlainPaths({}), Operation("shop", "all", "GET", path="/items/all")
    assert known.has(whole, "/items/all")
    assert not any(
        known.has(whole, other) for other in ("/items/al", "/items/all/", "/items/all?x")
    )
    assert not known.has(Operation("shop", "any", "GET"), "/items/all")
    for odd in ("/items/./all", "/items/%2e%2e/all", "/items/a b", "/items/a#b", "/items/a?b"):
        assert not known.has(Operation("shop", odd, "GET", path=odd), odd)


@pytest.mark.parametrize("guarded", [True, False])
def test_names_of_headers_are_kept_only_when_they_are_listed(guarded: bool) -> None:
    """Twice: what was refused once is not let through because it is known by then."""
    upstream = _upstream(guarded=guarded)
    for _ in range(3):
        plain = encoding.path("/items/", ("id", "a1"), "/x")
        assert upstream.prepare(Request(GET, plain), forwarded=(("accept", "*/*"),))
        with pytest.raises(OutOfReachError):
            upstream.prepare(Request(GET, plain, headers=(("X-Evil", "1"),)))
        if guarded:
            with pytest.raises(OutOfReachError):
                upstream.prepare(Request(GET, plain), forwarded=(("range", "0-1"),))
    upstream.forwards(frozenset(("range",)))
    assert upstream.prepare(Request(GET, plain), forwarded=(("range", "0-1"),))
    upstream.forwards(frozenset())
    if guarded:
        with pytest.raises(OutOfReachError):
            upstream.prepare(Request(GET, plain), forwarded=(("range", "0-1"),))


def test_most_requests_meet_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check costs is told by what it does: for plain values nothing beyond one comparison."""
    looked: list[str] = []
    check = Reach.check

    def counted(self: Reach, operation: Operation, url: str, headers: Any) -> None:
        looked.append(url)
        check(self, operation, url, headers)

    monkeypatch.setattr(Reach, "check", counted)
    upstream = _upstream()
    for number in range(20):
        path = encoding.path("/items/", ("id", f"a{number}"), "/x")
        upstream.prepare(Request(GET, path, "q=1"), forwarded=(("x-request-id", f"{number}"),))
    assert len(looked) == 1
