"""Answers to the challenges of an API (RFC 7616, 3.3 and 3.4), for both kinds of clients.

A request goes out without credentials, or with those of the last challenge; on 401 it goes out once more
with what the new challenge asks for. A body that can be sent only once is not sent again.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Final

from ..credentials.digest import Ticket
from ..credentials.parameters import LONGEST, schemes
from ..messages import Headers
from ..records import Record
from ..settings import ApiSettings
from ..transport.base import AsyncReply, AsyncTransport, Reply, Transport
from ..wire_request import WireRequest

_ALGORITHMS: Final = {"md5": "md5", "sha-256": "sha256", "sha-512-256": "sha512_256"}
_QUOTABLE: Final = re.compile(r"[ -~\x80-\xff]*")


class Challenge(Record):
    """What an API asks for."""

    realm: str
    nonce: str
    opaque: str | None
    algorithm: str | None
    """As the API writes it; None is MD5."""
    has_qop: bool
    is_utf8: bool
    hides_name: bool
    is_stale: bool

    @property
    def function(self) -> str | None:
        """The name of the hash; None for one that is not known."""
        name = _ALGORITHMS.get((self.algorithm or "md5").lower().removesuffix("-sess"))
        return name if name in hashlib.algorithms_available else None

    def answer(self, ticket: Ticket, method: str, target: str, count: int, cnonce: str) -> str:
        """The value of `Authorization` (RFC 7616, 3.4).

        Args:
            ticket: user name and password.
            method: of the request.
            target: path and query of the request, as they are sent.
            count: how often the nonce was used, this time included.
            cnonce: a random text.
        """
        name, secret = self._octets(ticket.username), self._octets(ticket.password)
        realm, nonce = self.realm.encode("latin-1"), self.nonce.encode("latin-1")
        user = self._hash(name, realm, secret)
        if self.algorithm is not None and self.algorithm.lower().endswith("-sess"):
            user = self._hash(user.encode(), nonce, cnonce.encode())
        request = self._hash(method.encode(), target.encode())
        fields = {
            "realm": _quoted(self.realm),
            "nonce": _quoted(self.nonce),
            "uri": _quoted(target),
        }
        if self.has_qop:
            times = f"{count:08x}"
            parts = [user, self.nonce, times, cnonce, "auth", request]
            fields |= {"qop": "auth", "nc": times, "cnonce": _quoted(cnonce)}
        else:
            parts = [user, self.nonce, request]
        response = self._hash(*(part.encode("latin-1") for part in parts))
        fields["response"] = _quoted(response)
        if self.algorithm is not None:
            fields["algorithm"] = self.algorithm
        if self.opaque is not None:
            fields["opaque"] = _quoted(self.opaque)
        if self.hides_name:
            fields["userhash"] = "true"
        pairs = ", ".join(f"{key}={value}" for key, value in fields.items())
        return f"Digest {self._named(ticket.username, name, realm)}, {pairs}"

    def _named(self, username: str, name: bytes, realm: bytes) -> str:
        if self.hides_name:
            return f"username={_quoted(self._hash(name, realm))}"
        if self.is_utf8 and not username.isascii():
            from urllib.parse import quote

            return f"username*=UTF-8''{quote(username, safe='')}"
        return f"username={_quoted(name.decode('latin-1'))}"

    def _octets(self, text: str) -> bytes:
        """In the encoding that the API asks for (RFC 7616, 4), else in the old one where it can say it."""
        if not self.is_utf8:
            try:
                return text.encode("latin-1")
            except UnicodeEncodeError:
                pass
        return text.encode()

    def _hash(self, *parts: bytes) -> str:
        function = self.function
        assert function is not None
        return hashlib.new(function, b":".join(parts), usedforsecurity=False).hexdigest()


def challenge_of(headers: Headers) -> Challenge | None:
    """The first challenge that can be answered: a server puts them in its order (RFC 7616, 3.7)."""
    for value in headers.get_all("www-authenticate"):
        for scheme, fields in schemes(value[:LONGEST]):
            if scheme == "digest":
                challenge = _challenge(fields)
                if challenge is not None:
                    return challenge
    return None


def _challenge(fields: Mapping[str, str]) -> Challenge | None:
    qop = fields.get("qop")
    found = Challenge(
        fields.get("realm", ""),
        fields.get("nonce", ""),
        fields.get("opaque"),
        fields.get("algorithm"),
        qop is not None,
        fields.get("charset", "").lower() == "utf-8",
        fields.get("userhash", "").lower() == "true",
        fields.get("stale", "").lower() == "true",
    )
    offered = [each.strip().lower() for each in (qop or "auth").split(",")]
    texts = (found.realm, found.nonce, found.opaque or "", found.algorithm or "")
    is_good = "auth" in offered and found.function is not None and bool(found.nonce)
    return found if is_good and all(map(_QUOTABLE.fullmatch, texts)) else None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _target(url: str) -> str:
    """Path and query of a URL as they stand there."""
    rest = url.partition("://")[2]
    cut = min(
        (place for place in (rest.find("/"), rest.find("?")) if place >= 0), default=len(rest)
    )
    target = rest[cut:]
    return target if target.startswith("/") else f"/{target}"


class _Known:
    """The last challenge of an API, and how often it was answered; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._challenge: Challenge | None = None
        self._count = 0

    def shown(self, request: WireRequest) -> tuple[WireRequest, str | None]:
        """The request with an answer to the last challenge, else without any; and the nonce."""
        ticket = _ticket(request)
        if ticket is None:
            return request, None
        with self._lock:
            challenge = self._challenge
            self._count += 1
            count = self._count
        again = request.copy()
        others = tuple(pair for pair in request.headers if type(pair[1]) is not Ticket)
        if challenge is None:
            again.headers = others
            return again, None
        again.headers = (*others, _header(challenge, ticket, request, count))
        return again, challenge.nonce

    def answered(
        self, request: WireRequest, headers: Headers, nonce: str | None, started: float
    ) -> WireRequest | None:
        """The request with an answer to a new challenge; None where it is not to be sent again.

        Args:
            request: as it came, with its ticket.
            headers: of the answer 401.
            nonce: what was used; None where nothing was.
            started: when the request was sent.
        """
        challenge = challenge_of(headers)
        is_whole = request.content is None or isinstance(request.content, bytes)
        if _ticket(request) is None or challenge is None or not is_whole:
            return None
        if nonce == challenge.nonce and not challenge.is_stale:
            return None  # The password is wrong, and stays so.
        with self._lock:
            self._challenge, self._count = challenge, 0
        again, _ = self.shown(request)
        limit = request.timeout.total if request.left is None else request.left
        if limit is not None:
            again.left = max(limit - (time.monotonic() - started), 0.001)
        return again


