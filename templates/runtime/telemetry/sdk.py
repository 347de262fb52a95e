"""OpenTelemetry's SDK for `python -m PACKAGE`, where nobody else has set it up.

`OTEL_…` variables win over what the spec says (OpenTelemetry specification, "SDK environment variables"). In an
app that a host mounts this is the host's affair, and nothing here runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any, Final, Protocol

from opentelemetry import metrics, propagate, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, StatusCode

from ..errors import MissingDependencyError
from .local import LocalSpan, LocalTraces

_ENDPOINT: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
REQUIREMENTS: Final = "requirements-telemetry.txt"


class Telemetry(Protocol):
    """What a spec says; `declared.Telemetry` is one."""

    @property
    def service(self) -> str: ...

    @property
    def version(self) -> str | None: ...

    @property
    def sampling(self) -> float: ...

    @property
    def propagation(self) -> str: ...

    @property
    def local(self) -> LocalTraces | None: ...

    def address(self, environ: Mapping[str, str]) -> str | None:
        """Where a collector is."""
        ...


def begin(telemetry: Telemetry, environ: Mapping[str, str]) -> None:
    """Make the providers of traces and metrics, unless the process has them already.

    Raises `MissingDependencyError` where an endpoint is named and no exporter is installed.
    """
    if isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    if telemetry.propagation == "b3" and not environ.get("OTEL_PROPAGATORS"):
        propagate.set_global_textmap(_b3())
    resource = _resource(telemetry, environ)
    endpoint = environ.get(_ENDPOINT) or telemetry.address(environ)
    traces = TracerProvider(resource=resource, sampler=_sampler(telemetry, environ))
    if telemetry.local is not None:
        traces.add_span_processor(_Feeding(telemetry.local))
        telemetry.local.is_fed = True
    if endpoint:
        exporter = _exporter("traces")(**_place(endpoint, "traces", environ))
        traces.add_span_processor(BatchSpanProcessor(exporter))
        measured = _exporter("metrics")(**_place(endpoint, "metrics", environ))
        reader = PeriodicExportingMetricReader(measured)
        metrics.set_meter_provider(MeterProvider([reader], resource=resource))
    trace.set_tracer_provider(traces)


def check(telemetry: Telemetry, environ: Mapping[str, str]) -> None:
    """Raise `MissingDependencyError` where something is missing that the spec or the environment asks for."""
    if telemetry.propagation == "b3" and not environ.get("OTEL_PROPAGATORS"):
        _b3()
    if environ.get(_ENDPOINT) or telemetry.address(environ):
        _exporter("traces")


def _resource(telemetry: Telemetry, environ: Mapping[str, str]) -> Resource:
    said: dict[str, Any] = {}
    if not environ.get("OTEL_SERVICE_NAME") and "service.name=" not in environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    ):
        said["service.name"] = telemetry.service
    if telemetry.version is not None:
        said["service.version"] = telemetry.version
    return Resource.create(said)


def _sampler(telemetry: Telemetry, environ: Mapping[str, str]) -> ParentBased | None:
    """None is the SDK's own: what `OTEL_TRACES_SAMPLER` says."""
    if environ.get("OTEL_TRACES_SAMPLER"):
        return None
    return ParentBased(TraceIdRatioBased(telemetry.sampling))


def _place(endpoint: str, signal: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The address of a signal; what the environment names the exporter reads itself."""
    if environ.get(_ENDPOINT) or environ.get(f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT"):
        return {}
    return {"endpoint": f"{endpoint.rstrip('/')}/v1/{signal}"}


def _exporter(signal: str) -> Any:
    library = "opentelemetry-exporter-otlp-proto-http"
    return _loaded(f"opentelemetry_{signal}_exporter", "otlp_proto_http", library)


def _b3() -> Any:
    return _loaded("opentelemetry_propagator", "b3multi", "opentelemetry-propagator-b3")()


def _loaded(group: str, name: str, library: str) -> Any:
    """What a distribution of OpenTelemetry offers under a name. Raises `MissingDependencyError`."""
    for entry in entry_points(group=group, name=name):
        return entry.load()
    raise MissingDependencyError(library, REQUIREMENTS)


class _Feeding(SpanProcessor):
    """Gives the spans that have ended to the traces of the control port."""

    def __init__(self, local: LocalTraces) -> None:
        self._local = local

    def on_end(self, span: ReadableSpan) -> None:
        own, parent = span.context, span.parent
        if own is None:
            return
        self._local.add(
            LocalSpan(
                trace_id=trace.format_trace_id(own.trace_id),
                span_id=trace.format_span_id(own.span_id),
                parent=None if parent is None else trace.format_span_id(parent.span_id),
                is_root=parent is None or parent.is_remote,
                name=span.name,
                kind=SpanKind(span.kind).name,
                is_error=span.status.status_code is StatusCode.ERROR,
                begun=span.start_time or 0,
                ended=span.end_time or 0,
            )
        )
