"""Callers that show an access token, as a spec declares them: what is the same, whoever looks at the token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..authentication import TextParts
from ..server.identity import Verifying
from .settings import ResourceSettings, resource_settings


class AccessToken(Verifying):
    """An access token of an issuer (RFC 6750)."""

    challenge: ClassVar[bytes] = b"Bearer"
    issuer: str | None = None
    """The spec's `authorizationServerUri`."""
    resource: str | None = None
    audience: str | None = None
    """In place of `resource`, whom tokens are for."""
    scopes: tuple[str, ...] = ()
    """A token must have all of them."""

    def expected(self) -> tuple[TextParts, ...]:
        """None: no secret is kept here."""
        return ()

    def settings(self, prefix: str, environ: Mapping[str, str]) -> ResourceSettings:
        """With what the environment says over it. Raises `SettingError`."""
        return resource_settings(
            prefix,
            environ,
            issuer=self.issuer,
            resource=self.resource,
            audience=self.audience,
            scopes=self.scopes,
        )

    def audiences(self, prefix: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Whom tokens are for, in every spelling."""
        return self.settings(prefix, environ).audiences
