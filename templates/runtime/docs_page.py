"""How the page for people is served: nothing but what came with it may run or load."""

from __future__ import annotations

from typing import Final

from .problem import RawHeaders

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def docs_headers() -> RawHeaders:
    """The headers of the page (CSP level 3, Referrer Policy)."""
    return [
        (b"content-security-policy", _POLICY.encode("ascii")),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
