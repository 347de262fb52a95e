"""The bearer tokens that the fake knows, and what each may do."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

WIDE: Final = "fake-token-of-a-superuser-with-every-scope"
NOSUPER: Final = "fake-token-with-every-scope-but-super-user"
NARROW: Final = "fake-token-that-may-read-the-user-only"
READER: Final = "fake-token-of-another-user"
EXPIRED: Final = "fake-token-that-was-valid-once"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who calls: a user and the scopes of the token."""

    user: str
    full: bool = True
    """May do what the user may; without it only the user's own data can be read."""
    superuser: bool = False


KNOWN: Final = {
    WIDE: Identity("devtable", superuser=True),
    NOSUPER: Identity("devtable"),
    NARROW: Identity("devtable", full=False),
    READER: Identity("reader"),
}


def identify(authorization: str | None, revoked: Container[str] = ()) -> Identity | None:
    """The caller behind an `Authorization` header; anything but a known bearer token is nobody."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or token.strip() in revoked:
        return None
    return KNOWN.get(token.strip())
