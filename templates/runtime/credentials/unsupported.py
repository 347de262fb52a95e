"""Kinds of authentication that this package does not know: a hook of the team's adds them."""

from __future__ import annotations

from ..authentication import NOTHING, Applied, Authentication, SecretReader, TextParts
from ..errors import SettingError, UnsupportedAuthenticationError


class Unsupported(Authentication):
    """A kind of authentication that is left to a hook."""

    kind: str

    def applied(self, reader: SecretReader) -> Applied:
        """Nothing: the hook does it. Raises `UnsupportedAuthenticationError` where there is none."""
        if reader.has_hook:
            return NOTHING
        raise UnsupportedAuthenticationError(
            f"{reader.namespace} wants {self.kind} authentication, which is left to you: "
            "pass a function as authenticate="
        )

    @property
    def headers(self) -> int:
        """None."""
        return 0

    def expected(self) -> tuple[TextParts, ...]:
        """Raises `SettingError`: nobody can check it here."""
        raise SettingError(f"authentication of the kind {self.kind} is not supported for callers")
