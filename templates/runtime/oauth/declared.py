"""Authentication of callers by OAuth 2, as a spec declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..authentication import TextParts
from ..server.identity import Verifier, Verifying
from ..transport.base import AsyncTransport
from .ours import Ours
from .settings import ResourceSettings, resource_settings


class OAuth2(Verifying):
    """An access token: a JWT that an issuer has signed (RFC 9068)."""

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

    def verifier(
        self, prefix: str, environ: Mapping[str, str], transport: AsyncTransport | None
    ) -> Verifier:
        """What looks at tokens. Raises `SettingError`, `MissingDependencyError`."""
        from .server import ResourceServer

        return ResourceServer(self.settings(prefix, environ), transport)

    def ours(self, prefix: str, environ: Mapping[str, str]) -> Ours:
        """Which tokens are for the adapter. Raises `SettingError`."""
        return Ours(self.settings(prefix, environ).audiences)
