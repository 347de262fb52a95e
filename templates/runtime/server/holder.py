"""A caller who is known by a token, with what the token lets them do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .identity import Identity, Scope
from .problem import Refusal

Refuse: TypeAlias = Callable[[Scope, str, Sequence[str]], Refusal]
"""The refusal (403) of a request: its ASGI scope, what is missing, and the scopes that are needed."""


class Holder(Identity):
    """A caller who has shown a good token."""

    scopes: frozenset[str] = frozenset()
    """RFC 6749, 3.3."""
    roles: frozenset[str] = frozenset()
    """RFC 9068, 2.2.3.1; where they stand is a setting."""
    refuse: Refuse | None = None
