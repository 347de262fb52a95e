"""Expressions of the plan as Python expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.module import (
    CallOf,
    DictOf,
    ListOf,
    Literal,
    Name,
    Python,
    SumOf,
    TupleOf,
)
from generator.plan import (
    ArrayOf,
    Atom,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    FromName,
    Joined,
    ObjectOf,
    PathSegment,
)

ENCODE = "encode"

Lookup = Callable[[FromName | FromEnvironment], Python]
"""The Python value of a name or of an environment variable, where an expression stands."""


def lowered(value: Expression, look_up: Lookup) -> Python:
    """An expression whose parts keep their types."""
    match value:
        case Fixed(constant):
            return Literal(constant)
        case FromName() | FromEnvironment():
            return look_up(value)
        case FromCredential(name):
            return Literal(credential_mark(name))
        case Joined(parts):
            return CallOf(Name(f"{ENCODE}.joined"), tuple(lowered(p, look_up) for p in parts))
        case ObjectOf(entries):
            return DictOf(tuple((key, lowered(item, look_up)) for key, item in entries))
        case ArrayOf(items):
            return ListOf(tuple(lowered(item, look_up) for item in items))


def credential_mark(name: str) -> str:
    """What stands in a path for an apikey; braces occur in no encoded path."""
    return f"{{{name}}}"


def lowered_path(segments: Sequence[PathSegment], look_up: Lookup) -> Python:
    """A path as a sum of texts: constants merged, values percent-encoded."""
    parts: list[Python] = []
    for segment in segments:
        _add_text(parts, "/")
        if all(isinstance(part, (Fixed, FromCredential)) for part in segment.parts):
            for part in segment.parts:
                _add_text(parts, _constant(part))
        elif len(segment.parts) == 1:
            parts.append(_encoded(segment.parts[0], "segment", look_up))
        else:
            parts.append(_mixed(segment, look_up))
    if not parts:
        return Literal("")
    return parts[0] if len(parts) == 1 else SumOf(tuple(parts))


def _constant(part: Atom) -> str:
    return credential_mark(part.name) if isinstance(part, FromCredential) else str(_fixed(part))


def _fixed(part: Atom) -> object:
    return part.value if isinstance(part, Fixed) else ""


def _add_text(parts: list[Python], text: str) -> None:
    last = parts[-1] if parts else None
    if isinstance(last, Literal) and isinstance(last.value, str):
        parts[-1] = Literal(last.value + text)
    elif text:
        parts.append(Literal(text))


def _encoded(part: Atom, function: str, look_up: Lookup) -> Python:
    if isinstance(part, (FromName, FromEnvironment)):
        name = part.name if isinstance(part, FromName) else part.variable
        return CallOf(Name(f"{ENCODE}.{function}"), (Literal(name), look_up(part)))
    return Literal(_constant(part))


def _mixed(segment: PathSegment, look_up: Lookup) -> Python:
    """Constant text and values in one segment: refused as a whole if it were `.` or `..`."""
    names = [part.name for part in segment.parts if isinstance(part, FromName)]
    rendered = SumOf(tuple(_encoded(part, "part", look_up) for part in segment.parts))
    name = names[0] if names else "path"
    return CallOf(Name(f"{ENCODE}.joined_segment"), (Literal(name), rendered))


def pair(name: str, value: Python) -> TupleOf:
    return TupleOf((Literal(name), value))
