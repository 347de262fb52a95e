"""The control port: is the server alive, is it ready, what has it done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from ..authentication import Authentication
from ..binds import Bind, layered
from ..errors import SettingError
from .asgi import Receive, Scope, Send, by_name, without_request
from .hosts import is_loopback
from .problem import Refusal
from .security import Guard, authenticator, check_secrets, from_environment

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

    @property
    def prefix(self) -> str: ...

    @property
    def authentication(self) -> Authentication | None: ...

    @property
    def binds(self) -> tuple[Bind, ...]: ...

    def beside(self, adapters: Sequence[tuple[str, str, int]]) -> Pages:
        """The same beside adapters: kind, namespace and port."""
        ...

    def takes(self, path: str) -> bool:
        """Whether something can be changed by PUT."""
        ...

    async def change(self, receive: Receive, is_known: bool) -> tuple[int, bytes, str]:
        """Status, media type and text of a PUT; whether the caller has shown who it is."""
        ...

    def answer(
        self, path: str, query: bytes, is_ready: bool, metrics: Callable[[], str]
    ) -> tuple[int, bytes, str]:
        """Status, media type and text.

        Args:
            path: the request's.
            query: the request's, as it came.
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
        prefix, declared, environ = _asked(pages)
        self._guard = Guard(
            prefix="", host=host, authenticate=authenticator(prefix, declared, environ)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await without_request(scope["type"], receive, send, self._guard.aclose)
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
        may_change = self._pages is not None and self._pages.takes(scope["path"])
        if scope["method"] not in ("GET", "HEAD", *(("PUT",) if may_change else ())):
            allowed = b"GET, HEAD, PUT" if may_change else b"GET, HEAD"
            return Refusal(405, "only GET", headers=((b"allow", allowed),))
        refusal = self._guard(scope)
        if refusal is not None or self._guard.document(scope["path"]) is not None:
            return refusal
        try:
            await self._guard.authenticate(scope, by_name(scope["headers"]))
        except Refusal as refused:
            return refused
        return None

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, str]:
        plain, path = _PLAIN, scope["path"]
        document = self._guard.document(path)
        if document is not None:
            return 200, b"application/json", document.decode()
        if self._pages is not None and scope["method"] == "PUT":
            return await self._pages.change(receive, self._guard.needs_credentials)
        if self._pages is not None:
            query: bytes = scope.get("query_string", b"")
            return self._pages.answer(path, query, self._ready(), self._metrics)
        if path == "/health/live":
            return 200, plain, "alive\n"
        if path == "/health/ready":
            return (200, plain, "ready\n") if self._ready() else (503, plain, "not ready\n")
        if path == "/metrics":
            return 200, b"text/plain; version=0.0.4; charset=utf-8", self._metrics()
        return 404, plain, "/health/live, /health/ready, /metrics\n"


def check_control(host: str, pages: Pages | None, allow_anonymous: bool) -> None:
    """Raise `SettingError` for a port that everybody could read, or that could let nobody in.

    Args:
        host: what it is bound to.
        pages: those of the spec.
        allow_anonymous: whether others may read it without credentials.
    """
    prefix, declared, environ = _asked(pages)
    check_secrets(prefix, declared, environ)
    checks = (from_environment(prefix, environ) or declared) is not None
    if pages is not None and not checks and not allow_anonymous and not is_loopback(host):
        raise SettingError(
            f"the control port would be open to everybody who reaches {host}: set {prefix}_BEARER_TOKEN, "
            f"{prefix}_API_KEY or {prefix}_BASIC_PASSWORD, give --control-port for this machine only, "
            "or --allow-anonymous"
        )


def _asked(pages: Pages | None) -> tuple[str, Authentication | None, Mapping[str, str]]:
    """What callers are asked for: prefix, what the spec declares, and where the secrets are."""
    if pages is None:
        return PREFIX, None, os.environ
    return pages.prefix, pages.authentication, layered(os.environ, pages.prefix, pages.binds)


def _refused(refusal: Refusal) -> tuple[int, bytes, str]:
    return refusal.status, _PLAIN, _REFUSED.get(refusal.status) or f"{refusal.detail}\n"
