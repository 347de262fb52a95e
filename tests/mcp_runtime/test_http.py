"""What stands around the protocol over HTTP: checks, limits, the caller's headers, start and end."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.errors import MissingDependencyError, SettingError
from templates.runtime.mcp import backend
from templates.runtime.mcp.app import McpApp
from templates.runtime.mcp.call import Toolbox
from templates.runtime.mcp.http import McpHttp
from templates.runtime.mcp.refused import NO_MESSAGE
from templates.runtime.mcp.settings import McpAdapter, McpSettings
from templates.runtime.server.metrics import together
from tests.support.raw_http import fetch

from .asking import VERSION, Answered, Asked, ask, legacy, modern, running
from .conftest import sample_app, served
from .sample import ADAPTER, APP, TOOLS, Answers, reply

CALL = legacy("tools/call", {"name": "echo", "arguments": {"name": "x"}})
BY_SDK = legacy("tools/call", {"name": "echo", "arguments": {"name": "x"}}, 2**60)
"""An id that the fast path leaves to the SDK."""


def answered(asked: Asked, **settings: Any) -> tuple[Answered, Answers]:
    async def one() -> tuple[Answered, Answers]:
        app, answers = sample_app(McpSettings(**settings))
        async with running(app):
            return await ask(app, asked), answers

    return asyncio.run(one())


def refused(asked: Asked, **settings: Any) -> tuple[int, str]:
    answer, answers = answered(asked, **settings)
    assert answers.asked == []
    assert answer.media_type == "application/problem+json"
    return answer.status, json.loads(answer.body)["detail"]


BOTH_PATHS = pytest.mark.parametrize("asked", [CALL, BY_SDK], ids=["fast", "sdk"])


@BOTH_PATHS
@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:9090", "[::1]:9090", "LOCALHOST:1", "mcp.example:443"]
)
def test_hosts_that_are_served(asked: Asked, host: str) -> None:
    settings = {"allowed_hosts": ("mcp.example",), "host": "0.0.0.0"}
    assert answered(asked.with_header("host", host), **settings)[0].status == 200


@BOTH_PATHS
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", None, "localhost.evil.example:9090"]
)
def test_other_hosts_are_refused_whatever_the_address(
    asked: Asked, host: str | None, address: str
) -> None:
    status, detail = refused(asked.with_header("host", host), host=address)
    assert status == 421
    assert "SAMPLE_MCP_ALLOWED_HOSTS" in detail


@BOTH_PATHS
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"]
)
def test_pages_of_other_origins_are_refused(asked: Asked, origin: str) -> None:
    status, detail = refused(asked.with_header("origin", origin))
    assert status == 403
    assert "SAMPLE_MCP_ALLOWED_ORIGINS" in detail


def test_an_allowed_origin_gets_cors() -> None:
    async def both() -> list[dict[bytes, bytes]]:
        app, _ = sample_app(McpSettings(allowed_origins=("https://ui.example",)))
        heads = []
        async with running(app):
            for asked in (
                CALL,
                BY_SDK,
                replace(
                    CALL.with_header("access-control-request-method", "POST"), method="OPTIONS"
                ),
            ):
                heads.append(await _head(app, asked.with_header("origin", "https://ui.example")))
        return heads

    for head in asyncio.run(both()):
        assert head[b"access-control-allow-origin"] == b"https://ui.example"


async def _head(app: McpHttp, asked: Asked) -> dict[bytes, bytes]:
    heads: list[dict[bytes, bytes]] = []

    async def watching(scope: Any, receive: Any, send: Any) -> None:
        async def watched(message: Any) -> None:
            if message["type"] == "http.response.start":
                heads.append(dict(message["headers"]))
            await send(message)

        await app(scope, receive, watched)

    await ask(watching, asked)  # type: ignore[arg-type]
    return heads[0]


def test_other_methods_and_paths() -> None:
    for method in ("GET", "DELETE", "PUT", "OPTIONS"):
        assert refused(replace(CALL, method=method))[0] == 405
    assert refused(replace(CALL, path="/nowhere"))[0] == 404
    assert refused(replace(CALL, path="/.well-known/oauth-protected-resource"))[0] == 404
    for path in ("/mcp/", "/"):
        assert answered(replace(CALL, path=path))[0].status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("OPTIONS", "*", 204), ("POST", "*", 404), ("GET", "*", 404), ("OPTIONS", "/*", 404)],
)
def test_options_of_the_server(method: str, path: str, status: int) -> None:
    """RFC 9110, 9.3.7: `*` asks for no resource."""
    assert answered(replace(CALL, method=method, path=path))[0].status == status


@BOTH_PATHS
def test_an_encoded_body_is_refused_as_such(asked: Asked) -> None:
    """RFC 9110, 15.5.16: 415, and which coding is taken; it is no message that cannot be parsed."""

    async def head_of_answer(asked: Asked) -> dict[bytes, bytes]:
        app, _ = sample_app(McpSettings())
        async with running(app):
            return await _head(app, asked)

    for body in (asked.body, gzip.compress(asked.body)):
        coded = replace(asked.with_header("content-encoding", "gzip"), body=body)
        answer, _ = answered(coded)
        assert answer.status == 415
        assert "Content-Encoding" in json.loads(answer.body)["detail"]
        assert asyncio.run(head_of_answer(coded))[b"accept-encoding"] == b"identity"
    assert answered(asked.with_header("content-encoding", "Identity"))[0].status == 200


@BOTH_PATHS
def test_mounted_under_a_prefix(asked: Asked) -> None:
    assert answered(replace(asked, path="/tools/mcp", root_path="/tools"))[0].status == 200


@BOTH_PATHS
def test_callers_show_credentials_where_asked_and_they_stay_here(asked: Asked) -> None:
    adapter = ADAPTER.replace(authentication=Bearer((Variable("CALLERS"),)))
    settings = McpSettings(environ={"CALLERS": "right"})

    async def one(asked: Asked) -> tuple[Answered, Answers]:
        answers = Answers()
        declared = replace(APP, declaration=adapter)
        app = McpHttp(declared.toolbox(settings), answers, declared.guard(settings), settings)
        async with running(app):
            return await ask(app, asked), answers

    for given in (None, "Bearer wrong", "Basic cmlnaHQ=", "right"):
        answer, answers = asyncio.run(one(asked.with_header("authorization", given)))
        assert answer.status == 401
        assert answers.asked == []
    answer, answers = asyncio.run(one(asked.with_header("authorization", "Bearer right")))
    assert answer.status == 200
    assert "right" not in repr([(request.headers, request.body) for request in answers.asked])
    assert answers.forwarded == []


@BOTH_PATHS
def test_the_trace_goes_on_upstream(asked: Asked) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    asked = asked.with_header("traceparent", trace).with_header("cookie", "session=1")
    answer, answers = answered(asked)
    assert answer.status == 200
    assert answers.forwarded == [(("traceparent", trace),)]


def test_white_space_around_header_values_means_nothing() -> None:
    asked = modern("tools/call", {"name": "echo", "arguments": {"name": "x"}})
    for name, value in (
        ("mcp-method", "tools/call \t"),
        ("mcp-name", " echo"),
        ("mcp-protocol-version", "2026-07-28 "),
    ):
        answer, answers = answered(asked.with_header(name, value))
        assert answer.status == 200, answer.body
        assert len(answers.asked) == 1


@pytest.mark.parametrize("space", [" ", "\t", " \t "])
def test_white_space_after_what_we_read_ourselves_means_nothing(space: str) -> None:
    """httptools hands values on with what follows them."""
    settings = McpSettings(
        allowed_origins=("https://ui.example",),
        environ={"SAMPLE_MCP_API_KEY": "right"},
    )
    answers = Answers()

    async def one() -> Answered:
        app = McpHttp(APP.toolbox(settings), answers, APP.guard(settings), settings)
        async with running(app):
            asked = CALL
            for name, value in (
                ("x-api-key", "right"),
                ("host", "localhost"),
                ("origin", "https://ui.example"),
                ("accept", "application/json"),
                ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ):
                asked = asked.with_header(name, value + space)
            return await ask(app, asked)

    assert asyncio.run(one()).status == 200
    (((_, trace),),) = answers.forwarded
    assert trace == trace.strip()


def test_a_call_through_the_sdk_looks_up_one_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the look-up the SDK lists every tool at each call of 2026-07-28."""
    wanted: list[str] = []
    look_up = Toolbox.input_schema

    def noting(self: Toolbox, name: str) -> Any:
        wanted.append(name)
        return look_up(self, name)

    monkeypatch.setattr(Toolbox, "input_schema", noting)
    params = {"name": "echo", "arguments": {"name": "x"}}
    assert answered(modern("tools/call", params, 2**60))[0].status == 200
    assert wanted == ["echo"]


