"""What a package records of its requests, as the generator declares it.

Nothing of OpenTelemetry is imported before an app or a client is made, and nothing at all where it is not
installed or `OTEL_SDK_DISABLED` is true.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from ..authentication import TextParts, Variable
from .local import LocalTraces
from .steps import Observing

if TYPE_CHECKING:
    from .recorder import Recorder

Templates = Mapping[str, Mapping[str, str]]
"""API → operation → the template of its path."""
_NOT_LOOKED: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry(Observing):
    """The `observability` of a spec."""

    scope: str
    """The name of the instrumentation scope: the package's."""
    service: str
    """`service.name`, where `OTEL_SERVICE_NAME` gives no other."""
    version: str | None = None
    """Of the capability."""
    templates: Templates = field(default_factory=dict[str, Mapping[str, str]])
    sampling: float = 1.0
    """The share of traces that are recorded, where no caller has decided; from 0 to 1."""
    propagation: Literal["w3c", "b3"] = "w3c"
    """How contexts are written into headers."""
    endpoint: TextParts = ()
    """Where an OTLP collector is, by HTTP."""
    local: LocalTraces | None = None
    """Traces that the control port shows."""
    _made: list[Any] = field(default_factory=lambda: [_NOT_LOOKED], repr=False, compare=False)

    def recorder(self) -> Recorder | None:
        """What records; None where OpenTelemetry is not installed or is switched off."""
        if self._made[0] is _NOT_LOOKED:
            self._made[0] = self._recorder()
        found: Recorder | None = self._made[0]
        return found

    def _recorder(self) -> Recorder | None:
        if is_disabled(os.environ) or not is_installed("opentelemetry.trace"):
            return None
        from .recorder import Recorder

        return Recorder(self.scope, self.version, self.templates)

    def check_settings(self, settings: Any) -> None:
        """Nothing in an API's settings keeps it from being recorded."""

    def blocking(self, transport: Any, settings: Any) -> Any:
        """A transport of a blocking client (`around.Around`)."""
        recorder = self.recorder()
        if recorder is None:
            return transport
        from .transports import ObservedTransport

        return ObservedTransport(transport, recorder)

    def awaiting(self, transport: Any, settings: Any) -> Any:
        """A transport of everything else (`around.Around`)."""
        recorder = self.recorder()
        if recorder is None:
            return transport
        from .transports import ObservedAsyncTransport

        return ObservedAsyncTransport(transport, recorder)

    def is_active(self) -> bool:
        """Whether `python -m PACKAGE` sets up the SDK."""
        return not is_disabled(os.environ) and is_installed("opentelemetry.sdk.trace")

    def address(self, environ: Mapping[str, str]) -> str | None:
        """The endpoint; None where none is said, or a variable of it is not set."""
        parts = [
            environ.get(part.name, "") if isinstance(part, Variable) else part
            for part in self.endpoint
        ]
        return "".join(parts) if all(parts) and parts else None

    def begin(self) -> None:
        """Set up the SDK, for a process that is nobody else's. Raises `MissingDependencyError`."""
        if self.is_active():
            from .sdk import begin

            begin(self, os.environ)

    def check(self) -> None:
        """Raise `MissingDependencyError` where `begin` would."""
        if self.is_active():
            from .sdk import check

            check(self, os.environ)


def is_disabled(environ: Mapping[str, str]) -> bool:
    """Whether OpenTelemetry's own switch is off (OpenTelemetry specification, "SDK environment variables")."""
    return environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"


def is_installed(module: str) -> bool:
    """Whether a module can be imported; nothing but the packages above it is."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
