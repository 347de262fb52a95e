"""A collector on this machine: takes OTLP over HTTP and keeps what came, decoded."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

LATEST = 30.0
"""Seconds until something has to have come."""


def values(pairs: Any) -> dict[str, Any]:
    """Attributes as plain data."""

    def plain(value: AnyValue) -> Any:
        return getattr(value, str(value.WhichOneof("value")))

    found: list[KeyValue] = list(pairs)
    return {each.key: plain(each.value) for each in found}


class Collector:
    """What came: spans and metrics as messages of OTLP, the attributes of their resources."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.metrics: list[Any] = []
        self.resources: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.url = ""

    def take(self, path: str, content: bytes) -> bytes:
        """The answer to a request; of another path than the two there is none."""
        self.paths.append(path)
        if path.endswith("/v1/traces"):
            traces = ExportTraceServiceRequest.FromString(content)
            for resource in traces.resource_spans:
                self.resources.append(values(resource.resource.attributes))
                for scope in resource.scope_spans:
                    self.spans.extend(scope.spans)
            return ExportTraceServiceResponse().SerializeToString()
        if path.endswith("/v1/metrics"):
            measured = ExportMetricsServiceRequest.FromString(content)
            for each in measured.resource_metrics:
                self.resources.append(values(each.resource.attributes))
                for measures in each.scope_metrics:
                    self.metrics.extend(measures.metrics)
            return ExportMetricsServiceResponse().SerializeToString()
        raise AssertionError(path)

    def wait(self, known: Callable[[Collector], bool]) -> None:
        """Until that has come which `known` looks for."""
        end = time.monotonic() + LATEST
        while not known(self):
            assert time.monotonic() < end, [span.name for span in self.spans]
            time.sleep(0.05)

    def span(self, name: str) -> Any:
        """The one span of a name."""
        found = [span for span in self.spans if span.name == name]
        assert len(found) == 1, [span.name for span in self.spans]
        return found[0]


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector that listens; its `url` has no path."""
    collector = Collector()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
            assert self.headers["Content-Type"] == "application/x-protobuf"
            answer = collector.take(self.path, content)
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
