"""The last traces of this process, for the control port: `/traces`, as the reference engine says them."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

_MOST_SPANS: Final = 1000
"""Of one trace; later ones are counted and not kept."""
_MOST_OPEN: Final = 1000
"""Traces that wait for their first span to end; older ones are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSpan:
    """A span that has ended. Times are nanoseconds since 1970."""

    trace_id: str
    span_id: str
    parent: str | None
    is_root: bool
    """Whether what began it is elsewhere, or nothing."""
    name: str
    kind: str
    is_error: bool
    begun: int
    ended: int

    @property
    def shown(self) -> dict[str, Any]:
        """As a trace lists it."""
        parent = {} if self.parent is None else {"parentSpanId": self.parent}
        return {
            "spanId": self.span_id,
            **parent,
            "name": self.name,
            "kind": self.kind,
            "durationMs": _milliseconds(self),
            "status": _status(self),
        }


@dataclass(frozen=True, slots=True)
class _Trace:
    root: LocalSpan
    spans: tuple[LocalSpan, ...]
    count: int

    @property
    def head(self) -> dict[str, Any]:
        moment = datetime.fromtimestamp(self.root.begun // 1_000_000 / 1000, UTC)
        return {
            "traceId": self.root.trace_id,
            "operation": self.root.name,
            "durationMs": _milliseconds(self.root),
            "status": _status(self.root),
            "spanCount": self.count,
            "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }


class LocalTraces:
    """A bounded buffer of traces; safe to use from several threads."""

    def __init__(self, size: int) -> None:
        """Keep the last `size` traces."""
        self.size = size
        self.is_fed = False
        """Whether spans of this process come here."""
        self._lock = threading.Lock()
        self._open: OrderedDict[str, list[LocalSpan]] = OrderedDict()
        self._counts: dict[str, int] = {}
        self._traces: deque[_Trace] = deque(maxlen=size)

    def add(self, span: LocalSpan) -> None:
        """Keep a span that has ended; with its root a trace is whole."""
        with self._lock:
            spans = self._open.setdefault(span.trace_id, [])
            self._counts[span.trace_id] = self._counts.get(span.trace_id, 0) + 1
            if len(spans) < _MOST_SPANS:
                spans.append(span)
            if span.is_root:
                del self._open[span.trace_id]
                self._traces.append(_Trace(span, tuple(spans), self._counts.pop(span.trace_id)))
            elif len(self._open) > _MOST_OPEN:
                oldest, _ = self._open.popitem(last=False)
                del self._counts[oldest]

    def listed(self, operation: str = "", status: str = "") -> dict[str, Any]:
        """The newest first: those whose root's name has `operation` in it, and of this status."""
        with self._lock:
            traces = list(self._traces)
        heads = [trace.head for trace in reversed(traces)]
        chosen = [
            head
            for head in heads
            if operation in head["operation"] and status.upper() in ("", head["status"])
        ]
        return {"traces": chosen, "bufferSize": self.size, "bufferUsed": len(traces)}

    def one(self, trace_id: str) -> dict[str, Any] | None:
        """A trace with its spans in the order in which they began; None where it is not there."""
        with self._lock:
            found = [each for each in self._traces if each.root.trace_id == trace_id]
        if not found:
            return None
        spans: Sequence[LocalSpan] = sorted(found[-1].spans, key=lambda span: span.begun)
        head = found[-1].head
        del head["spanCount"]
        return {**head, "spans": [span.shown for span in spans]}


def _milliseconds(span: LocalSpan) -> float:
    return round((span.ended - span.begun) / 1_000_000, 3)


def _status(span: LocalSpan) -> str:
    return "ERROR" if span.is_error else "OK"
