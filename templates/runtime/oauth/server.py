"""A resource server (RFC 6749, 1.1): lets in whoever shows a good token with all the scopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..credentials import authorization
from ..server.holder import Refuse
from ..server.identity import Headers, Identity, Scope
from ..server.problem import Refusal
from .claims import BadTokenError, Checking, Unavailable
from .metadata import ProtectedResource
from .settings import ResourceSettings

_LATER: Final = ((b"retry-after", b"5"),)


class ResourceServer:
    """The callers of one adapter, known by tokens of one issuer."""

    def __init__(self, settings: ResourceSettings, checking: Callable[[Refuse], Checking]) -> None:
        """`checking` makes what looks at tokens, of what makes the refusals (403) of callers."""
        self._settings = settings
        self._resource = ProtectedResource(settings)
        self._tokens = checking(self._insufficient)

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        """Whose token it is. Raises `Refusal` (401, 403; 503 while nobody can tell)."""
        token = authorization(headers, b"bearer")
        if not token:
            raise self._refusal(401, scope, "An access token is required.")
        try:
            identity = await self._tokens.identity(token)
        except BadTokenError as problem:
            raise self._refusal(401, scope, str(problem), "invalid_token") from None
        except Unavailable as problem:
            said = f"Tokens cannot be verified: {problem}."
            raise Refusal(503, said, headers=_LATER) from None
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
        await self._tokens.aclose()