def _ticket(request: WireRequest) -> Ticket | None:
    return next((value for _, value in request.headers if isinstance(value, Ticket)), None)


def _header(
    challenge: Challenge, ticket: Ticket, request: WireRequest, count: int
) -> tuple[str, str]:
    target = _target(request.url)
    return (
        "Authorization",
        challenge.answer(ticket, request.method, target, count, secrets.token_hex(16)),
    )


class AnsweringDigest(Record):
    """What stands around the transport of an API with digest authentication; see `around.Around`."""

    def check_settings(self, settings: ApiSettings) -> None:
        """Nothing can be wrong."""

    def blocking(self, transport: Transport, settings: ApiSettings) -> _Blocking:
        """Of a blocking client."""
        return _Blocking(transport)

    def awaiting(self, transport: AsyncTransport, settings: ApiSettings) -> _Awaiting:
        """Of everything else."""
        return _Awaiting(transport)


class _Blocking:
    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._known = _Known()

    def send(self, request: WireRequest) -> Reply:
        started = time.monotonic()
        shown, nonce = self._known.shown(request)
        reply = self._inner.send(shown)
        if reply.status != 401:
            return reply
        again = self._known.answered(request, reply.headers, nonce, started)
        if again is None:
            return reply
        reply.close()
        return self._inner.send(again)

    def close(self) -> None:
        self._inner.close()


class _Awaiting:
    def __init__(self, inner: AsyncTransport) -> None:
        self._inner = inner
        self._known = _Known()

    async def send(self, request: WireRequest) -> AsyncReply:
        started = time.monotonic()
        shown, nonce = self._known.shown(request)
        reply = await self._inner.send(shown)
        if reply.status != 401:
            return reply
        again = self._known.answered(request, reply.headers, nonce, started)
        if again is None:
            return reply
        await reply.aclose()
        return await self._inner.send(again)

    async def aclose(self) -> None:
        await self._inner.aclose()
