"""Regular expressions of the specification, matched in linear time (RE2).

Who writes an expression and who sends the text are two people: on an engine that goes back, one text
can hold a process for hours. The generator writes each expression as RE2 takes it, with the meaning
that JSON Schema gives it (ECMA-262): `\\d` and `\\w` are ASCII, `$` is the end of the text. Only packages
with an expression have this module, and need `google-re2`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

from .errors import MissingDependencyError

_MEMORY: Final = 64 * 1024 * 1024
"""Bytes that a compiled expression may take; classes of Unicode are large."""
_SHORT: Final = 64 * 1024
"""Bytes of a text that is matched whatever the expression."""
_MOST_WORK: Final = 200_000_000
"""Bytes of a longer text times the size of the expression: less than a second at the worst."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression: as it is written in the specification, and as RE2 takes it."""

    text: str
    linear: str

    def prepare(self) -> None:
        """Compiles it, so that the first call does not have to."""
        _compiled(self.linear)

    def is_found_in(self, value: str) -> bool:
        """Whether any part of a text matches (JSON Schema 2020-12, 6.3.3)."""
        content = _content(value)
        return content is not None and _is_found(self.linear, content)

    def is_all_of(self, value: str) -> bool:
        """Whether a text matches as a whole."""
        content = _content(value)
        return content is not None and _is_found(rf"\A(?:{self.linear})\z", content)


def _content(value: str) -> bytes | None:
    """The text in UTF-8; None for one with half a character, which no expression matches."""
    try:
        return value.encode()
    except UnicodeEncodeError:
        return None


def _is_found(linear: str, content: bytes) -> bool:
    compiled = _compiled(linear)
    if len(content) > _SHORT and len(content) * compiled.programsize > _MOST_WORK:
        return False
    return compiled.search(content) is not None


@functools.cache
def _compiled(linear: str) -> Any:
    try:
        import re2  # type: ignore[import-untyped,unused-ignore]  # pyright: ignore[reportMissingTypeStubs]
    except ModuleNotFoundError:
        raise MissingDependencyError("google-re2", "requirements.txt") from None
    library: Any = re2  # It has no types.
    options = library.Options()
    options.log_errors = False  # On the standard error, past every log.
    options.max_mem = _MEMORY
    return library.compile(linear, options)
