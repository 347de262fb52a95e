"""The control port: is the server alive, is it ready, what has it done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from ..authentication import Authentication
from .asgi import Receive, Scope, Send, by_name, without_request
from .problem import Refusal
from .security import Guard, authenticator, check_secrets

PREFIX: Final = "CONTROL"
"""What the environment variables of a control port begin with."""
_REFUSED: Final = {
    # The checks of the adapters (RFC 9110, 15.5.20), but no setting lets more in.
    421: "ask by the address of this server, or as localhost\n",
    403: "not for pages of other origins\n",
}


_PLAIN: Final = b"text/plain; charset=utf-8"


class Pages(Protocol):
    """What a spec says of the control port; `control_pages.ControlPages` is one."""

    @property
    def port(self) -> int: ...

    @property
    def address(self) -> str: ...

    def beside(self, adapters: Sequence[tuple[str, str, int]]) -> Pages:
        """The same beside adapters: kind, namespace and port."""
        ...

    def check(self, host: str, allow_anonymous: bool) -> None:
        """As `check_control`, of what it is bound to and whether others may read it without credentials."""
        ...

    def app(self, ready: Callable[[], bool], metrics: Callable[[], str], host: str) -> ControlApp:
        """As `ControlApp`."""
        ...


class ControlApp:
    """An ASGI app: `/health/live`, `/health/ready`, `/metrics`."""

    def __init__(
        self, ready: Callable[[], bool], metrics: Callable[[], str], host: str = "127.0.0.1"
    ) -> None:
        """`host` is what it is bound to: it goes by that name, beside addresses and localhost."""
        self.ready = ready
        self.metrics = metrics
        self.guard = Guard(prefix="", host=host, authenticate=authenticator(*self.known_by()))

    def known_by(self) -> tuple[str, Authentication | None, Mapping[str, str]]:
        """What callers are asked for: prefix, what the spec declares, and where the secrets are."""
        return PREFIX, None, os.environ

    def methods(self, path: str) -> tuple[str, ...]:
        """Those that a path takes."""
        return ("GET", "HEAD")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await without_request(scope["type"], receive, send, self.guard.aclose)
        else:
            refusal = await self._refusal(scope)
            status, kind, text = (
                _refused(refusal) if refusal else await self._answer(scope, receive)
            )
            content = text.encode()
            headers = [
                (b"content-type", kind),
                (b"content-length", b"%d" % len(content)),
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
                *(refusal.headers if refusal else ()),
            ]
            body = b"" if scope["method"] == "HEAD" else content
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def _refusal(self, scope: Scope) -> Refusal | None:
        methods = self.methods(scope["path"])
        if scope["method"] not in methods:
            allowed = ", ".join(methods).encode("ascii")
            return Refusal(405, "only GET", headers=((b"allow", allowed),))
        refusal = self.guard(scope)
        if refusal is not None or self.guard.document(scope["path"]) is not None:
            return refusal
        try:
            await self.guard.authenticate(scope, by_name(scope["headers"]))
        except Refusal as refused:
            return refused
        return None

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, str]:
        document = self.guard.document(scope["path"])
        if document is not None:
            return 200, b"application/json", document.decode()
        return await self.answer(scope, receive)

    async def answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, str]:
        """Status, media type and text for a caller who may ask."""
        plain, path = _PLAIN, scope["path"]
        if path == "/health/live":
            return 200, plain, "alive\n"
        if path == "/health/ready":
            return (200, plain, "ready\n") if self.ready() else (503, plain, "not ready\n")
        if path == "/metrics":
            return 200, b"text/plain; version=0.0.4; charset=utf-8", self.metrics()
        return 404, plain, "/health/live, /health/ready, /metrics\n"


def check_control() -> None:
    """Raise `SettingError` for a port that could let nobody in."""
    check_secrets(PREFIX, None, os.environ)


def _refused(refusal: Refusal) -> tuple[int, bytes, str]:
    return refusal.status, _PLAIN, _REFUSED.get(refusal.status) or f"{refusal.detail}\n"
