"""A resource server (RFC 6749, 1.1): lets in whoever shows a good token with all the scopes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ..credentials import authorization
from ..errors import MissingDependencyError
from ..server.identity import Headers, Identity, Scope
from ..server.problem import Refusal
from ..transport.base import AsyncTransport
from .fetching import Issuer
from .metadata import ProtectedResource
from .settings import ResourceSettings

_REQUIREMENTS: Final = "requirements-rest.txt or requirements-mcp.txt"
_LATER: Final = ((b"retry-after", b"5"),)


class ResourceServer:
    """The callers of one adapter, known by tokens of one issuer."""

    def __init__(self, settings: ResourceSettings, transport: AsyncTransport | None) -> None:
        """Raises `MissingDependencyError`; nothing is fetched before the first token comes."""
        try:
            from .keeping import Keeper, Unavailable
            from .tokens import BadTokenError, Tokens
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in ("jwt", "cryptography"):
                raise
            raise MissingDependencyError("pyjwt[crypto]", _REQUIREMENTS) from None
        self._settings = settings
        self._resource = ProtectedResource(settings)
        self._keys = Keeper(settings, Issuer(settings, transport))
        self._tokens = Tokens(settings, self._keys, self._insufficient)
        self._bad, self._unavailable = BadTokenError, Unavailable

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        """Whose token it is. Raises `Refusal` (401, 403; 503 while nobody can tell)."""
        token = authorization(headers, b"bearer")
        if not token:
            raise self._refusal(401, scope, "An access token is required.")
        try:
            identity = await self._tokens.identity(token)
        except self._bad as problem:
            raise self._refusal(401, scope, str(problem), "invalid_token") from None
        except self._unavailable:
            raise Refusal(
                503,
                "Tokens cannot be verified: the issuer gives no keys.",
                headers=_LATER,
            ) from None
        for wanted in self._settings.scopes:
            if wanted not in identity.scopes:
                said = f"Required scope '{wanted}' not present in token"
                raise self._insufficient(scope, said, ())
        return identity

    def _insufficient(self, scope: Scope, said: str, scopes: Sequence[str]) -> Refusal:
        """RFC 6750, 3.1: a token with these scopes as well would do."""
        needed = tuple(dict.fromkeys((*self._settings.scopes, *scopes)))
        return self._refusal(403, scope, said, "insufficient_scope", scopes=needed)

    def document(self, path: str) -> bytes | None:
        """The metadata of the resource, which are open to everybody."""
        return self._resource.document(path)

    def _refusal(
        self,
        status: int,
        scope: Scope,
        said: str,
        error: str | None = None,
        **more: Any,
    ) -> Refusal:
        description = said if error is not None else ""
        challenge = self._resource.challenge(scope, error, description, **more)
        detail = said if said.endswith(".") else f"{said}."
        return Refusal(status, detail, headers=((b"www-authenticate", challenge),))

    async def aclose(self) -> None:
        """End what was started."""
        await self._keys.aclose()