@pytest.mark.parametrize("pieces", [1, 5])
def test_a_body_over_the_limit(pieces: int) -> None:
    asked = replace(
        legacy("tools/call", {"name": "echo", "arguments": {"name": "x" * 2000}}), pieces=pieces
    )
    answer, answers = answered(asked, max_body_bytes=1000)
    assert answer.status == 413
    assert answers.asked == []


def test_headers_over_the_limits() -> None:
    many = CALL
    for number in range(60):
        many = many.with_header(f"x-{number}", "y")
    assert refused(many, max_headers=50)[0] == 431
    assert refused(CALL.with_header("x-long", "y" * 5000), max_header_bytes=4000)[0] == 431


def test_too_many_requests_at_once() -> None:
    async def many() -> list[int]:
        app, _ = sample_app(McpSettings(max_connections=3))
        async with running(app):
            slow = [ask(app, legacy("tools/call", {"name": "slow"})) for _ in range(6)]
            return sorted([answer.status for answer in await asyncio.gather(*slow)])

    assert asyncio.run(many()) == [200, 200, 200, 503, 503, 503]


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    app, _ = sample_app(McpSettings(body_timeout=0.3))
    with (
        served(app) as base,
        socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])), 10) as one,
    ):
        one.sendall(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert one.recv(1000).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("make", [legacy, modern])
def test_loading_the_sdk_is_no_callers_time(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., Asked]
) -> None:
    """Users' world, B.3: a body that has arrived is no slow one (408: RFC 9110, 15.5.9)."""
    load = backend.load

    def slowly() -> Any:
        time.sleep(1)
        return load()

    monkeypatch.setattr(backend, "load", slowly)
    app, _ = sample_app(McpSettings(body_timeout=0.2, send_timeout=0.2))
    asked = make("tools/call", {"name": "object"}, 2**60)
    with served(app) as base, _connected(base) as one:
        # As uvicorn hands it on: the body in two pieces, and the end of it by itself.
        one.sendall(_head_of(asked) + asked.body[:10])
        time.sleep(0.1)
        one.sendall(asked.body[10:])
        answer = http.client.HTTPResponse(one)
        answer.begin()
        assert answer.status == 200
        assert json.loads(answer.read())["result"]["structuredContent"]["name"] == "simple"


