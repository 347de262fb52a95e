"""How the page for people is served: nothing but what came with it may run or load."""

from __future__ import annotations

import re
from binascii import b2a_base64
from hashlib import sha256
from typing import Final

from ..server.problem import RawHeaders

_INLINE: Final = {
    "style-src": re.compile(rb"<style>(.*?)</style>", re.DOTALL),
    "script-src": re.compile(rb"<script>(.*?)</script>", re.DOTALL),
}
_POLICY: Final = (
    "default-src 'none'",
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)


def docs_headers(content: bytes) -> RawHeaders:
    """The headers of the page; its own style and script are allowed by their hash (CSP level 3)."""
    inline = (f"{name} {_hashes(pattern, content)}" for name, pattern in _INLINE.items())
    return [
        (b"content-security-policy", "; ".join((*_POLICY, *inline)).encode("ascii")),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]


def _hashes(pattern: re.Pattern[bytes], content: bytes) -> str:
    found = (b2a_base64(sha256(text).digest(), newline=False) for text in pattern.findall(content))
    return " ".join(f"'sha256-{digest.decode('ascii')}'" for digest in found) or "'none'"
