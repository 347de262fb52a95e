"""Answers of the upstream on their way to the caller: status, end-to-end headers and bytes as they are."""

from __future__ import annotations

import re
from typing import Final

from ..errors import UpstreamConnectionError
from ..messages import Headers
from ..server.problem import RawHeaders

NEVER_PASSED: Final = frozenset(
    (
        # About one connection (RFC 9110, 7.6.1), or written anew by the server.
        "connection",
        "content-length",
        "date",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-connection",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        # About the upstream's origin, which is not this one.
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-allow-private-network",
        "access-control-expose-headers",
        "access-control-max-age",
        "alt-svc",
        "clear-site-data",
        "nel",
        "public-key-pins",
        "report-to",
        "reporting-endpoints",
        "service-worker-allowed",
        "set-cookie",
        "set-cookie2",
        "strict-transport-security",
        # Always set here.
        "x-content-type-options",
    )
)
_CONTENT_TYPE: Final = b"content-type"
_ACTIVE: Final = re.compile(
    r"(?:^|,)\s*(?:text/html|text/xsl|multipart/x-mixed-replace|[^;,]*xml)", re.IGNORECASE
)
"""What a browser may run, in any member of the value: of several it takes the last (MIME Sniffing, 4.4)."""
_NO_SNIFFING: Final = (b"x-content-type-options", b"nosniff")
_SANDBOX: Final = (
    b"content-security-policy",
    b"sandbox; default-src 'none'; frame-ancestors 'none'",
)
"""A page of the upstream must not run as one of ours: it could use the credentials held here."""
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]")
_MOST_NAMES: Final = 512


class HeaderFilter:
    """Turns headers of answers into those that go on; knows the names that it has seen."""

    __slots__ = ("_names", "_never")

    def __init__(self, *, pass_set_cookie: bool = False) -> None:
        self._never = NEVER_PASSED - {"set-cookie"} if pass_set_cookie else NEVER_PASSED
        self._names: dict[str, bytes | None] = {}

    def passed(self, headers: Headers) -> tuple[RawHeaders, int | None]:
        """The headers that go on, and the announced length of the body (None: not announced)."""
        result: RawHeaders = []
        names = self._names
        length: int | None = None
        is_active = False
        named_hops: frozenset[str] = frozenset()
        for name, value in headers.pairs:
            try:
                encoded = names[name]
            except KeyError:
                encoded = self._learn(name)
            if encoded is not None:
                if encoded is _CONTENT_TYPE and _ACTIVE.search(value):
                    is_active = True
                if value.isprintable() and value.isascii():
                    result.append((encoded, value.encode("ascii")))
                elif not _CONTROLS.search(value):
                    result.append((encoded, _octets(value)))
            elif name.lower() == "content-length":
                length = _length(value, length)
            elif name.lower() == "connection":
                named_hops |= {hop.strip().lower() for hop in value.split(",")}
        if named_hops - {"close", "keep-alive"}:
            result = [pair for pair in result if pair[0].decode("latin-1") not in named_hops]
        # Ours come last: what the upstream names in `Connection` is its own affair.
        result.append(_NO_SNIFFING)
        if is_active:
            result.append(_SANDBOX)
        return result, length

    def _learn(self, name: str) -> bytes | None:
        lower = name.lower()
        good = lower not in self._never and _TOKEN.fullmatch(lower) is not None
        encoded = lower.encode("ascii") if good else None
        if encoded == _CONTENT_TYPE:
            encoded = _CONTENT_TYPE  # The same object, which the loop above looks for.
        if len(self._names) < _MOST_NAMES:
            self._names[name] = encoded
        return encoded


def _octets(value: str) -> bytes:
    """The bytes of a header: transports give a character for each."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def _length(value: str, before: int | None) -> int:
    """One length; a second one must be the same, in a list or in a line of its own (RFC 9112, 6.3)."""
    value, _, others = value.partition(",")
    value = value.strip()
    if others and any(other.strip() != value for other in others.split(",")):
        raise UpstreamConnectionError("the answer has two lengths")
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise UpstreamConnectionError("the answer has a Content-Length that is no number")
    length = int(value)
    if before is not None and before != length:
        raise UpstreamConnectionError("the answer has two lengths")
    return length
