"""What is meant for an adapter: names of it as an audience, and tokens that say so themselves."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from ..values import JsonValue


class Ours:
    """Of one adapter. A token is read and not verified: what it says is held against it, never for it."""

    def __init__(self, audiences: tuple[str, ...]) -> None:
        """`audiences` are the names of the adapter, in every spelling."""
        self._audiences = frozenset(audiences)

    def names(self, audience: str) -> bool:
        """Whether this is the adapter."""
        return audience in self._audiences

    def has(self, token: str) -> bool:
        """Whether a text is a JWT (RFC 7519) for the adapter, perhaps among others; other texts say nothing."""
        said: JsonValue = _claims(token).get("aud")
        every = said if isinstance(said, list) else [said]
        return any(isinstance(each, str) and each in self._audiences for each in every)


def _claims(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims: JsonValue = json.loads(base64.urlsafe_b64decode(f"{parts[1]}=="))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
