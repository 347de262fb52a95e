"""Settings of adapters whose callers show access tokens, or answer challenges (docs/callers.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model.authentication import DigestAuth, OAuth2Auth
from ..plan import AuthenticationPlan, Expression

_OF_TOKENS: Final = (
    ("OAUTH_ISSUER", "Whose tokens callers show.", "issuer"),
    ("OAUTH_RESOURCE", "The URL of this adapter as its callers know it.", "resource"),
    ("OAUTH_AUDIENCE", "Whom tokens must be for; the resource unless it is set.", "audience"),
    ("OAUTH_SCOPES", "The scopes that a token must have, all of them.", "scopes"),
    ("OAUTH_ROLES_CLAIM", "Where in a token roles stand, such as `realm_access.roles`.", "roles"),
    ("OAUTH_CA_FILE", "Certificates to trust besides the usual ones, for the issuer.", ""),
    ("OAUTH_PROXY", "The URL of the proxy to the issuer.", ""),
    ("OAUTH_INSECURE", "Whether the issuer may be reached by http from other machines.", "false"),
)
"""Of those whose callers show tokens; the third is a field of the declaration, or the default."""
_OF_KEYS: Final = (
    ("OAUTH_JWKS_URL", "Where the issuer's keys are, in place of what its metadata say.", ""),
)
"""Of those that hold tokens against keys."""
_OF_INTROSPECTION: Final = (
    ("OAUTH_CLIENT_ID", "The name of this server at the issuer.", "required"),
    ("OAUTH_CLIENT_SECRET", "Its secret there.", "required"),
    (
        "OAUTH_INTROSPECTION_URL",
        "Where the issuer is asked about tokens, in place of what its metadata say.",
        "",
    ),
    ("OAUTH_INTROSPECTION_KEPT", "Seconds for which an answer is used; 0 means never.", "60"),
    (
        "OAUTH_NEEDS_AUDIENCE",
        "Whether a token is refused of which the issuer does not say whom it is for.",
        "true",
    ),
)
"""Of those that ask the issuer about tokens."""


_OF_DIGEST: Final = (
    (
        "DIGEST_KEY",
        "The secret that nonces are known by, the same for all replicas: at least 16 characters.",
        "",
    ),
    ("DIGEST_ALGORITHMS", "What callers may answer with, the best first.", "SHA-256, MD5"),
)
"""Of those whose callers answer challenges."""


def caller_settings(shown: AuthenticationPlan | None) -> Iterator[tuple[str, str, str]]:
    """Name without the prefix, purpose and default; nothing for other kinds of authentication."""
    match shown:
        case OAuth2Auth():
            yield from _of_tokens(shown)
        case DigestAuth():
            yield from _OF_DIGEST
        case _:
            pass


def _of_tokens(shown: OAuth2Auth[Expression]) -> Iterator[tuple[str, str, str]]:
    declared = {
        "issuer": shown.issuer or "required",
        "resource": shown.resource or "",
        "audience": shown.audience or "",
        "scopes": ", ".join(shown.scopes),
    }
    for name, purpose, value in (
        *_OF_TOKENS,
        *(_OF_INTROSPECTION if shown.introspected else _OF_KEYS),
    ):
        yield name, purpose, declared.get(value, value)
