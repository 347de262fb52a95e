"""`Authorization: Bearer …` (RFC 6750)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ..authentication import Applied, Authentication, Expected, SecretReader, TextParts
from . import authorization, secret_header, without_scheme


class Bearer(Authentication):
    """A token."""

    challenge: ClassVar[bytes] = b"Bearer"
    token: TextParts

    def applied(self, reader: SecretReader) -> Applied:
        """The header."""
        token = reader.read("token", self.token, "the bearer token").strip()
        pairs = secret_header(reader.namespace, "Authorization", f"Bearer {token}")
        return Applied(pairs, secrets=(token,))

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """The token."""
        return (("token", self.token),)

    def is_shown(self, headers: Mapping[bytes, bytes], query: bytes, expected: Expected) -> bool:
        """Whether a caller shows it."""
        return expected.matches(self.token, authorization(headers, b"bearer"))

    def taken(self, values: Sequence[str], *, standard: bool) -> Mapping[str, str] | None:
        """The token that a caller sends."""
        token = without_scheme(values[0], "bearer", needed=standard)
        return None if token is None else {"token": token}
