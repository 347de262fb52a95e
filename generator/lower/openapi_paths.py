"""What a document says of values that go into a path of upstream: no slash, no dot segment.

The adapters refuse a value that may lead to another operation (`calls/path_values.py` of the runtime). A
caller should read that in the schema, not learn it from a 422. The patterns have no look-ahead, so that
engines without backtracking take them too. They say nothing of what is percent-encoded twice over: the
adapters look deeper than any pattern that people could still read.
"""

from __future__ import annotations

from typing import Final

from ..options import Options
from ..plan import CallOperation, Fixed, FromName, Operation, PathSegment, Plan, Route
from ..records import dataclass

_ANY: Final = r"[^/\\]*"
_SEGMENT: Final = r"[^/\\;]*(?:[^/\\;.\x00-\x20\x7f]|\.[^/\\;]*\.[^/\\;]*\.)" + _ANY
"""One segment that is not hollow: something else than dots before a `;`, or three of them."""


@dataclass(frozen=True, slots=True)
class PathValue:
    """How a value in a path of upstream is spelled: a schema that parameters refer to."""

    name: str
    """Of the schema, among the components of the document."""
    description: str
    pattern: str

    @property
    def schema(self) -> dict[str, str]:
        return {"type": "string", "description": self.description, "pattern": self.pattern}


def path_values(plan: Plan, route: Route, options: Options) -> dict[str, PathValue]:
    """The spelling of each input of a route's unit that goes into a path as it is."""
    found: dict[str, PathValue] = {}
    for call in plan.unit(route.unit).program:
        if isinstance(call, CallOperation):
            values = _of_operation(plan.operation(call.api, call.operation), options)
            for feed in call.feeds:
                if isinstance(feed.value, FromName) and feed.argument in values:
                    found.setdefault(feed.value.name, values[feed.argument])
    return found


def _of_operation(operation: Operation, options: Options) -> dict[str, PathValue]:
    """The same by the arguments of an operation."""
    allowed = {name: (minimum, maximum) for name, minimum, maximum in options.path_segments}
    return {
        part.name: _value(segment, *allowed.get(part.name, (1, 1)))
        for segment in operation.path
        for part in segment.parts
        if isinstance(part, FromName)
    }


def _value(segment: PathSegment, minimum: int, maximum: int) -> PathValue:
    if (minimum, maximum) != (1, 1):
        return _segments(minimum, maximum)
    if _is_alone(segment):
        return PathValue("PathSegment", "One segment of a path.", f"^{_SEGMENT}$")
    return PathValue("InPathSegment", "A part of one segment of a path.", f"^{_ANY}$")


def _segments(minimum: int, maximum: int) -> PathValue:
    count = str(minimum) if minimum == maximum else f"{minimum} to {maximum}"
    others = f"{{{minimum - 1}}}" if minimum == maximum else f"{{{minimum - 1},{maximum - 1}}}"
    return PathValue(
        f"PathSegments{count.replace(' to ', 'To')}",
        f"{count} segments of a path with a slash between them.",
        f"^{_SEGMENT}(?:/{_SEGMENT}){others}$",
    )


def _is_alone(segment: PathSegment) -> bool:
    """Whether nothing stands beside the value that keeps the segment from being hollow."""
    return not any(isinstance(part, Fixed) and str(part.value).strip(".") for part in segment.parts)
