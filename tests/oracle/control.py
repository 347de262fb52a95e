"""What the pages of a control adapter answer (2.19, 2.20), as far as a capability decides it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import Any, Final

NOTHING: Final = {"totalExecutions": 0, "totalErrors": 0}
LANGUAGES: Final = ("javascript", "python", "groovy")


class Pages:
    """The pages of one capability that runs, and what was asked of it.

    Args:
        capability: the whole file.
        ports: by type of adapter.
    """

    def __init__(self, capability: Mapping[str, Any], ports: Mapping[str, int]) -> None:
        exposes = capability["capability"]["exposes"]
        (control,) = [each for each in exposes if each["type"] == "control"]
        self.capability = capability
        self.management: Mapping[str, Any] = control.get("management", {})
        self.observed: Mapping[str, Any] | None = control.get("observability")
        self.adapters = [
            {
                "type": each["type"],
                "namespace": each["namespace"],
                "port": ports[each["type"]],
                "state": "started",
            }
            for each in exposes
            if each["type"] != "control"
        ]
        scripting = self.management.get("scripting")
        self.scripting: dict[str, Any] | None = None
        if scripting is not None:
            self.scripting = {"timeout": 60_000, "statementLimit": 100_000, **scripting}
        local = self._traced()
        self.traces: deque[tuple[str, str]] = deque(
            maxlen=None if local is None else local.get("buffer-size", 100)
        )
        """Operation and status of what was asked, the newest last."""

    def _traced(self) -> Mapping[str, Any] | None:
        if self.observed is None or not self.observed.get("enabled", True):
            return None
        local: Mapping[str, Any] = self.observed.get("traces", {}).get("local", {})
        return local if local.get("enabled") else None

    def has(self, path: str) -> bool:
        """Whether there is such a page."""
        match path:
            case "/health/live" | "/health/ready":
                return bool(self.management.get("health", True))
            case "/status":
                return bool(self.management.get("info", False))
            case "/scripting":
                return self.scripting is not None
            case "/traces":
                return self._traced() is not None
            case "/metrics":
                observed = self.observed or {}
                local = observed.get("metrics", {}).get("local", {})
                return bool(observed.get("enabled", True) and local.get("enabled", False))
        return False

    def ready(self) -> dict[str, Any]:
        """`/health/ready` of a capability that has started."""
        return {"status": "UP", "adapters": self.adapters}

    def status(self) -> dict[str, Any]:
        """`/status`, but for engine and up time."""
        display = self.capability["info"]["display"]
        is_active = self.observed is not None and self.observed.get("enabled", True)
        return {
            "capability": {"display": display, "specVersion": self.capability["ikanos"]},
            "otel": {"status": "active" if is_active else "inactive"},
            "adapters": self.adapters,
        }

    def put(self, change: Mapping[str, Any]) -> int:
        """The status of a PUT at `/scripting`, which then says so."""
        assert self.scripting is not None
        for name, value in change.items():
            is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
            fits = {
                "enabled": isinstance(value, bool),
                "timeout": is_count,
                "statementLimit": is_count,
                "allowedLanguages": isinstance(value, list) and set(value) <= set(LANGUAGES),
            }.get(name, False)
            if not fits:
                return 400
        self.scripting |= change
        return 200

    def scripts(self) -> dict[str, Any]:
        """`/scripting`, but for its statistics."""
        assert self.scripting is not None
        return dict(self.scripting)

    def asked(self, operation: str, status: int) -> None:
        """A request was served. A trace of REST is an error from 500 on, one of a tool where its result is one
        (the semantic conventions of HTTP and of MCP)."""
        is_error = status >= (500 if operation.startswith("GET ") else 400)
        self.traces.append((operation, "ERROR" if is_error else "OK"))

    def listed(self, operation: str = "", status: str = "") -> Counter[tuple[str, str]]:
        """The traces of `/traces`, in any order."""
        return Counter(
            (name, said) for name, said in self.traces if operation in name and status in ("", said)
        )
