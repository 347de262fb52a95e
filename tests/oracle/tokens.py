"""Callers who show access tokens of an issuer: who is let in, and what the others are told (the language, 2.6.3).

Where the engine is narrower than the RFCs, these count: half a minute between clocks, an end that every token needs
(RFC 9068, 2.2.2), scopes in `scp` or as a list, a header `typ` of access tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

LEEWAY: Final = 30
_WELL_KNOWN: Final = "/.well-known/oauth-protected-resource"


@dataclass(frozen=True)
class Verdict:
    """What a caller sees of it."""

    status: int
    error: str | None = None
    description: str | None = None


LET_IN: Final = Verdict(200)


def verdict(
    authentication: Mapping[str, Any], claims: Mapping[str, Any] | None, is_signed: bool, now: int
) -> Verdict:
    """What becomes of a request.

    Args:
        authentication: as the capability has it.
        claims: of the token; None without one.
        is_signed: by a key of the issuer.
        now: seconds since the epoch.
    """
    if claims is None:
        return Verdict(401)
    said = _wrong(authentication, claims, now) if is_signed else "Signature verification failed"
    if said is not None:
        return Verdict(401, "invalid_token", said)
    shown = _scopes(claims)
    missing = [each for each in authentication.get("scopes", ()) if each not in shown]
    if missing:
        said = f"Required scope '{missing[0]}' not present in token"
        return Verdict(403, "insufficient_scope", said)
    return LET_IN


def _wrong(authentication: Mapping[str, Any], claims: Mapping[str, Any], now: int) -> str | None:
    """What is not there first, then in the order of the engine: end, beginning, issuer, audience."""
    said = {"exp": "Token validation failed", "iss": "Invalid issuer", "aud": "Invalid audience"}
    absent = [each for each in said if each not in claims]
    if absent:
        return said[absent[0]]
    if claims["exp"] + LEEWAY <= now:
        return "Token expired"
    if claims.get("nbf", now) - LEEWAY > now:
        return "Token not yet valid"
    issuer = str(claims["iss"]).removesuffix("/")
    if issuer != authentication["authorizationServerUri"].removesuffix("/"):
        return "Invalid issuer"
    meant = claims["aud"]
    meant = [meant] if isinstance(meant, str) else meant
    expected = authentication.get("audience", authentication["resource"])
    if expected.removesuffix("/") not in [each.removesuffix("/") for each in meant]:
        return "Invalid audience"
    return None


def _scopes(claims: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for each in (claims.get("scope", []), claims.get("scp", [])):
        found += each.split() if isinstance(each, str) else each
    return found


def challenge(authentication: Mapping[str, Any], result: Verdict) -> dict[str, str]:
    """The parameters of `WWW-Authenticate`."""
    found = {"realm": "adapter", "resource_metadata": metadata_address(authentication)}
    if authentication.get("scopes"):
        found["scope"] = " ".join(authentication["scopes"])
    if result.error is not None and result.description is not None:
        found |= {"error": result.error, "error_description": result.description}
    return found


def metadata_address(authentication: Mapping[str, Any]) -> str:
    """RFC 9728, 3.1: between host and path of the resource."""
    parts = urlsplit(authentication["resource"])
    return f"{parts.scheme}://{parts.netloc}{_WELL_KNOWN}{parts.path.removesuffix('/')}"


def metadata(authentication: Mapping[str, Any]) -> dict[str, Any]:
    """The document at that address."""
    found = {
        "resource": authentication["resource"],
        "authorization_servers": [authentication["authorizationServerUri"]],
        "bearer_methods_supported": ["header"],
    }
    scopes = authentication.get("scopes")
    return {**found, "scopes_supported": scopes} if scopes else found
