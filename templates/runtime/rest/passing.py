"""Answers of the upstream on their way to the caller: status, end-to-end headers and bytes as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

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
_USUAL_CONNECTION: Final = (None, "keep-alive", "close", "Keep-Alive")
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
_DIGITS: Final = 19
"""Of a length that nobody believes any more."""
_MOST_NAMES: Final = 512
_LONGEST_TYPE: Final = 128
_ADDED: Final[Mapping[bool, tuple[tuple[bytes, bytes], ...]]] = {
    # Ours come last: what the upstream names in `Connection` is its own affair.
    False: (_NO_SNIFFING,),
    True: (_NO_SNIFFING, _SANDBOX),
}
"""What is added to an answer, by whether a browser may run it."""


class HeaderFilter:
    """Turns headers of answers into those that go on; knows the names that it has seen."""

    __slots__ = ("_names", "_never", "_starts", "_types")

    def __init__(self, *, pass_set_cookie: bool = False) -> None:
        self._never = NEVER_PASSED - {"set-cookie"} if pass_set_cookie else NEVER_PASSED
        self._names: dict[str, bytes | None] = {}
        """What they are sent as; None for those that do not go on."""
        self._starts: dict[str, str] = {}
        """The same for those in lower case, as a line begins; empty where no line is of that alone."""
        self._types: dict[str | None, str] = {None: _lines(_ADDED[False])}
        """The lines of a type, and what is added to such an answer; also of none."""

    def lines(self, headers: Headers, size: int, request_id: bytes) -> bytes | None:
        """The headers that go on, as `asgi.WHOLE` takes them; None where it takes the long way (`passed`).

        That is for whatever is new or unusual; what is said here is what it would say.

        Args:
            headers: the answer's.
            size: of its body, in bytes; they have to announce it.
            request_id: our name of the request, where the answer has none.
        """
        # Name → value, or the values of a name that came several times; one transport has it ready.
        fields: Mapping[str, Any] | None = getattr(headers, "fields", None)
        if (
            fields is None
            or fields.get("content-length") != str(size)
            or fields.get("connection") not in _USUAL_CONNECTION
        ):
            return None
        starts = self._starts
        try:
            text = self._types[fields.get("content-type")]
            for name, value in fields.items():
                start = starts[name]
                if start:
                    if not value.isprintable():
                        return None
                    text += f"{start}{value}\r\n"
            lines = text.encode("ascii")
        except (AttributeError, KeyError, TypeError, UnicodeEncodeError):
            # Several values, a name or type that is not known, or characters that are not plain.
            return None
        if "x-request-id" in fields:
            return lines
        return lines + b"x-request-id: " + request_id + b"\r\n"

    def passed(self, headers: Headers) -> tuple[RawHeaders, int | None]:
        """The headers that go on, and the announced length of the body (None: not announced)."""
        result: RawHeaders = []
        names = self._names
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
                is_active = self._is_active(value) or is_active
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
        result += _ADDED[is_active]
        return result, length

    def _is_active(self, value: str) -> bool:
        found = _ACTIVE.search(value) is not None
        is_plain = value.isprintable() and value.isascii()
        if is_plain and len(self._types) < _MOST_NAMES and len(value) < _LONGEST_TYPE:
            self._types[value] = _lines(((_CONTENT_TYPE, value.encode("ascii")), *_ADDED[found]))
        return found

    def _learn(self, name: str) -> bytes | None:
        lower = name.lower()
        encoded = _READ.get(lower)
        if encoded is None and lower not in self._never and _TOKEN.fullmatch(lower):
            encoded = lower.encode("ascii")
        if len(self._names) < _MOST_NAMES:
            self._names[name] = encoded
            if name == lower:
                self._starts[name] = "" if encoded is None or name in _READ else f"{name}: "
        return encoded


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return b"".join(b"%b: %b\r\n" % pair for pair in headers).decode("ascii")


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
    if before is None and value.isascii() and value.isdigit() and len(value) < _DIGITS:
        return int(value)
    value, _, others = value.partition(",")
    value = value.strip()
    if others and any(other.strip() != value for other in others.split(",")):
        raise UpstreamConnectionError("the answer has two lengths")
    if not (value.isascii() and value.isdigit()) or len(value) >= _DIGITS:
        raise UpstreamConnectionError("the answer has a Content-Length that is no number")
    length = int(value)
    if before is not None and before != length:
        raise UpstreamConnectionError("the answer has two lengths")
    return length
