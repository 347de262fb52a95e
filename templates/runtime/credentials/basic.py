"""`Authorization: Basic …` (RFC 7617)."""

from __future__ import annotations

import binascii
from collections.abc import Mapping, Sequence
from typing import ClassVar

from ..authentication import Applied, Authentication, Expected, SecretReader, TextParts
from ..errors import SettingError
from . import authorization, secret_header, without_scheme


class Basic(Authentication):
    """A user name and a password, which may be empty (RFC 7617, 2)."""

    may_be_empty: ClassVar[frozenset[str]] = frozenset(("password",))
    scheme: ClassVar[str] = "Basic"
    challenge: ClassVar[bytes] = b'Basic realm="adapter", charset="UTF-8"'
    username: TextParts
    password: TextParts

    def applied(self, reader: SecretReader) -> Applied:
        """The header.

        Raises `MissingSettingError`, and `SettingError` for a user name that no header can say (RFC 7617, 2).
        """
        username = reader.read("username", self.username, "the user name")
        password = reader.read("password", self.password, "the password", empty=True)
        if ":" in username:
            raise SettingError(f"the user name of {reader.namespace} must not hold a colon")
        encoded = binascii.b2a_base64(f"{username}:{password}".encode(), newline=False)
        shown = encoded.decode("ascii")
        pairs = secret_header(reader.namespace, "Authorization", f"Basic {shown}")
        return Applied(pairs, secrets=tuple(filter(None, (shown, password))))

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """Both."""
        return (("username", self.username), ("password", self.password))

    def is_shown(self, headers: Mapping[bytes, bytes], query: bytes, expected: Expected) -> bool:
        """Whether a caller shows both."""
        try:
            decoded = binascii.a2b_base64(authorization(headers, b"basic"), strict_mode=True)
        except binascii.Error:
            decoded = b""
        username, _, password = decoded.partition(b":")
        # Both are compared in any case, so that the time says nothing about the name.
        right_name = expected.matches(self.username, username)
        right_password = expected.matches(self.password, password)
        return right_name and right_password

    def taken(self, values: Sequence[str], *, standard: bool) -> Mapping[str, str] | None:
        """The user name and the password that a caller sends."""
        encoded = without_scheme(values[0], "basic", needed=standard)
        if encoded is None:
            return None
        try:
            decoded = binascii.a2b_base64(encoded, strict_mode=True).decode()
        except (binascii.Error, ValueError):
            return None
        username, colon, password = decoded.partition(":")
        if not colon or not username or not (username + password).isprintable():
            return None
        return {"username": username, "password": password}
