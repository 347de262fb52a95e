"""What values in a path must not do: name another operation than the one that is called.

One segment on the wire is not one segment everywhere. A server that decodes a path before it routes
sees `/orgs/a%2Frobots` as `/orgs/a/robots`, and others decode twice, take a backslash for a slash, or
resolve dot segments. Which values may have slashes at all is a setting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..addresses import DOT_SEGMENT
from ..errors import InvalidArgumentError
from ..messages import Operation
from ..records import Record
from ..values import Json
from ..wire.encoding import Own, Path
from ..wire.spelling import text

PLAIN_PATH: Final = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*")
"""What no transport rewrites in a path: RFC 3986 without the characters that URL parsers disagree about."""
HOLE: Final = re.compile(r"(\{[^{}]*\})")
"""What a value fills in a template."""
DECODINGS: Final = 8
"""A value that still changes after as many is refused: nobody writes one on purpose."""
IGNORED: Final = dict.fromkeys((*range(0x21), 0x7F))
"""What lenient servers drop from a path, as `str.translate` takes it."""
OVERLONG: Final = rb"[\xc0\xc1][\x80-\xbf]"
"""ASCII written in two bytes (RFC 3629, 10): `%C0%AF` is a slash to careless decoders."""
WIDE: Final = r"%[uU][0-9a-fA-F]{4}"
"""`%u002f`, which some servers decode and no standard has."""


class PlainPaths:
    """Knows a path that cannot be but its operation's, so that no further look at it is needed.

    It is made of the constants of the operation's template, with letters and digits between them
    (`Path.is_plain`): those stay in their segment whoever reads it, and no transport rewrites them.
    """

    def __init__(self, allowed: Mapping[str, tuple[int, int]]) -> None:
        self._allowed = allowed
        self._shapes: dict[str, _Shape] = {}

    def has(self, operation: Operation, path: str) -> bool:
        """Whether a path is plain, and its operation's; a path that is not is not yet wrong."""
        shape = self._shapes.get(operation.name)
        if shape is None:
            shape = self._shapes[operation.name] = _shape(operation, self._allowed)
        if type(path) is not Path:
            return path == shape.whole
        return (
            path.is_plain and path.parts[::2] == shape.constants and len(path.parts) == shape.count
        )


class _Shape(Record):
    constants: tuple[str, ...] | None = None
    """What stands around the values; None: never plain."""
    count: int = 0
    """Of the constants and values together."""
    whole: str | None = None
    """The path, if it has no values."""


def _shape(operation: Operation, allowed: Mapping[str, tuple[int, int]]) -> _Shape:
    template = operation.path
    if template is None or not PLAIN_PATH.fullmatch(HOLE.sub("", template)):
        return _Shape()
    parts = HOLE.split(template)
    if DOT_SEGMENT.search(template) or any(allowed.get(n[1:-1], (1,))[0] > 1 for n in parts[1::2]):
        return _Shape()
    if len(parts) == 1:
        return _Shape(whole=template)
    if not parts[-1]:
        parts.pop()
    return _Shape(tuple(parts[::2]), len(parts))


class PathGuard:
    """The check of one API's path values. `allowed` has the least and the most segments by name."""

    def __init__(self, variable: str, allowed: Mapping[str, tuple[int, int]]) -> None:
        self._variable = variable
        self._allowed = allowed

    def check(self, path: str) -> None:
        """Raises `InvalidArgumentError` for a value that might lead to another operation."""
        if not isinstance(path, Path):
            return
        for segment in _segments(path.parts):
            self._check_segment(segment)

    def _check_segment(self, segment: Sequence[str | tuple[str, Json]]) -> None:
        seen: list[str] = []
        first: str | None = None
        for part in segment:
            if isinstance(part, str):
                seen.append(_decoded(part))
                continue
            name, value = part
            first = first or name
            minimum, maximum = self._allowed.get(name, (1, 1))
            spelled = text(value, name)
            if isinstance(value, Own):
                seen.append("x")
            elif (minimum, maximum) == (1, 1):
                seen.append(spelled)
            else:
                self._check_count(name, spelled, minimum, maximum)
                seen.append("x")
        if first is not None and opens("".join(seen)):
            self._refuse(segment, first)

    def _check_count(self, name: str, value: str, minimum: int, maximum: int) -> None:
        pieces = value.split("/")
        if minimum <= len(pieces) <= maximum and not any(
            not piece or opens(piece) for piece in pieces
        ):
            return
        count = str(minimum) if minimum == maximum else f"{minimum} to {maximum}"
        raise InvalidArgumentError(
            name,
            f"must have {count} segments between slashes, none of them empty, `.` or `..` "
            f"(setting {self._variable})",
        )

    def _refuse(self, segment: Sequence[str | tuple[str, Json]], first: str) -> None:
        named = (part for part in segment if not isinstance(part, str))
        name = next((name for name, value in named if opens(text(value, name))), first)
        raise InvalidArgumentError(
            name,
            "must not hold a slash, a backslash or a dot segment, encoded or not: the API may take "
            f"it for another path ({self._variable}={name}=2 allows a value of 2 segments)",
        )


def _segments(parts: Sequence[str | tuple[str, Json]]) -> Iterator[list[str | tuple[str, Json]]]:
    """What stands between two slashes of the path's own."""
    segment: list[str | tuple[str, Json]] = []
    for part in parts:
        if not isinstance(part, str):
            segment.append(part)
            continue
        first, *others = part.split("/")
        segment.append(first)
        for other in others:
            yield segment
            segment = [other]
    yield segment


def opens(value: str) -> bool:
    """Whether some server may see more than one segment in a value, or a dot segment."""
    if value.isascii() and value.isalnum():
        return False
    for _ in range(DECODINGS):
        if "/" in value or "\\" in value or _is_hollow(value):
            return True
        if "%" not in value:
            return False
        if re.search(WIDE, value) or re.search(OVERLONG, _octets(value)):
            return True
        decoded = _decoded(value)
        if decoded == value:
            return False
        value = decoded
    return True


def _decoded(value: str) -> str:
    if "%" not in value:
        return value
    from urllib.parse import unquote  # Late: most clients never decode anything.

    return unquote(value)


def _octets(value: str) -> bytes:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(value)


def _is_hollow(value: str) -> bool:
    """Nothing, `.` or `..`, once blanks and path parameters (`..;x`) are cut off, as some servers do."""
    return value.translate(IGNORED).partition(";")[0] in ("", ".", "..")
