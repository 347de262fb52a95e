"""`Authorization: Digest …` (RFC 7616): what a client shows is made when an API asks for it (`calls.challenged`)."""

from __future__ import annotations

from typing import ClassVar

from ..authentication import Applied, Authentication, SecretReader, TextParts
from ..errors import SettingError


class Ticket(str):
    """In the place of the header until the API has asked. As a text it holds no secret."""

    __slots__ = ("password", "username")
    username: str
    password: str

    @classmethod
    def of(cls, username: str, password: str) -> Ticket:
        """A ticket for both."""
        made = cls("Digest")
        made.username, made.password = username, password
        return made


class Digest(Authentication):
    """A user name and a password, neither of which is ever sent."""

    may_be_empty: ClassVar[frozenset[str]] = frozenset(("password",))
    scheme: ClassVar[str] = "Digest"
    username: TextParts
    password: TextParts

    def applied(self, reader: SecretReader) -> Applied:
        """A ticket in the place of the header.

        Raises `MissingSettingError`, and `SettingError` for a user name that no header can say.
        """
        username = reader.read("username", self.username, "the user name")
        password = reader.read("password", self.password, "the password", empty=True)
        if not username.isprintable():
            raise SettingError(f"the user name of {reader.namespace} must be printable")
        pairs = (("Authorization", Ticket.of(username, password)),)
        return Applied(pairs, secrets=(password,) if password else ())

    @property
    def headers(self) -> int:
        """None: a caller cannot answer the challenge of an API that it does not see."""
        return 0

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """Both."""
        return (("username", self.username), ("password", self.password))