def _connected(base: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])), 10)


def _head_of(asked: Asked) -> bytes:
    lines = [b"%b: %b" % pair for pair in asked.headers]
    lines.append(b"content-length: %d" % len(asked.body))
    return b"POST /mcp HTTP/1.1\r\n%b\r\n\r\n" % b"\r\n".join(lines)


@pytest.mark.parametrize("make", [legacy, modern])
@pytest.mark.parametrize("odd", [None, 1.0, 1.5, True, [], {"a": 1}])
@pytest.mark.parametrize("method", ["tools/list", "ping", "initialize"])
def test_an_id_that_is_none_is_answered(make: Callable[..., Asked], odd: Any, method: str) -> None:
    """Users' world, B.6: JSON-RPC 2.0, 4; MCP forbids null."""
    answer, _ = answered(make(method, {}, odd))
    said = json.loads(answer.body)
    assert (answer.status, said["id"], said["error"]["code"]) == (400, None, -32600)


@pytest.mark.parametrize("make", [legacy, modern])
@pytest.mark.parametrize("accept", [None, "", " "])
@pytest.mark.parametrize("request_id", [1, 2**60], ids=["fast", "sdk"])
def test_whoever_does_not_say_what_they_accept_takes_anything(
    make: Callable[..., Asked], accept: str | None, request_id: int
) -> None:
    """Users' world, B.6: RFC 9110, 12.5.1."""
    asked = make("tools/list", request_id=request_id).with_header("accept", accept)
    answer, _ = answered(asked)
    assert (answer.status, answer.media_type) == (200, "application/json")
    assert json.loads(answer.body)["id"] == request_id


