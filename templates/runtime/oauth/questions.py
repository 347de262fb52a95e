"""How the issuer is asked about tokens."""

from __future__ import annotations

from ..records import Record
from .settings import ResourceSettings


class Introspection(Record, kw_only=True, hidden=("client_secret",)):
    """How the issuer is asked (RFC 7662, 2.1)."""

    resource: ResourceSettings
    client_id: str
    """The name of this server at the issuer."""
    client_secret: str
    url: str | None = None
    """Where it is asked; without it the issuer's metadata say so (RFC 8414, 2)."""
    kept: float = 60.0
    """Seconds for which an answer is used: so long may a token that was revoked be taken."""
    needs_audience: bool = True
    """Whether a token of which the issuer does not say whom it is for is refused."""
