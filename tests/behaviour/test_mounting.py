"""The REST app as an ASGI app in a program of one's own: mounted, without lifespan, configured in code."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.fake_quay import WIDE, FakeQuay

Exchange = Callable[[dict[str, Any]], Awaitable[tuple[int, bytes]]]


def _scope(path: str, root: str = "", **more: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": root,
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    } | more


async def _ask(app: Any, scope: dict[str, Any]) -> tuple[int, bytes]:
    """One request through an ASGI app."""
    sent: list[dict[str, Any]] = []
    answered = asyncio.Event()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    answered.set()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body


def _with_app(quay: FakeQuay, use: Callable[[Any], Awaitable[Any]]) -> Any:
    """Run something with an app whose settings are given in code."""
    rest = importlib.import_module("generated.quay.rest")
    settings = importlib.import_module("generated.quay.settings")
    environ = {"QUAY_BASE_URI": quay.base_uri, "QUAY_TOKEN": WIDE}

    async def run() -> Any:
        app = rest.create_app(settings=settings.Settings.from_environment(environ))
        return await use(app)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "root", "status"),
    [
        ("/user/", "", 200),
        ("/quay/user/", "/quay", 200),  # as the specification has it: the whole path
        ("/user/", "/quay", 200),  # as some servers have it: the path below the mount
        ("/a/b/repository/devtable%2Fsimple/tag/", "/a/b", 200),
        ("/quay/nowhere", "/quay", 404),
    ],
)
def test_it_mounts_anywhere(quay: FakeQuay, path: str, root: str, status: int) -> None:
    found = _with_app(quay, lambda app: _ask(app, _scope(path, root)))
    assert found[0] == status
    if status == 200:
        below = path.removeprefix(root)
        assert quay.take_one().target.decode() == f"/api/v1{below}"


def test_a_server_that_gives_no_raw_path(quay: FakeQuay) -> None:
    """mangum and a2wsgi: the encoded path is it, and a slash always separates."""
    scope = _scope("/user/")
    del scope["raw_path"]
    status, _ = _with_app(quay, lambda app: _ask(app, scope))
    assert status == 200
    assert [each.target for each in quay.take()] == [b"/api/v1/user/"]


def test_the_lifespan_is_answered(quay: FakeQuay) -> None:
    async def live(app: Any) -> list[str]:
        incoming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return next(incoming)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message["type"])

        await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)
        return sent

    assert _with_app(quay, live) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_an_unknown_adapter_is_an_error_that_names_the_known_ones() -> None:
    rest = importlib.import_module("generated.quay.rest")
    errors = importlib.import_module("generated.quay._runtime.errors")
    with pytest.raises(errors.SettingError, match="quay-rest"):
        rest.create_app("nope")


def test_two_apps_in_one_process_do_not_mix(quay: FakeQuay) -> None:
    rest = importlib.import_module("generated.quay.rest")
    settings = importlib.import_module("generated.quay.settings").Settings

    async def both(other: FakeQuay) -> None:
        apps = [
            rest.create_app(
                settings=settings.from_environment({"QUAY_BASE_URI": uri, "QUAY_TOKEN": token})
            )
            for uri, token in ((quay.base_uri, "one"), (other.base_uri, "two"))
        ]
        for _ in range(3):
            for app in apps:
                await _ask(app, _scope("/user/"))

    with FakeQuay() as other:
        asyncio.run(both(other))
        tokens = [
            {request.header("Authorization") for request in each.take()} for each in (quay, other)
        ]
    assert tokens == [{"Bearer one"}, {"Bearer two"}]