@pytest.mark.parametrize("make", [legacy, modern])
@pytest.mark.parametrize("cursor", ["", "x", "MQ=="])
def test_a_cursor_that_nobody_gave(make: Callable[..., Asked], cursor: str) -> None:
    """Users' world, B.6: MCP 2025-11-25, "Pagination"."""
    answer, _ = answered(make("tools/list", {"cursor": cursor}))
    assert json.loads(answer.body)["error"]["code"] == -32602


@BOTH_PATHS
@pytest.mark.parametrize("name", ["host", "authorization", "content-type"])
def test_a_header_that_counts_is_taken_once(asked: Asked, name: str) -> None:
    values = {
        "host": ("evil.example", "127.0.0.1:9090"),
        "authorization": ("Bearer wrong", "Bearer right"),
        "content-type": ("text/plain", "application/json"),
    }[name]
    for first, second in (values, values[::-1]):
        twice = asked.with_header(name, first).with_added_header(name, second)
        status, detail = refused(twice)
        assert (status, detail) == (400, f"The header {name} must be given once.")


@pytest.mark.parametrize("make", [legacy, modern])
@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
        b"null",
        b"5",
        b'"x"',
        b"{}",
        b'{"jsonrpc":"1.0","id":1,"method":"ping"}',
        b'{"id":1,"method":"ping"}',
        b'{"jsonrpc":"2.0","id":1,"method":5}',
        b'{"jsonrpc":"2.0","id":1}',
        b'{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}',
    ],
)
def test_what_is_no_message_is_answered_as_over_stdio(
    make: Callable[..., Asked], body: bytes
) -> None:
    """JSON-RPC 2.0, 5.1; a batch is none in MCP since 2025-06-18."""
    answer, _ = answered(replace(make("ping"), body=body))
    assert (answer.status, json.loads(answer.body)) == (400, json.loads(NO_MESSAGE))


@BOTH_PATHS
@pytest.mark.parametrize("name", ["mcp-method", "mcp-name", "mcp-protocol-version", "mcp-param-x"])
def test_a_header_of_mcp_is_taken_once(asked: Asked, name: str) -> None:
    """A gateway that routes by one of them must not take another than the server does."""
    twice = asked.with_header(name, "2025-11-25").with_added_header(name, "2025-06-18")
    assert refused(twice) == (400, f"The header {name} must be given once.")


@BOTH_PATHS
def test_a_media_type_has_no_case(asked: Asked) -> None:
    answer, _ = answered(asked.with_header("content-type", "Application/JSON; charset=UTF-8"))
    assert answer.status == 200


@BOTH_PATHS
@pytest.mark.parametrize(
    "origins",
    [
        ("https://evil.example", "https://ui.example"),
        ("https://ui.example", "https://evil.example"),
    ],
)
def test_two_origins_are_none_that_is_allowed(asked: Asked, origins: tuple[str, str]) -> None:
    twice = asked.with_header("origin", origins[0]).with_added_header("origin", origins[1])
    status, _ = refused(twice, allowed_origins=("https://ui.example",))
    assert status == 403


