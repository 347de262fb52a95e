"""What is known of a token, whoever has said it: its key or its issuer."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

from ..server.holder import Holder, Refuse
from ..values import JsonValue
from .settings import ResourceSettings

LONGEST: Final = 16 * 1024
"""Characters of a token."""
OTHER: Final = "Token validation failed"
_LONGEST_NAME: Final = 256
_KEPT: Final = 1000
"""Tokens that are known to be good; of more the longest unused goes."""
_NAMES: Final = ("sub", "client_id", "azp", "appid", "username")

_T = TypeVar("_T")


class BadTokenError(Exception):
    """A token that is not good; the text says why, and nothing that stands in it."""


class Unavailable(Exception):
    """Nobody can tell whether a token is good; the text says why."""


class Checking(Protocol):
    """Looks at tokens."""

    async def identity(self, token: bytes) -> Holder:
        """Whose token it is. Raises `BadTokenError`, `Unavailable`."""
        ...

    async def aclose(self) -> None:
        """End what was started."""
        ...


class Kept(Generic[_T]):
    """What was found out about the last tokens, found by a keyed digest.

    No token is kept, nor what could be found out about one by trying.
    """

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        self._known: OrderedDict[bytes, _T] = OrderedDict()

    def digest(self, token: bytes) -> bytes:
        """What a token is found by."""
        return hmac.digest(self._secret, token, hashlib.sha256)

    def get(self, digest: bytes) -> _T | None:
        """What is known of a token."""
        found = self._known.get(digest)
        if found is not None:
            self._known.move_to_end(digest)
        return found

    def keep(self, digest: bytes, known: _T) -> None:
        """From here on it is known."""
        self._known[digest] = known
        self._known.move_to_end(digest)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def forget(self, digest: bytes) -> None:
        """It is not known any more."""
        self._known.pop(digest, None)


def identity_of(claims: Mapping[str, Any], settings: ResourceSettings, refuse: Refuse) -> Holder:
    """The caller of whom a good token speaks."""
    names = (claims.get(name) for name in _NAMES)
    who = next((name for name in names if isinstance(name, str) and name), "")
    roles: JsonValue = dict(claims)
    for member in settings.roles_claim:
        roles = roles.get(member) if isinstance(roles, dict) else None
    scopes = _words(claims.get("scope")) | _words(claims.get("scp"))
    return Holder(who[:_LONGEST_NAME], scopes, _words(roles), refuse)


def _words(value: JsonValue) -> frozenset[str]:
    """Words of a text, or of a list of texts: issuers write both."""
    texts = value if isinstance(value, list) else [value]
    return frozenset(word for text in texts if isinstance(text, str) for word in text.split())
