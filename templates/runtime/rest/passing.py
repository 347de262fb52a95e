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
_LENGTH: Final = b"content-length"
_CONNECTION: Final = b"connection"
_READ: Final = {name.decode("ascii"): name for name in (_CONTENT_TYPE, _LENGTH, _CONNECTION)}
"""The names that are looked into, each as the one object that the loop below compares with."""
_USUAL_CONNECTION: Final = frozenset(("keep-alive", "close", "Keep-Alive"))
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
_LONGEST_TYPE: Final = 128


class HeaderFilter:
    """Turns headers of answers into those that go on; knows the names that it has seen."""

    __slots__ = ("_names", "_never", "_types")

    def __init__(self, *, pass_set_cookie: bool = False) -> None:
        self._never = NEVER_PASSED - {"set-cookie"} if pass_set_cookie else NEVER_PASSED
        self._names: dict[str, bytes | None] = {}
        self._types: dict[str, bool] = {}

    def passed(self, headers: Headers) -> tuple[RawHeaders, int | None]:
        """The headers that go on, and the announced length of the body (None: not announced)."""
        result: RawHeaders = []
        names, types = self._names, self._types
        length: int | None = None
        is_active = False
        hops: list[str] = []
        for name, value in headers.pairs:
            try:
                encoded = names[name]
            except KeyError:
                encoded = self._learn(name)
            if encoded is None:
                continue
            if encoded is _CONTENT_TYPE:
                active = types.get(value)
                if active or (active is None and self._is_active(value)):
                    is_active = True
            elif encoded is _LENGTH:
                length = _length(value, length)
                continue
            elif encoded is _CONNECTION:
                if value not in _USUAL_CONNECTION:
                    hops.append(value)
                continue
            if value.isprintable() and value.isascii():
                result.append((encoded, value.encode("ascii")))
            elif not _CONTROLS.search(value):
                result.append((encoded, _octets(value)))
        if hops:
            result = _without_hops(result, hops)
        # Ours come last: what the upstream names in `Connection` is its own affair.
        result.append(_NO_SNIFFING)
        if is_active:
            result.append(_SANDBOX)
        return result, length

    def _is_active(self, value: str) -> bool:
        found = _ACTIVE.search(value) is not None
        if len(self._types) < _MOST_NAMES and len(value) < _LONGEST_TYPE:
            self._types[value] = found
        return found

    def _learn(self, name: str) -> bytes | None:
        lower = name.lower()
        encoded = _READ.get(lower)
        if encoded is None and lower not in self._never and _TOKEN.fullmatch(lower):
            encoded = lower.encode("ascii")
        if len(self._names) < _MOST_NAMES:
            self._names[name] = encoded
        return encoded


def _without_hops(headers: RawHeaders, values: list[str]) -> RawHeaders:
    """Without what the upstream means for its connection only (RFC 9110, 7.6.1)."""
    hops = {hop.strip().lower() for value in values for hop in value.split(",")}
    return [pair for pair in headers if pair[0].decode("latin-1") not in hops]


def _octets(value: str) -> bytes:
    """The bytes of a header: transports give a character for each."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def _length(value: str, before: int | None) -> int:
    """One length; a second one must be the same, in a list or in a line of its own (RFC 9112, 6.3)."""
    if before is None and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
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
