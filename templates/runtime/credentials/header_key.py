"""An API key in a header, as a setting asks callers of a server for it; those of a spec are `api_keys`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..authentication import Authentication, Expected, TextParts


class HeaderKey(Authentication):
    """One secret in a header of its own."""

    challenge: ClassVar[bytes] = b"ApiKey"
    name: str
    key: TextParts

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """The key."""
        return (("api_key", self.key),)

    def shown_in(self) -> frozenset[str]:
        """The header."""
        return frozenset((self.name.lower(),))

    def is_shown(self, headers: Mapping[bytes, bytes], query: bytes, expected: Expected) -> bool:
        """Whether a caller shows it."""
        shown = headers.get(self.name.lower().encode("latin-1"), b"")
        return expected.matches(self.key, shown.strip(b" \t"))
