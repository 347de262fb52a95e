"""Regular expressions that are compiled when they are first used.

The modules of the generator hold some 160 of them, of which a run uses a third; to compile all takes it longer
than to check a small specification. Type checkers see `re.compile` itself, and what it returns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr, Generic

if TYPE_CHECKING:
    from re import compile as late
else:

    def late(pattern: str | bytes, flags: int = 0) -> Any:
        """What `re.compile` returns for the same arguments, as far as its methods and attributes go."""
        return _Late(pattern, flags)


__all__ = ["late"]


class _Late(Generic[AnyStr]):
    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._written: tuple[AnyStr, int] = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._written), name)
        # It stays with it: only the first use takes longer.
        setattr(self, name, asked)
        return asked