@BOTH_PATHS
def test_a_call_may_take_longer_than_its_body(asked: Asked) -> None:
    slow = {**asked.message()["params"], "name": "slow", "arguments": {}}
    asked = asked.with_message({**asked.message(), "params": slow})
    answer, _ = answered(asked, body_timeout=0.1, send_timeout=0.1)
    assert answer.status == 200
    assert json.loads(answer.body)["result"]["structuredContent"] == {"slow": True}


class Plentiful(Answers):
    """Answers with more than sockets hold."""

    async def __call__(self, request: Any) -> Any:
        return reply(200, "text/plain", b"x" * 20_000_000)


@BOTH_PATHS
def test_a_caller_that_does_not_read_is_not_waited_for(asked: Asked) -> None:
    settings = McpSettings(
        send_timeout=0.5, max_response_bytes=50_000_000, max_result_bytes=50_000_000
    )
    app = McpHttp(APP.toolbox(settings), Plentiful(), APP.guard(settings), settings)
    with (
        served(app) as base,
        socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])), 20) as one,
    ):
        one.sendall(_wire(asked))
        assert one.recv(1) == b"H"
        assert app.metrics.waiting() == 1
        ends = time.monotonic() + 10
        while app.metrics.waiting() and time.monotonic() < ends:
            time.sleep(0.02)
        assert app.metrics.waiting() == 0


def test_a_caller_that_leaves_ends_the_call() -> None:
    ended = threading.Event()

    class Watching(Answers):
        async def __call__(self, request: Any) -> Any:
            try:
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                ended.set()
                raise

    settings = McpSettings()
    app = McpHttp(APP.toolbox(settings), Watching(), APP.guard(settings), settings)
    with served(app) as base:
        one = socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])))
        one.sendall(_wire(legacy("tools/call", {"name": "slow"})))
        time.sleep(0.2)
        one.close()
        assert ended.wait(5)


def _wire(asked: Asked) -> bytes:
    head = b"".join(b"%b: %b\r\n" % pair for pair in asked.headers)
    return b"POST /mcp HTTP/1.1\r\n%bContent-Length: %d\r\n\r\n%b" % (
        head,
        len(asked.body),
        asked.body,
    )


