"""What the control port answers where the spec has a control adapter: JSON, as the reference engine says it."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Final

from ..authentication import Authentication
from ..binds import Bind

_JSON: Final = b"application/json"
_METRICS: Final = b"text/plain; version=0.0.4; charset=utf-8"
Answer = tuple[int, bytes, str]
Served = tuple[str, str, int]
"""Kind, namespace and port of an adapter."""


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
    adapters: tuple[Served, ...] = ()
    began: float = field(default_factory=monotonic)

    def beside(self, adapters: Sequence[Served]) -> ControlPages:
        """The same beside the adapters that are served."""
        return replace(self, adapters=tuple(adapters), began=monotonic())

    def answer(self, path: str, is_ready: bool, metrics: Callable[[], str]) -> Answer:
        """Status, media type and text of `GET`."""
        if self.health and path == "/health/live":
            return _document(200, {"status": "UP"})
        if self.health and path == "/health/ready":
            said = {"status": "UP" if is_ready else "DEGRADED", "adapters": self._states(is_ready)}
            return _document(200 if is_ready else 503, said)
        if self.info and path == "/status":
            return _document(200, self._status(is_ready))
        if self.metrics and path == "/metrics":
            return 200, _METRICS, metrics()
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
            "otel": {"status": "inactive"},
            "adapters": self._states(is_ready),
        }


def _document(status: int, document: Any) -> Answer:
    return status, _JSON, json.dumps(document, ensure_ascii=False, separators=(",", ":"))
