"""Answers of the upstream on their way to the caller: status, end-to-end headers and bytes as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

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
_REQUEST_ID: Final = b"x-request-id"
_READ: Final = {name.decode("ascii"): name for name in (_CONTENT_TYPE, _LENGTH, _CONNECTION)}
"""The names that are looked into, each as the one object that the loop below compares with."""
_USUAL_CONNECTION: Final = ("keep-alive", "close", "Keep-Alive")
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
_MOST_PLANS: Final = 256
_MOST_PLANNED: Final = 64
"""Headers of an answer for which a plan is kept."""
_ENDS: Final[Mapping[bool, tuple[tuple[bytes, bytes], ...]]] = {
    # Ours come last: what the upstream names in `Connection` is its own affair.
    False: (_NO_SNIFFING,),
    True: (_NO_SNIFFING, _SANDBOX),
}
"""What is added to an answer, by whether a browser may run it."""
_Fields: TypeAlias = Mapping[str, str | list[str]]
"""Name → value, or the values of a name that came several times; the headers of one transport have it ready."""
_Plan: TypeAlias = tuple[tuple[tuple[str, bytes], ...], str, str, bool]
"""Names that go on, in order, and what they are sent as; those of the length and of `Connection`, or nothing;
whether the answer has a name of the request."""
_Typed: TypeAlias = tuple[tuple[bytes, bytes], tuple[tuple[bytes, bytes], ...]]
"""`Content-Type` as it goes on, and what is added to such an answer."""


class HeaderFilter:
    """Turns headers of answers into those that go on; knows the names that it has seen.

    Answers of one API have the same headers: which of them go on is found out once for each set of names,
    and kept as a plan. What a plan does not foresee goes the long way, which gives the same.
    """

    __slots__ = ("_names", "_never", "_plans", "_types")

    def __init__(self, *, pass_set_cookie: bool = False) -> None:
        self._never = NEVER_PASSED - {"set-cookie"} if pass_set_cookie else NEVER_PASSED
        self._names: dict[str, bytes | None] = {}
        self._types: dict[str, _Typed] = {}
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def passed(self, headers: Headers, request_id: bytes = b"") -> tuple[RawHeaders, int | None]:
        """The headers that go on, and the announced length of the body (None: not announced).

        Args:
            headers: the answer's.
            request_id: our name of the request, where the answer has none; empty adds none.
        """
        fields: _Fields | None = getattr(headers, "fields", None)
        if fields is None:
            # To make a mapping first costs more than a plan saves.
            return self._each(headers, request_id)
        plan = self._plans.get(tuple(fields))
        if plan is None:
            self._make_plan(tuple(fields))
            return self._each(headers, request_id)
        going, length_name, connection_name, has_id = plan
        if connection_name and fields[connection_name] not in _USUAL_CONNECTION:
            return self._each(headers, request_id)
        length: int | None = None
        if length_name:
            text = fields[length_name]
            if type(text) is not str:
                return self._each(headers, request_id)
            # As `_length` says of one that is nothing but a number.
            usual = text.isdigit() and text.isascii() and len(text) < _DIGITS
            length = int(text) if usual else _length(text, None)
        result: RawHeaders = []
        end = _ENDS[False]
        for name, encoded in going:
            value = fields[name]
            if type(value) is not str:
                return self._each(headers, request_id)
            if encoded is _CONTENT_TYPE:
                typed = self._types.get(value)
                if typed is None:
                    return self._each(headers, request_id)
                pair, end = typed
                result.append(pair)
            elif value.isascii() and value.isprintable():
                result.append((encoded, value.encode("ascii")))
            else:
                return self._each(headers, request_id)
        result += end
        if not has_id and request_id:
            result.append((_REQUEST_ID, request_id))
        return result, length

    def _make_plan(self, names: tuple[str, ...]) -> None:
        """Keep what becomes of headers of these names, each of which comes once."""
        if len(self._plans) >= _MOST_PLANS or len(names) > _MOST_PLANNED:
            return
        encoded = [(name, self._names.get(name) or self._learn(name)) for name in names]
        read = {one: name for name, one in encoded if one in _READ.values()}
        if len(read) < sum(one in _READ.values() for _, one in encoded):
            return  # One that is looked into is there in two spellings.
        going = tuple(
            (name, one)
            for name, one in encoded
            if one is not None and one is not _LENGTH and one is not _CONNECTION
        )
        has_id = any(one == _REQUEST_ID for _, one in going)
        self._plans[names] = going, read.get(_LENGTH, ""), read.get(_CONNECTION, ""), has_id

    def _each(self, headers: Headers, request_id: bytes = b"") -> tuple[RawHeaders, int | None]:
        """The same for headers of which nothing is known."""
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
        result += _ENDS[is_active]
        if request_id and _REQUEST_ID not in dict(result):
            result.append((_REQUEST_ID, request_id))
        return result, length

    def _is_active(self, value: str) -> bool:
        known = self._types.get(value)
        if known is not None:
            return known[1] is _ENDS[True]
        found = _ACTIVE.search(value) is not None
        if (
            len(self._types) < _MOST_NAMES
            and len(value) < _LONGEST_TYPE
            and value.isascii()
            and value.isprintable()
        ):
            self._types[value] = (_CONTENT_TYPE, value.encode("ascii")), _ENDS[found]
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
