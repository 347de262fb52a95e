"""The fourteen requests, and what each has to give. A trial returns nothing, or raises what went wrong."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.support.raw_http import Reply, fetch

from .upstream import BIG

TOOL: Final = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "get-duck", "arguments": {"id": "a b"}},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a host serves: the REST adapter, the MCP server, and the upstream behind both."""

    rest: str
    mcp: str
    prefix: str
    upstream: str

    def get(self, path: str, **more: Any) -> Reply:
        return fetch(self.rest, "GET", self.prefix + path, **more)


class WrongError(Exception):
    """A host gave something else."""


def expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise WrongError(f"{str(found)[:60]} instead of {str(wanted)[:60]}")


def a_path(place: Place) -> None:
    reply = place.get("/ducks/7")
    expect((reply.status, reply.json["target"]), (200, "/ducks/7"))


def a_slash_in_a_value(place: Place) -> None:
    """Refused by default, or sent as `%2F`; never another path."""
    reply = place.get("/ducks/a%2Fb")
    expect((reply.status, b"POND_PATH_SEGMENTS" in reply.body), (422, True))


def other_characters(place: Place) -> None:
    expect(place.get("/ducks/%C3%BC%20%25").json["target"], "/ducks/%C3%BC%20%25")


def a_query(place: Place) -> None:
    expect(place.get("/ducks?colour=a%26b+c").json["target"], "/ducks?colour=a%26b%20c")


def a_body(place: Place) -> None:
    headers = {"Content-Type": "application/json"}
    reply = fetch(
        place.rest, "POST", f"{place.prefix}/ducks", headers=headers, body=b'{"name": "\xc3\xbc"}'
    )
    expect(json.loads(reply.json["body"].encode("latin-1")), {"name": "ü"})


def no_content(place: Place) -> None:
    reply = fetch(place.rest, "DELETE", f"{place.prefix}/ducks")
    expect((reply.status, reply.body), (204, b""))


def an_error_of_upstream(place: Place) -> None:
    reply = place.get("/missing")
    expect((reply.status, reply.json), (404, {"error": "no such thing"}))


def a_large_answer(place: Place) -> None:
    expect(len(place.get("/big").body), BIG)


def events(place: Place) -> None:
    """The first one comes before the second is made, three seconds later."""
    connection = http.client.HTTPConnection(place.rest.removeprefix("http://"), timeout=10)
    began = time.monotonic()
    connection.request("GET", f"{place.prefix}/events")
    first = connection.getresponse().read(9)
    late = time.monotonic() - began > 2
    connection.close()
    expect((first, late), (b"data: 1\n\n", False))


def an_answer_that_is_cut(place: Place) -> None:
    """The caller notices: an error of the connection, or a status that says so."""
    try:
        reply = place.get("/cut")
    except (http.client.HTTPException, OSError):
        return
    expect(reply.status >= 500, True)


def a_body_that_is_too_large(place: Place) -> None:
    """A caller that sends 20 MB before it reads sees the 413, each time: some servers race with it."""
    headers = {"Content-Type": "application/json"}
    body = b"x" * 20_000_000
    for _ in range(10):
        reply = fetch(place.rest, "POST", f"{place.prefix}/ducks", headers=headers, body=body)
        expect(reply.status, 413)


def http_1_0(place: Place) -> None:
    """No chunks in the answer."""
    host, _, port = place.rest.removeprefix("http://").partition(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        request = f"GET {place.prefix}/big HTTP/1.0\r\nHost: localhost\r\n\r\n"
        connection.sendall(request.encode())
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    expect((b"chunked" in head.lower(), len(body)), (False, BIG))


def a_caller_that_leaves(place: Place) -> None:
    """The upstream connection is closed soon after."""
    before = fetch(place.upstream, "GET", "/log").json["left"]
    host, _, port = place.rest.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {place.prefix}/slow HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.5)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if fetch(place.upstream, "GET", "/log").json["left"] > before:
            return
        time.sleep(0.1)
    raise WrongError("the upstream connection stays open")


def a_tool(place: Place) -> None:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2025-11-25",
    }
    body = json.dumps(TOOL).encode()
    reply = fetch(place.mcp, "POST", f"{place.prefix}/mcp", headers=headers, body=body)
    text = reply.json["result"]["content"][0]["text"]
    expect(json.loads(text)["target"], "/ducks/a%20b")


TRIALS: Final[dict[str, Callable[[Place], None]]] = {
    "path": a_path,
    "`%2F`": a_slash_in_a_value,
    "characters": other_characters,
    "query": a_query,
    "body": a_body,
    "204": no_content,
    "404": an_error_of_upstream,
    "5 MB": a_large_answer,
    "events": events,
    "cut": an_answer_that_is_cut,
    "413": a_body_that_is_too_large,
    "HTTP/1.0": http_1_0,
    "leaves": a_caller_that_leaves,
    "tool": a_tool,
}


def verdict(trial: Callable[[Place], None], place: Place) -> str:
    """Empty where it works, else what went wrong, in a few words."""
    try:
        trial(place)
    except WrongError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:100]
    return ""
