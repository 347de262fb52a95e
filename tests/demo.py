"""`make demo`: client, REST app and MCP server at work on this machine, without a Quay account.

Starts a fake Quay and the two servers on free ports, makes the same calls each way, shows what went
where, and stops everything. Ends with an error as soon as anything is not as it should be.
"""

from __future__ import annotations

import asyncio
import functools
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from generated.quay import AsyncQuayClient, Error, QuayClient
from tests.fake_quay import WIDE, FakeQuay
from tests.support import tools
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch

_BOLD, _DIM, _GREEN, _PLAIN = (
    ("\033[1m", "\033[2m", "\033[32m", "\033[0m") if sys.stdout.isatty() else ("", "", "", "")
)
REPOSITORY = "devtable/nested/x"
"""A name with slashes: it must stay one segment of the path all the way to Quay."""


def headline(text: str) -> None:
    print(f"\n{_BOLD}{text}{_PLAIN}")


class Demo:
    """Shows calls, and looks at each of them."""

    def __init__(self, quay: FakeQuay) -> None:
        self.quay = quay
        self.calls = 0

    def show(self, call: str, make: Callable[[], str], upstream: str) -> None:
        """Make a call; it must send exactly this one request to Quay."""
        self.quay.take()
        print(f"  {call}")
        result = make()
        request = self.quay.take_one()
        if str(request) != upstream:
            raise SystemExit(f"expected {upstream} at Quay, but it received {request}")
        print(f"    {_DIM}Quay received{_PLAIN}  {request}")
        print(f"    {_GREEN}and came back{_PLAIN}  {result}")
        self.calls += 1


def short(value: Any) -> str:
    """A value in one line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 88 else text[:85] + "…"


def reply(found: Reply, status: int) -> str:
    """An answer of the REST adapter in one line."""
    if found.status != status:
        raise SystemExit(f"expected the status {status}, not {found.status}: {found.body!r}")
    body = short(found.json) if found.body else "(no body)"
    return f"{found.status} {found.content_type} {body}"


def with_the_client(demo: Demo) -> None:
    headline("1. The client: plain Python, typed, one method for each operation")
    with QuayClient(base_uri=demo.quay.base_uri, token=WIDE) as client:
        demo.show(
            'client.listrepos(namespace="devtable")',
            lambda: short(client.listrepos(namespace="devtable")),
            "GET /api/v1/repository?namespace=devtable",
        )
        demo.show(
            f'client.getrepo("{REPOSITORY}")',
            lambda: short(client.getrepo(REPOSITORY)),
            "GET /api/v1/repository/devtable%2Fnested%2Fx",
        )
        demo.show(
            'client.getrepo("devtable/nope")',
            lambda: _failure(lambda: client.getrepo("devtable/nope")),
            "GET /api/v1/repository/devtable%2Fnope",
        )

    async def user() -> Any:
        async with AsyncQuayClient(base_uri=demo.quay.base_uri, token=WIDE) as client:
            return await client.getloggedinuser()

    demo.show(
        "await AsyncQuayClient().getloggedinuser()",
        lambda: short(asyncio.run(user())["username"]),
        "GET /api/v1/user/",
    )


def _failure(call: Callable[[], Any]) -> str:
    try:
        call()
    except Error as error:
        return f"{type(error).__name__}: {error}"
    raise SystemExit("expected an error")


def _answered(ask: Callable[[], Reply], status: int) -> str:
    return reply(ask(), status)


def with_rest(demo: Demo, environ: dict[str, str]) -> None:
    headline("2. The REST app: python -m generated.quay rest")
    with serve("rest", environ) as served:
        print(f"  {_DIM}listening on {served.url}{_PLAIN}")
        body = json.dumps({"repository": "demo", "visibility": "private", "description": ""})
        demo.show(
            "POST /repository",
            lambda: reply(
                fetch(
                    served.url,
                    "POST",
                    "/repository",
                    headers={"Content-Type": "application/json"},
                    body=body.encode(),
                ),
                201,
            ),
            "POST /api/v1/repository",
        )
        wanted = (
            ("GET", "/repository/devtable%2Fsimple/tag/", 200, "repository/devtable%2Fsimple/tag/"),
            ("DELETE", "/repository/devtable%2Fdemo", 204, "repository/devtable%2Fdemo"),
            ("GET", "/repository", 400, "repository"),
        )
        for method, target, status, upstream in wanted:
            ask = functools.partial(fetch, served.url, method, target)
            answer = functools.partial(_answered, ask, status)
            demo.show(f"{method} {target}", answer, f"{method} /api/v1/{upstream}")
        print("  GET /repository?public=maybe")
        refused = fetch(served.url, "GET", "/repository?public=maybe")
        reply(refused, 422)
        if demo.quay.take():
            raise SystemExit("a faulty request went on to Quay")
        print(f"    {_DIM}Quay received{_PLAIN}  nothing")
        fault = short(refused.json["errors"])
        print(f"    {_GREEN}and came back{_PLAIN}  422 {refused.content_type} {fault}")


def with_tools(demo: Demo, environ: dict[str, str]) -> None:
    headline("3. The MCP server: python -m generated.quay mcp")
    with tools.portal() as portal:
        with serve("mcp", environ) as served:
            url = served.url + "/mcp"
            for mode, era in (("legacy", "with a handshake"), ("2026-07-28", "2026-07-28")):
                print(f"  {_DIM}over HTTP at {url}, protocol {era}{_PLAIN}")
                with tools.http_session(portal, url, mode) as session:
                    _use_tools(demo, session)
        print(f"  {_DIM}over standard input and output{_PLAIN}")
        with tools.stdio_session(portal, environ) as session:
            _use_tools(demo, session)


def _use_tools(demo: Demo, session: tools.ToolCaller) -> None:
    listed = session.tools()
    if len(listed) != 16:
        raise SystemExit(f"expected 16 tools, found {len(listed)}")
    print(f"  tools/list: {len(listed)} tools, {', '.join(tool.name for tool in listed[:4])}, …")

    def call() -> str:
        result = session.call("listrepotags", {"repository": "devtable/simple"})
        if result.is_error:
            raise SystemExit(f"the tool failed: {tools.text_of(result)}")
        return short(result.structured_content)

    demo.show(
        'tools/call listrepotags {"repository": "devtable/simple"}',
        call,
        "GET /api/v1/repository/devtable%2Fsimple/tag/",
    )


def main() -> None:
    begin = time.monotonic()
    with FakeQuay() as quay:
        print(f"A fake Quay listens on {quay.base_uri}; everything below really happens.")
        environ = environment(QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE)
        demo = Demo(quay)
        with_the_client(demo)
        with_rest(demo, environ)
        with_tools(demo, environ)
    seconds = time.monotonic() - begin
    print(f"\n{_BOLD}{demo.calls} calls, each as it should be, in {seconds:.1f} seconds.{_PLAIN}")


if __name__ == "__main__":
    main()
