"""What the control port answers where the spec has a control adapter: JSON, as the reference engine says it."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import parse_qs

from ..authentication import Authentication
from ..binds import Bind
from .asgi import Receive

if TYPE_CHECKING:
    from .control import ControlApp

_LARGEST: Final = 64 * 1024
"""Bytes of a request's body."""
_JSON: Final = b"application/json"
_METRICS: Final = b"text/plain; version=0.0.4; charset=utf-8"
_NOT_HERE: Final = {
    "error": "Traces are kept where opentelemetry-sdk is installed and one process serves."
}
_NOT_BY_ANYBODY: Final = {
    "error": "This changes only where callers of the control port show who they are: set its authentication."
}
Answer = tuple[int, bytes, str]
Served = tuple[str, str, int]
"""Kind, namespace and port of an adapter."""


class Traces(Protocol):
    """Traces of this process; `telemetry.local.LocalTraces` is one."""

    is_fed: bool
    """Whether there can be any."""

    def listed(self, operation: str = "", status: str = "") -> dict[str, Any]:
        """Those whose root's name has `operation` in it, and of this status; the newest first."""
        ...

    def one(self, trace_id: str) -> dict[str, Any] | None:
        """A trace with its spans."""
        ...


class Scripting(Protocol):
    """What scripts may do; `scripting_page.ScriptingPage` is one."""

    def shown(self) -> dict[str, Any]:
        """The answer to GET."""
        ...

    def changed(self, content: bytes) -> tuple[int, dict[str, Any]]:
        """Status and answer of PUT, of a JSON body."""
        ...


class Telemetry(Protocol):
    """What is recorded of requests; `telemetry.declared.Telemetry` is one."""

    @property
    def local(self) -> Traces | None: ...

    def is_active(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPages:
    """A control adapter as the generator declares it."""

    port: int
    address: str = "127.0.0.1"
    prefix: str = "CONTROL"
    """What its environment variables begin with."""
    authentication: Authentication | None = None
    """How callers show who they are."""
    binds: tuple[Bind, ...] = ()
    """Files that give variables."""
    health: bool = True
    info: bool = False
    metrics: bool = False
    display: str | None = None
    version: str | None = None
    """Of the language, as the spec says it."""
    telemetry: Telemetry | None = None
    scripting: Scripting | None = None
    adapters: tuple[Served, ...] = ()
    began: float = field(default_factory=monotonic)

    def beside(self, adapters: Sequence[Served]) -> ControlPages:
        """The same beside the adapters that are served."""
        return replace(self, adapters=tuple(adapters), began=monotonic())

    def check(self, host: str, allow_anonymous: bool) -> None:
        """Raise `SettingError` for a port that everybody could read, or that could let nobody in.

        Args:
            host: what it is bound to.
            allow_anonymous: whether others may read it without credentials.
        """
        from .control_app import check_pages

        check_pages(self, host, allow_anonymous)

    def app(self, ready: Callable[[], bool], metrics: Callable[[], str], host: str) -> ControlApp:
        """What serves them.

        Args:
            ready: whether every adapter takes requests.
            metrics: makes the text of that page.
            host: what it is bound to.
        """
        from .control_app import PagesApp

        return PagesApp(ready, metrics, host, self)

    def takes(self, path: str) -> bool:
        """Whether something can be changed by PUT."""
        return self.scripting is not None and path == "/scripting"

    async def change(self, receive: Receive, is_known: bool) -> Answer:
        """Status, media type and text of a PUT at `/scripting`.

        Args:
            receive: the request, of ASGI.
            is_known: whether the caller has shown who it is; nobody else changes anything.
        """
        if self.scripting is None or not is_known:
            return _document(403, _NOT_BY_ANYBODY)
        content = await _content(receive)
        if content is None:
            return _document(413, {"error": "The body is too long."})
        return _document(*self.scripting.changed(content))

    def answer(self, path: str, query: bytes, is_ready: bool, metrics: Callable[[], str]) -> Answer:
        """Status, media type and text of `GET`.

        Args:
            path: of the request.
            query: as it came.
            is_ready: whether every adapter takes requests.
            metrics: makes the text of that page.
        """
        if self.health and path == "/health/live":
            return _document(200, {"status": "UP"})
        if self.health and path == "/health/ready":
            said = {"status": "UP" if is_ready else "DEGRADED", "adapters": self._states(is_ready)}
            return _document(200 if is_ready else 503, said)
        if self.info and path == "/status":
            return _document(200, self._status(is_ready))
        if self.metrics and path == "/metrics":
            return 200, _METRICS, metrics()
        if self.scripting is not None and path == "/scripting":
            return _document(200, self.scripting.shown())
        traces = None if self.telemetry is None else self.telemetry.local
        if traces is not None and (path == "/traces" or path.startswith("/traces/")):
            return _traces(traces, path, query)
        return 404, _JSON, ""

    def _states(self, is_ready: bool) -> list[dict[str, Any]]:
        state = "started" if is_ready else "stopped"
        return [
            {"type": kind, "namespace": namespace, "port": port, "state": state}
            for kind, namespace, port in self.adapters
        ]

    def _status(self, is_ready: bool) -> dict[str, Any]:
        return {
            "capability": {"display": self.display, "specVersion": self.version},
            "engine": {"python": platform.python_version()},
            "uptime": f"PT{monotonic() - self.began:.3f}S",
            "otel": {"status": "active" if self._is_recorded() else "inactive"},
            "adapters": self._states(is_ready),
        }

    def _is_recorded(self) -> bool:
        return self.telemetry is not None and self.telemetry.is_active()


async def _content(receive: Receive) -> bytes | None:
    """The body of a request; None where it is longer than any that is right."""
    content, more = b"", True
    while more:
        message = await receive()
        content += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
        if len(content) > _LARGEST:
            return None
    return content


def _traces(traces: Traces, path: str, query: bytes) -> Answer:
    if not traces.is_fed:
        return _document(503, _NOT_HERE)
    trace_id = path.removeprefix("/traces").strip("/")
    if trace_id:
        found = traces.one(trace_id)
        missing = {"error": "There is no such trace, or no longer."}
        return _document(404, missing) if found is None else _document(200, found)
    wanted = {name: values[-1] for name, values in parse_qs(query.decode("latin-1")).items()}
    return _document(200, traces.listed(wanted.get("operation", ""), wanted.get("status", "")))


def _document(status: int, document: Any) -> Answer:
    return status, _JSON, json.dumps(document, ensure_ascii=False, separators=(",", ":"))
