"""Where an issuer says what there is: RFC 8414, 3.1 and 5; OpenID Connect Discovery 1.0, 4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_OAUTH: Final = "oauth-authorization-server"
_OPENID: Final = "openid-configuration"


def metadata_urls(issuer: str) -> Iterator[str]:
    """Where metadata may be: RFC 8414, 3.1 and 5; OpenID Connect Discovery 1.0, 4."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    paths = (
        f"/.well-known/{_OAUTH}{path}",
        f"{path}/.well-known/{_OPENID}",
        f"/.well-known/{_OPENID}{path}",
        f"{path}/.well-known/{_OAUTH}",
    )
    for each in dict.fromkeys(paths):
        yield urlunsplit((parts.scheme, parts.netloc, each, "", ""))
