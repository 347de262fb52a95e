"""Keys of an issuer (RFC 7517), and what each may verify (RFC 7518, 3.1; RFC 8037, 3.1).

A token chooses among the algorithms of a key, and a key has only those of its own kind: no token makes a
public key a shared secret, and none is without a signature (RFC 8725, 3.1).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

import jwt

from ..values import JsonValue

_log: Final = logging.getLogger(__name__)
_RSA: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_CURVES: Final = {
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
    ("OKP", "Ed25519"): ("EdDSA",),
}
ALGORITHMS: Final = frozenset((*_RSA, *(name for names in _CURVES.values() for name in names)))
"""All that are taken: a private key signs, a public one verifies."""
_PUBLIC: Final = ("kty", "crv", "n", "e", "x", "y")
"""Members of public keys; what else stands there is not for us, private members least of all."""
_MOST: Final = 100
"""Keys of a set that are looked at."""
_SHORTEST, _LONGEST = 2048, 8192
"""Bits of an RSA modulus (RFC 7518, 3.3; a longer one costs whoever verifies too much)."""


class Key:
    """One public key."""

    __slots__ = ("_made", "_public", "algorithms", "kid")

    def __init__(self, member: dict[str, Any]) -> None:
        """Raises `ValueError` for what is no key that verifies signatures here."""
        self.kid: JsonValue = member.get("kid")
        self._public: dict[str, Any] = {name: member[name] for name in _PUBLIC if name in member}
        self._made: dict[str, Any] = {}
        self.algorithms = _algorithms(member)
        try:
            made = self.for_algorithm(self.algorithms[0])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"it is none: {type(error).__name__}") from None
        size: int = getattr(made.key, "key_size", _SHORTEST)
        if member["kty"] == "RSA" and not _SHORTEST <= size <= _LONGEST:
            raise ValueError(f"it has {size} bits")

    def for_algorithm(self, algorithm: str) -> jwt.PyJWK:
        """The key as the library takes it, for one of `algorithms`."""
        made = self._made.get(algorithm)
        if made is None:
            made = self._made[algorithm] = jwt.PyJWK(self._public, algorithm)
        return made


class KeySet:
    """The usable keys of an issuer."""

    def __init__(self, members: Sequence[JsonValue]) -> None:
        self.members = members
        """As they came."""
        self._keys: list[Key] = []
        for member in members[:_MOST]:
            if isinstance(member, dict):
                self._add(member)

    def _add(self, member: dict[str, Any]) -> None:
        try:
            self._keys.append(Key(member))
        except ValueError as problem:
            _log.debug("a key of the issuer is not used: %s", problem)

    def __bool__(self) -> bool:
        return bool(self._keys)

    def fitting(self, kid: str | None, algorithm: str) -> tuple[Key, ...]:
        """The keys that a token may be signed with; without a `kid` all that have the algorithm."""
        return tuple(
            key
            for key in self._keys
            if algorithm in key.algorithms and (kid is None or key.kid == kid)
        )


def _algorithms(member: dict[str, Any]) -> tuple[str, ...]:
    """What a key may verify. Raises `ValueError`."""
    if member.get("use", "sig") != "sig":
        raise ValueError("it is not for signatures")
    operations: JsonValue = member.get("key_ops")
    if operations is not None and (not isinstance(operations, list) or "verify" not in operations):
        raise ValueError("it does not verify")
    kind, curve = member.get("kty"), member.get("crv")
    known: tuple[str, ...] = _RSA if kind == "RSA" else ()
    if isinstance(kind, str) and isinstance(curve, str):
        known = _CURVES.get((kind, curve), known)
    own: JsonValue = member.get("alg")
    allowed = known if own is None else tuple(each for each in known if each == own)
    if not allowed:
        raise ValueError("it is of a kind that is not taken")
    return allowed
