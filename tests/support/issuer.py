"""An issuer of access tokens: its metadata, its keys, and tokens good and bad."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from .living import Said, Seen, Upstream, said

_RSA: Final = rsa.generate_private_key(65537, 2048)
_OTHER: Final = rsa.generate_private_key(65537, 2048)
_EC: Final = ec.generate_private_key(ec.SECP256R1())
_ED: Final = ed25519.Ed25519PrivateKey.generate()
KEYS: Final[Mapping[str, tuple[Any, str]]] = {
    "rsa": (_RSA, "RS256"),
    "ec": (_EC, "ES256"),
    "ed": (_ED, "EdDSA"),
    "other": (_OTHER, "RS256"),
}
"""By `kid`: a private key, and the algorithm that it signs with."""
RESOURCE: Final = "https://desk.example/mcp"


def public(kid: str) -> dict[str, Any]:
    """A key as it stands in a key set."""
    key, algorithm = KEYS[kid]
    kinds: dict[str, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}
    member: dict[str, Any] = json.loads(kinds[algorithm].to_jwk(key.public_key()))
    return {**member, "kid": kid, "use": "sig", "alg": algorithm}


class Issuer:
    """On a free port of the loopback interface; what it says can be changed."""

    def __init__(self, path: str = "") -> None:
        self._path = path
        self._upstream = Upstream(self._answer)
        self.url = self._upstream.url + path
        self.keys: list[dict[str, Any]] = [public("rsa"), public("ec"), public("ed")]
        self.metadata: dict[str, Any] = {
            "issuer": self.url,
            "jwks_uri": f"{self._upstream.url}/jwks",
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "response_types_supported": ["code"],
        }
        self.at = f"/.well-known/oauth-authorization-server{path}"
        """Where its metadata are."""
        self.broken: Said | None = None
        """What it answers to everything, where it is out of order."""

    def __enter__(self) -> Self:
        self._upstream.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._upstream.__exit__(*error)

    def _answer(self, seen: Seen) -> Said:
        if self.broken is not None:
            return self.broken
        if seen.target == self.at:
            return said(self.metadata)
        if seen.target == "/jwks":
            return said({"keys": self.keys})
        return said({"error": "not found"}, 404)

    def asked(self) -> list[str]:
        """The paths that were asked for since the last time."""
        return [seen.target for seen in self._upstream.take()]

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token says; None takes a claim away."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": RESOURCE,
            "sub": "ada",
            "client_id": "laptop",
            "scope": "read write",
            "iat": now,
            "exp": now + 600,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(
        self, kid: str = "rsa", header: Mapping[str, Any] | None = None, **changes: Any
    ) -> str:
        """A signed token."""
        key, algorithm = KEYS[kid]
        said = {"typ": "at+jwt", "kid": kid, **(header or {})}
        return jwt.encode(
            self.claims(**changes),
            key,
            said.get("alg", algorithm),
            headers={name: value for name, value in said.items() if value is not None},
        )
