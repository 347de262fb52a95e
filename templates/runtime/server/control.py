"""The control port: is the server alive, is it ready, what has it done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from .incoming import Receive, Scope, Send
from .security import Guard

_REFUSED: Final = {
    # The checks of the adapters (RFC 9110, 15.5.20), but no setting lets more in.
    421: "ask by the address of this server, or as localhost\n",
    403: "not for pages of other origins\n",
}


class Pages(Protocol):
    """What a spec says of the control port; `control_pages.ControlPages` is one."""

    @property
    def port(self) -> int: ...

    @property
    def address(self) -> str: ...

    def beside(self, adapters: Sequence[tuple[str, str, int]]) -> Pages:
        """The same beside adapters: kind, namespace and port."""
        ...

    def answer(
        self, path: str, is_ready: bool, metrics: Callable[[], str]
    ) -> tuple[int, bytes, str]:
        """Status, media type and text.

        Args:
            path: the request's.
            is_ready: whether this worker takes requests.
            metrics: makes the text of the metrics.
        """
        ...


class ControlApp:
    """An ASGI app: `/health/live`, `/health/ready`, `/metrics`."""

    def __init__(
        self,
        ready: Callable[[], bool],
        metrics: Callable[[], str],
        host: str = "127.0.0.1",
        pages: Pages | None = None,
    ) -> None:
        """`host` is what it is bound to: it goes by that name, beside addresses and localhost.

        `pages` are those of the spec, in place of the usual ones.
        """
        self._pages = pages
        self._ready = ready
        self._metrics = metrics
        self._guard = Guard(prefix="", host=host)

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
        refusal = self._guard(scope)
        if refusal is not None:
            return refusal.status, plain, _REFUSED[refusal.status]
        path = scope["path"]
        if self._pages is not None:
            return self._pages.answer(path, self._ready(), self._metrics)
        if path == "/health/live":
            return 200, plain, "alive\n"
        if path == "/health/ready":
            return (200, plain, "ready\n") if self._ready() else (503, plain, "not ready\n")
        if path == "/metrics":
            return 200, b"text/plain; version=0.0.4; charset=utf-8", self._metrics()
        return 404, plain, "/health/live, /health/ready, /metrics\n"
