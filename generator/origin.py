"""Where a value of the model was written: a source file and a JSON pointer (RFC 6901) into it."""

from __future__ import annotations

from .records import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One place in a source; the source set turns it into line and column."""

    source: str
    pointer: str = ""

    def child(self, key: str | int) -> Origin:
        """The place of a key or an index below this one."""
        token = str(key).replace("~", "~0").replace("/", "~1")
        return Origin(self.source, f"{self.pointer}/{token}")

    @property
    def parent(self) -> Origin:
        """The place above; of the whole document, itself."""
        return Origin(self.source, self.pointer.rpartition("/")[0])

    @property
    def tokens(self) -> tuple[str, ...]:
        """The keys and indices that lead here."""
        escaped = self.pointer.split("/")[1:]
        return tuple(each.replace("~1", "/").replace("~0", "~") for each in escaped)
