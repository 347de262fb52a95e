"""JSONPath (RFC 9535) by python-jsonpath in its strict mode; only its errors and bounds are ours."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonpath import JSONPathEnvironment
    from jsonpath.exceptions import JSONPathError

MOST: Final = 10_000
"""Nodes that one action changes."""
LONGEST: Final = 2_000
"""Characters of one path."""

Location = tuple[str | int, ...]


class SelectionError(Exception):
    """A path that selects nothing that can be worked on; the message says why, after a colon."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at
        """Where in the path, if that is known: an offset."""


def select(path: str, data: Any) -> list[Location]:
    """The locations of the nodes, each once, in the order in which they are selected.

    Raises:
        SelectionError: it is no path, or it selects too much.
    """
    # Only files with overlays need the library.
    from jsonpath.exceptions import JSONPathError

    if not path.startswith("$"):
        raise SelectionError("a path begins with `$`")
    if len(path) > LONGEST:
        raise SelectionError(f"it is longer than {LONGEST} characters")
    try:
        found: Iterator[Any] = iter(_environment().compile(path).finditer(data))
        nodes = list(itertools.islice((tuple(node.parts) for node in found), MOST + 1))
    except JSONPathError as error:
        raise SelectionError(*_said(error)) from None
    except RecursionError:
        raise SelectionError("it goes too deep") from None
    if len(nodes) > MOST:
        raise SelectionError(f"it selects more than {MOST:,} nodes")
    return list(dict.fromkeys(nodes))


def segments(path: str) -> list[tuple[int, int, str]]:
    """The segments of a path that can be read: where each begins and ends in it, and its canonical form."""
    from jsonpath import JSONPath

    compiled = _environment().compile(path)
    assert isinstance(compiled, JSONPath), "joined paths are no part of RFC 9535"
    found = compiled.segments
    starts = [segment.token.index for segment in found]
    ends = [*starts[1:], len(path)]
    return [(start, end, str(each)) for start, end, each in zip(starts, ends, found, strict=True)]


@functools.cache
def _environment() -> JSONPathEnvironment:
    from jsonpath import JSONPathEnvironment

    return JSONPathEnvironment(strict=True)


def _said(error: JSONPathError) -> tuple[str, int | None]:
    """What is wrong, in one line, and where."""
    message = str(error.args[0]) if error.args else "it cannot be read"
    message = message.replace("TOKEN_", "").splitlines()[0]
    at = getattr(getattr(error, "token", None), "index", None)
    return message[:1].lower() + message[1:], at
