"""`Authorization: Basic …` (RFC 7617)."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import ClassVar

from ..authentication import Applied, Authentication, Expected, Given, TextParts
from ..errors import SettingError
from . import authorization, secret_header


class Basic(Authentication):
    """A user name and a password, which may be empty (RFC 7617, 2)."""

    may_be_empty: ClassVar[frozenset[str]] = frozenset(("password",))
    challenge: ClassVar[bytes] = b'Basic realm="adapter", charset="UTF-8"'
    username: TextParts
    password: TextParts

    def applied(self, given: Given) -> Applied:
        """The header."""
        username = given.read("username", self.username, "the user name")
        password = given.read("password", self.password, "the password", empty=True)
        if ":" in username:
            raise SettingError(f"the user name of {given.namespace} must not hold a colon")
        encoded = binascii.b2a_base64(f"{username}:{password}".encode(), newline=False)
        shown = encoded.decode("ascii")
        pairs = secret_header(given.namespace, "Authorization", f"Basic {shown}")
        return Applied(pairs, secrets=tuple(filter(None, (shown, password))))

    def expected(self) -> tuple[TextParts, ...]:
        """Both."""
        return (self.username, self.password)

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
