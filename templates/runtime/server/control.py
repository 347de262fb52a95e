"""The control port: is the server alive, is it ready, what has it done."""

from __future__ import annotations

from collections.abc import Callable

from .hosts import bare_host, is_address, is_loopback
from .incoming import Receive, Scope, Send


class ControlApp:
    """An ASGI app: `/health/live`, `/health/ready`, `/metrics`."""

    def __init__(self, ready: Callable[[], bool], metrics: Callable[[], str]) -> None:
        self._ready = ready
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif scope["type"] == "http":
            status, kind, text = self._answer(scope)
            content = text.encode()
            headers = [
                (b"content-type", kind),
                (b"content-length", b"%d" % len(content)),
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
            ]
            body = b"" if scope["method"] == "HEAD" else content
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    def _answer(self, scope: Scope) -> tuple[int, bytes, str]:
        plain = b"text/plain; charset=utf-8"
        if scope["method"] not in ("GET", "HEAD"):
            return 405, plain, "only GET\n"
        if _by_name(scope):
            return 421, plain, "ask by address, or as localhost\n"
        path = scope["path"]
        if path == "/health/live":
            return 200, plain, "alive\n"
        if path == "/health/ready":
            return (200, plain, "ready\n") if self._ready() else (503, plain, "not ready\n")
        if path == "/metrics":
            return 200, b"text/plain; version=0.0.4; charset=utf-8", self._metrics()
        return 404, plain, "/health/live, /health/ready, /metrics\n"


def _by_name(scope: Scope) -> bool:
    """Whether a name is in the Host header: a page that rebinds DNS has one, a probe has not."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    name = bare_host(host)
    return bool(name) and not is_address(name) and not is_loopback(name)
