"""Authentication of callers by OAuth 2 whose tokens the issuer has signed, as a spec declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..errors import MissingDependencyError
from ..server.identity import Verifier
from ..transport.base import AsyncTransport
from .base import AccessToken

_REQUIREMENTS: Final = "requirements-rest.txt or requirements-mcp.txt"


class OAuth2(AccessToken):
    """An access token: a JWT that an issuer has signed (RFC 9068)."""

    def verifier(
        self, prefix: str, environ: Mapping[str, str], transport: AsyncTransport | None
    ) -> Verifier:
        """What looks at tokens. Raises `SettingError`, `MissingDependencyError`."""
        from .server import ResourceServer

        try:
            from .tokens import by_keys
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in ("jwt", "cryptography"):
                raise
            raise MissingDependencyError("pyjwt[crypto]", _REQUIREMENTS) from None
        settings = self.settings(prefix, environ)
        return ResourceServer(settings, lambda refuse: by_keys(settings, transport, refuse))
