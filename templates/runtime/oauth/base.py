"""Callers that show an access token, as a spec declares them: what is the same, whoever looks at the token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..authentication import TextParts
from ..options import HANDED_IN, Transports
from ..server.identity import Verifying
from .ours import Ours
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
    transports: Transports = HANDED_IN
    """What the issuer is asked with where nothing is handed in."""

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
            transports=self.transports,
        )

    def ours(self, prefix: str, environ: Mapping[str, str]) -> Ours:
        """Which tokens are for the adapter. Raises `SettingError`."""
        return Ours(self.settings(prefix, environ).audiences)
