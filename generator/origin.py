"""Where a value of the model was written: a source file and a JSON pointer (RFC 6901) into it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One place in a source; the source set turns it into line and column."""

    source: str
    pointer: str = ""

    def child(self, key: str | int) -> Origin:
        """The place of a key or an index below this one."""
        token = str(key).replace("~", "~0").replace("/", "~1")
        return Origin(self.source, f"{self.pointer}/{token}")
