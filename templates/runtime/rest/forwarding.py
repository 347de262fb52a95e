"""Whole requests that go on to an API as they are: `forward` of a resource.

What goes on is the method, what follows the path, the query and the body; of the headers only those that the
spec trusts and those that say what the body is. Credentials are the API's own. The path below the base
URI is never left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from ..authentication import TextParts
from ..calls.whole_paths import escapes
from ..errors import Error
from ..messages import Body, Format, HeaderPairs, Operation, Request, decode_any
from ..server.incoming import Incoming, header_text
from ..server.inflight import Flight
from ..server.problem import Refusal
from .forward_bodies import StreamedBody, is_small, typed
from .routing import decoded, template_segments

if TYPE_CHECKING:
    from ..calls.upstream import Upstreams
    from ..transport.base import AsyncReply

METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""What goes on. `CONNECT` and `TRACE` are about connections (RFC 9110, 9.3.6 and 9.3.8)."""
_NEVER: Final = frozenset(
    # About one connection, or about the body, which has its headers anyway (RFC 9110, 7.6.1).
    (
        *("connection", "content-encoding", "content-length", "content-type", "expect", "host"),
        *("keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer"),
        *("transfer-encoding", "upgrade"),
    )
)
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_ANYTHING: Final = Format("any", decode_any, "*/*")
_PATH_SAFE: Final = "%/:@!$&'()*+,;=-._~"
_QUERY_SAFE: Final = "%/?:@!$&()*+,;=-._~"
Variables = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """One resource that is handed on."""

    path: str
    """What comes before the rest; a variable is any one segment."""
    api: str
    takes_rest: bool
    """Whether there is a rest, which goes on below the base URI; otherwise all goes to the base URI."""
    trusted: tuple[str, ...] = ()
    """Headers of callers that go on, names in lower case."""
    query: tuple[tuple[str, TextParts], ...] = ()
    """Pairs that the API always gets."""
    headers: tuple[tuple[str, TextParts], ...] = ()
    """Headers that the API always gets."""
    owned: tuple[str, ...] = ()
    """Names in the query that no caller gives."""