@BOTH_PATHS
def test_requests_in_flight_finish_at_shutdown(asked: Asked) -> None:
    app, answers = sample_app()
    slow = asked.with_message(
        {
            **asked.message(),
            "params": {**asked.message()["params"], "name": "slow", "arguments": {}},
        }
    )
    got: list[bytes] = []

    def call(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(_wire(slow))
            with contextlib.suppress(OSError):
                while piece := one.recv(4000):
                    got.append(piece)

    with served(app) as base:
        port = int(base.rpartition(":")[2])
        # The first request loads the SDK where it is needed; the one that matters comes after it.
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(_wire(asked))
            assert one.recv(4000)
        thread = threading.Thread(target=call, args=(port,))
        thread.start()
        time.sleep(0.15)
    thread.join(10)
    assert b'"structuredContent":{"slow":true}' in b"".join(got)
    assert answers.closed


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
def test_every_revision_with_a_handshake(version: str) -> None:
    hello = {
        "protocolVersion": version,
        "capabilities": {},
        "clientInfo": {"name": "x", "version": "1"},
    }

    async def session() -> list[Any]:
        app, _ = sample_app()
        async with running(app):
            asked = (
                legacy("initialize", hello),
                legacy("tools/list", {}, 2, version),
                legacy("tools/call", {"name": "object"}, 3, version),
            )
            return [json.loads((await ask(app, each)).body)["result"] for each in asked]

    shaken, listed, called = asyncio.run(session())
    assert shaken["protocolVersion"] == version
    assert shaken["instructions"] == "Tools for tests."
    assert len(listed["tools"]) == len(TOOLS)
    assert called["structuredContent"]["name"] == "simple"


@pytest.mark.parametrize("version", ["2099-01-01", "x", "", "2025-11-25, 2025-06-18"])
@pytest.mark.parametrize("request_id", [1, "x", None])
def test_a_revision_that_nobody_knows_is_answered_with_those_that_are_known(
    version: str, request_id: int | str | None
) -> None:
    asked = legacy("tools/list", request_id=request_id)
    if request_id is None:
        message = asked.message()
        del message["id"]
        asked = asked.with_message(message)
    answer, _ = answered(asked.with_header("mcp-protocol-version", version))
    body = json.loads(answer.body)
    assert (answer.status, body["id"], body["error"]["code"]) == (400, request_id, -32022)
    assert body["error"]["data"] == {
        "supported": ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", VERSION],
        "requested": version,
    }
    assert VERSION in body["error"]["message"]


def test_a_revision_that_only_the_sdk_may_know_is_the_sdks_to_judge() -> None:
    newer = {"io.modelcontextprotocol/protocolVersion": "2099-01-01"}
    asked = modern("tools/list", {"_meta": newer})
    answer, _ = answered(asked.with_header("mcp-protocol-version", "2099-01-01"))
    error = json.loads(answer.body)["error"]
    assert (error["code"], error["data"]["requested"]) == (-32022, "2099-01-01")
    assert error["data"]["supported"] == [VERSION]


def test_metrics_and_log_know_the_tools(capsys: pytest.CaptureFixture[str]) -> None:
    async def some() -> McpHttp:
        app, _ = sample_app(McpSettings(access_log="json"))
        async with running(app):
            for asked in (
                CALL,
                BY_SDK,
                replace(CALL, method="GET"),
                CALL.with_header("host", "evil.example"),
                legacy("tools/call", {"name": "nothing"}),
            ):
                await ask(app, asked)
        return app

    text = together([("sample-mcp", asyncio.run(some()).metrics)])
    # A tool is counted under its name whoever answers; the other is the one that is not served.
    assert 'method="POST",route="/mcp echo",status="200"} 2' in text
    assert 'method="POST",route="/mcp",status="200"} 1' in text
    lines = [
        json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")
    ]
    assert [line["status"] for line in lines] == [200, 200, 405, 421, 200]
    assert [line["route"] for line in lines] == ["/mcp echo", "/mcp echo", "/mcp", "", "/mcp"]


def test_without_lifespan_and_in_several_loops() -> None:
    app, _ = sample_app()
    for _ in range(2):
        assert asyncio.run(ask(app, BY_SDK)).status == 200


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"read_only": True}, {tool.name for tool in TOOLS} - {"echo"}),
        ({"tools": ("echo", "ima*")}, {"echo", "image"}),
        ({"exclude": ("*",), "tools": ()}, None),
        ({"tools": ("echo", "text"), "exclude": ("t*",)}, {"echo"}),
    ],
)
def test_selected_tools_are_all_that_is_served(
    settings: dict[str, Any], names: set[str] | None
) -> None:
    if names is None:
        with pytest.raises(SettingError, match="SAMPLE_MCP_TOOLS, SAMPLE_MCP_EXCLUDE"):
            sample_app(McpSettings(**settings))
        return
    for make in (legacy, modern):
        answer, _ = answered(make("tools/list"), **settings)
        assert {tool["name"] for tool in json.loads(answer.body)["result"]["tools"]} == names
        hidden = next(tool.name for tool in TOOLS if tool.name not in names)
        answer, answers = answered(make("tools/call", {"name": hidden}), **settings)
        assert json.loads(answer.body)["error"]["code"] == -32602
        assert answers.asked == []


