"""Callers of an adapter who show a user name and a password by digest (RFC 7616), as a spec declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..authentication import TextParts
from ..transport.base import AsyncTransport
from .identity import Verifier, Verifying


class DigestOfCallers(Verifying):
    """A user name and a password, the second of which callers never send."""

    scheme: ClassVar[str] = "Digest"
    challenge: ClassVar[bytes] = b"Digest"
    username: TextParts
    password: TextParts

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """Both."""
        return (("username", self.username), ("password", self.password))

    @property
    def headers(self) -> int:
        """None: what is shown is made for one server."""
        return 0

    def verifier(
        self, prefix: str, environ: Mapping[str, str], transport: AsyncTransport | None
    ) -> Verifier:
        """What asks callers and checks their answers. Raises `SettingError`."""
        from .digest import by_digest

        return by_digest(self.username, self.password, prefix, environ)
