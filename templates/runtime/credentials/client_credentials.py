"""`Authorization: Bearer …` with a token that the client gets for itself (RFC 6749, 4.4; `calls.granted`)."""

from __future__ import annotations

from ..authentication import NOTHING, Applied, Authentication, SecretReader, TextParts
from ..errors import MissingSettingError


class Ticket(str):
    """In the place of the header until a token is there. As a text it holds no secret."""

    __slots__ = ("client",)
    client: tuple[str, str]
    """Its id and secret: tokens belong to both."""

    @classmethod
    def of(cls, client_id: str, client_secret: str) -> Ticket:
        """A ticket for a client."""
        made = cls("Bearer")
        made.client = (client_id, client_secret)
        return made


class ClientCredentials(Authentication):
    """A client's own name and secret at an issuer; they go to its token endpoint alone."""

    client_id: TextParts
    client_secret: TextParts

    def applied(self, reader: SecretReader) -> Applied:
        """A ticket in the place of the header; nothing where a hook of the team's does it all.

        Raises `MissingSettingError`, `SettingError`.
        """
        try:
            client_id = reader.read("client_id", self.client_id, "the client id")
        except MissingSettingError:
            if reader.has_hook:
                return NOTHING
            raise
        secret = reader.read("client_secret", self.client_secret, "the client secret")
        pairs = (("Authorization", Ticket.of(client_id, secret)),)
        return Applied(pairs, secrets=(secret,))

    @property
    def headers(self) -> int:
        """None: callers have no part in it."""
        return 0

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """Both."""
        return (("client_id", self.client_id), ("client_secret", self.client_secret))