def test_settings_come_from_the_environment() -> None:
    environ = {
        "SAMPLE_MCP_READ_ONLY": "true",
        "SAMPLE_MCP_TOOLS": "a, b*",
        "SAMPLE_MCP_EXCLUDE": "c",
        "SAMPLE_MCP_IGNORE_UNKNOWN_ARGUMENTS": "1",
        "SAMPLE_MCP_LENIENT_ARGUMENTS": "off",
        "SAMPLE_MCP_MAX_RESULT_BYTES": "5000",
        "SAMPLE_MCP_ALLOWED_HOSTS": "mcp.example",
        "SAMPLE_MCP_ALLOWED_ORIGINS": "https://ui.example",
        "SAMPLE_MCP_TRANSPORT": "stdio",
    }
    settings = McpSettings.from_environment(McpAdapter("sample-mcp", "SAMPLE_MCP"), environ)
    assert settings.read_only
    assert (settings.tools, settings.exclude) == (("a", "b*"), ("c",))
    assert settings.ignore_unknown_arguments
    assert McpSettings().lenient_arguments
    assert not settings.lenient_arguments
    assert settings.max_result_bytes == 5000
    assert (settings.allowed_hosts, settings.allowed_origins) == (
        ("mcp.example",),
        ("https://ui.example",),
    )
    assert settings.transport == "stdio"
    with pytest.raises(SettingError, match="SAMPLE_MCP_TRANSPORT"):
        McpSettings.from_environment(ADAPTER, {"SAMPLE_MCP_TRANSPORT": "carrier-pigeon"})


def test_unknown_arguments_may_be_ignored_by_a_setting() -> None:
    asked = legacy("tools/call", {"name": "echo", "arguments": {"name": "x", "toolCallId": "7"}})
    answer, _ = answered(asked, ignore_unknown_arguments=True)
    assert json.loads(answer.body)["result"]["structuredContent"] == {"name": "x"}


@pytest.mark.parametrize("make", [legacy, modern])
def test_lenient_arguments_are_a_setting(make: Callable[..., Asked]) -> None:
    arguments = {"name": "x", "count": "3", "public": 1, "body": None, "anything": None}
    asked = make("tools/call", {"name": "echo", "arguments": arguments})
    answer, _ = answered(asked)
    sent = {"name": "x", "count": 3, "public": True}
    assert json.loads(answer.body)["result"]["structuredContent"] == sent
    answer, answers = answered(asked, lenient_arguments=False)
    result = json.loads(answer.body)["result"]
    assert result["isError"] is True
    assert [line.split(":")[0] for line in result["content"][0]["text"].split("\n- ")[1:]] == [
        "count",
        "public",
    ]
    assert answers.asked == []


def test_without_the_sdk_the_error_names_the_requirements(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    find: Callable[..., Any] = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "mcp" else find(name, *rest),
    )
    for make in (McpApp.create_app, McpApp.create_server, McpApp.serve_stdio):
        with pytest.raises(MissingDependencyError, match=r"requirements-mcp\.txt"):
            make(APP, McpSettings(), ())


def test_who_opens_the_address_is_told_where_mcp_is() -> None:
    """A client that asks the same address for a stream of events gets the 405 of the protocol."""
    app, _ = sample_app()
    with served(app) as url:
        front = fetch(url, "GET", "/")
        assert (front.status, front.content_type) == (200, "text/plain; charset=utf-8")
        assert b"/mcp" in front.body
        stream = fetch(url, "GET", "/", headers={"Accept": "text/event-stream"})
        assert stream.status == 405
        assert fetch(url, "GET", "/", headers={"Host": "evil.example"}).status == 421
        assert fetch(url, "GET", "/", headers={"Origin": "https://evil.example"}).status == 403


def test_the_front_is_behind_the_credentials_of_callers() -> None:
    settings = McpSettings(environ={"CALLERS": "right"})
    adapter = ADAPTER.replace(authentication=Bearer((Variable("CALLERS"),)))
    declared = replace(APP, declaration=adapter)
    app = McpHttp(declared.toolbox(settings), Answers(), declared.guard(settings), settings)
    with served(app) as url:
        assert fetch(url, "GET", "/").status == 401
        assert fetch(url, "GET", "/", headers={"Authorization": "Bearer right"}).status == 200
