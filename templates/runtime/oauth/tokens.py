"""Access tokens (RFC 9068; JWT, RFC 7519): what is in them, once they are known to be good."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

import jwt

from ..records import Record
from ..server.holder import Holder, Refuse
from ..transport.base import AsyncTransport
from ..values import JsonValue
from .claims import LONGEST, OTHER, BadTokenError, Kept, identity_of
from .fetching import Issuer
from .keeping import Keeper
from .keys import ALGORITHMS, Key
from .settings import LEEWAY, ResourceSettings

_TYPES: Final = frozenset(("", "jwt", "at+jwt", "application/jwt", "application/at+jwt"))
"""`typ` of access tokens (RFC 9068, 2.1), and what is said by issuers that are older (RFC 8725, 3.11)."""
_TRIED: Final = 4
"""Keys that a token without a `kid` is held against."""
_UNSIGNED: Final = "Signature verification failed"
_SAID: Final[tuple[tuple[type[Exception], str], ...]] = (
    (jwt.ExpiredSignatureError, "Token expired"),
    (jwt.ImmatureSignatureError, "Token not yet valid"),
    (jwt.InvalidIssuerError, "Invalid issuer"),
    (jwt.InvalidAudienceError, "Invalid audience"),
    (jwt.InvalidSignatureError, _UNSIGNED),
    (jwt.InvalidKeyError, _UNSIGNED),
)
_MISSING: Final = {"iss": "Invalid issuer", "aud": "Invalid audience"}


class Known(Record):
    """A token that was good."""

    identity: Holder
    ends: float
    """When, in seconds since 1970."""
    generation: int
    """Of the keys that it was held against."""


class Tokens:
    """Looks at tokens, and remembers for a while which were good."""

    def __init__(self, settings: ResourceSettings, keys: Keeper, refuse: Refuse) -> None:
        """`refuse` makes the refusals of callers whose tokens do not let them do something."""
        self._settings = settings
        self._refuse = refuse
        self._keys = keys
        self._kept = Kept[Known]()

    async def identity(self, token: bytes) -> Holder:
        """Whose token it is. Raises `BadTokenError`, `Unavailable`."""
        if len(token) > LONGEST:
            raise BadTokenError(OTHER)
        await self._keys.refresh_old()
        digest = self._kept.digest(token)
        known = self._kept.get(digest)
        if known is not None and known.generation == self._keys.generation:
            if known.ends <= time.time() - LEEWAY:
                raise BadTokenError("Token expired")
            return known.identity
        claims = await self._verified(token)
        identity = identity_of(claims, self._settings, self._refuse)
        self._kept.keep(digest, Known(identity, float(claims["exp"]), self._keys.generation))
        return identity

    async def aclose(self) -> None:
        """End what was started."""
        await self._keys.aclose()

    async def _verified(self, token: bytes) -> dict[str, Any]:
        """What a good token says. Raises `BadTokenError`."""
        header = _header(token)
        algorithm: JsonValue = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise BadTokenError(_UNSIGNED)
        keys = await self._keys.fitting(header.get("kid"), algorithm)
        claims = self._by_one_of(keys[:_TRIED], token, algorithm)
        if "cnf" in claims:
            # Bound to a key of the client's (RFC 7800): without its proof the token might be stolen.
            raise BadTokenError("Token is bound to a key, and no proof of it is looked at here")
        return claims

    def _by_one_of(self, keys: tuple[Key, ...], token: bytes, algorithm: str) -> dict[str, Any]:
        settings = self._settings
        for key in keys:
            try:
                return jwt.decode(
                    token,
                    key.for_algorithm(algorithm),
                    algorithms=[algorithm],
                    audience=settings.audiences,
                    issuer=settings.issuers,
                    leeway=LEEWAY,
                    options={
                        "require": ["exp", "iss", "aud"],
                        "enforce_minimum_key_length": True,
                    },
                )
            except jwt.InvalidSignatureError:
                continue
            except jwt.MissingRequiredClaimError as error:
                raise BadTokenError(_MISSING.get(error.claim, OTHER)) from None
            except jwt.PyJWTError as error:
                raise BadTokenError(_said(error)) from None
            except Exception:  # noqa: BLE001 - whatever a stranger wrote there, it is no token
                raise BadTokenError(OTHER) from None
        raise BadTokenError(_UNSIGNED)


def _header(token: bytes) -> Mapping[str, Any]:
    """What a token says of itself, unverified. Raises `BadTokenError`."""
    if token.count(b".") != 2:
        raise BadTokenError(OTHER)
    try:
        header = jwt.get_unverified_header(token)
    except Exception:  # noqa: BLE001 - the same
        raise BadTokenError(OTHER) from None
    kind: JsonValue = header.get("typ", "")
    if (
        not isinstance(kind, str)
        or kind.lower() not in _TYPES
        or "crit" in header
        or "b64" in header
    ):
        raise BadTokenError(OTHER)
    return header


def _said(error: Exception) -> str:
    return next((text for kind, text in _SAID if isinstance(error, kind)), OTHER)


def by_keys(settings: ResourceSettings, transport: AsyncTransport | None, refuse: Refuse) -> Tokens:
    """Looks at tokens by the key set of their issuer; nothing is fetched before the first one comes."""
    return Tokens(settings, Keeper(settings, Issuer(settings, transport)), refuse)