class Forwarded:
    """A request that is to be handed on."""

    __slots__ = ("body", "forward", "index", "rest")

    def __init__(self, forward: Forward, index: int, rest: str) -> None:
        self.forward = forward
        self.index = index
        """The number of the resource."""
        self.rest = rest
        """As it came, percent-encoded, without its first slash."""
        self.body: StreamedBody | None = None
        """Where it is not read as a whole."""

    async def read(
        self, incoming: Incoming, flight: Flight, limit: int, patience: float | None
    ) -> None:
        """Read a small body, and begin with a large one.

        Raises `Refusal` (408, 413) and `Disconnected`.

        Args:
            incoming: the request.
            flight: the same, being answered.
            limit: the most bytes of a body.
            patience: how many seconds the caller may take for it, or for each piece of a large one.
        """
        if incoming.has_body and not is_small(incoming):
            incoming.refuse_announced(limit)
            self.body = StreamedBody(incoming, limit, flight, patience)
            return
        if incoming.has_body:
            flight.wait_until(patience)
            await incoming.read_body(limit)
            flight.deadline = None
        flight.watch = True

    async def answered(
        self, incoming: Incoming, upstreams: Upstreams, held: Collection[str]
    ) -> AsyncReply:
        """Send it on; what the API answers.

        Raises `Refusal` (400), what kept the body from coming, and the errors of `Upstreams.send`.

        Args:
            incoming: the request.
            upstreams: the APIs.
            held: headers, in lower case, that carry credentials for this server.
        """
        api, shown = self.forward.api, incoming.scope["headers"]

        def variable(name: str) -> str:
            return upstreams.variable(api, name, shown)

        request, onward = self.request(incoming, variable), self.onward(incoming, held)
        try:
            return await upstreams.send(request, onward, shown)
        except Error:
            if self.body is None or self.body.failure is None:
                raise
            raise self.body.failure from None

    def is_early(self, incoming: Incoming) -> bool:
        """Whether the answer is there before all of the body."""
        return self.body is not None and not incoming.is_read

    def request(self, incoming: Incoming, variable: Variables) -> Request:
        """What goes out, but for the API's own credentials. Raises `Refusal` (400)."""
        forward = self.forward
        path = "" if not forward.takes_rest else "/" + quote(self._checked(), safe=_PATH_SAFE)
        operation = Operation(forward.api, "forward", incoming.method, _ANYTHING)
        return Request(
            operation,
            path,
            self._query(incoming, variable),
            self._headers(incoming, variable),
            self._body(incoming),
        )

    def _body(self, incoming: Incoming) -> Body | None:
        content = self.body or incoming.body
        return typed(incoming, content) if content else None

    def onward(self, incoming: Incoming, held: Collection[str]) -> HeaderPairs:
        """The caller's headers that the spec trusts; `held` carry credentials for this server.

        Raises `Refusal` (400) for a value that no header can have.
        """
        pairs: list[tuple[str, str]] = []
        kept = {*_NEVER, *held, *_of_the_connection(incoming)}
        for name in self.forward.trusted:
            value = incoming.headers.get(name.encode("latin-1"))
            if value is None or name in kept:
                continue
            text = header_text(value)
            if _CONTROLS.search(text):
                raise Refusal(400, "A header holds control characters.")
            pairs.append((name, text))
        return tuple(pairs)

    def _checked(self) -> str:
        rest = self.rest
        if _BAD_PERCENT.search(rest):
            raise Refusal(400, "The path holds malformed percent-encoding.")
        if _CONTROLS.search(unquote(rest, "latin-1")) or escapes(rest):
            raise Refusal(400, "The path holds dot segments or control characters, encoded or not.")
        return rest

    def _query(self, incoming: Incoming, variable: Variables) -> str:
        query = incoming.query_string.decode("latin-1")
        if _BAD_PERCENT.search(query) or _CONTROLS.search(query):
            raise Refusal(400, "The query holds malformed percent-encoding.")
        owned = {*self.forward.owned, *(name for name, _ in self.forward.query)}
        kept = [
            quote(pair, safe=_QUERY_SAFE)
            for pair in query.split("&")
            if pair and unquote(pair.partition("=")[0].replace("+", " ")) not in owned
        ]
        fixed = [
            f"{quote(name, safe='')}={quote(_text(parts, variable), safe='')}"
            for name, parts in self.forward.query
        ]
        return "&".join((*fixed, *kept))

    def _headers(self, incoming: Incoming, variable: Variables) -> HeaderPairs:
        pairs = tuple((name, _text(parts, variable)) for name, parts in self.forward.headers)
        coding = incoming.headers.get(b"content-encoding")
        if coding is not None and (self.body or incoming.body):
            pairs += (("Content-Encoding", header_text(coding)),)
        return pairs


def _of_the_connection(incoming: Incoming) -> set[str]:
    """Headers that the caller says are for this connection only (RFC 9110, 7.6.1)."""
    value = incoming.headers.get(b"connection")
    if value is None:
        return set()
    return {name.strip().lower() for name in header_text(value).split(",")}


class Forwards:
    """The resources of an adapter that are handed on, in the order of the spec."""

    def __init__(self, forwards: Sequence[Forward]) -> None:
        self.routes = tuple(
            ("*", f"{each.path}{'/{path}' if each.takes_rest else ''}") for each in forwards
        )
        """For metrics and the log."""
        self._forwards = tuple(
            (each, tuple(map(_segment, template_segments(each.path)))) for each in forwards
        )

    def find(self, path: str, method: str) -> Forwarded | None:
        """The first resource that takes a raw path; None where none does. Raises `Refusal` (400, 405)."""
        pieces = path.split("/")[1:]
        for index, (forward, segments) in enumerate(self._forwards):
            if not _begins(pieces, segments):
                continue
            rest = pieces[len(segments) :]
            if bool(rest) == forward.takes_rest or rest == [""]:
                if method not in METHODS:
                    allowed = ", ".join(sorted(METHODS)).encode("ascii")
                    raise Refusal(
                        405, f"{method} is not handed on.", headers=((b"allow", allowed),)
                    )
                return Forwarded(forward, index, "/".join(rest))
        return None


def _segment(segment: str) -> str | None:
    """Constant text, or None for a variable."""
    return None if segment.startswith("{") else decoded(segment)


def _begins(pieces: Sequence[str], segments: Sequence[str | None]) -> bool:
    return len(pieces) >= len(segments) and all(
        piece != "" if segment is None else decoded(piece) == segment
        for piece, segment in zip(pieces, segments, strict=False)
    )


def _text(parts: TextParts, variable: Variables) -> str:
    return "".join(part if isinstance(part, str) else variable(part.name) for part in parts)
