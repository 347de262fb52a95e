"""What an operation asks of an API and what comes back, before and after any transport."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from .records import Record
from .values import Json

HeaderPairs = tuple[tuple[str, str], ...]
_OPENS: Final = (b"{", b"[")


class KeptHeaders(tuple[tuple[str, str], ...]):
    """`HeaderPairs` that many requests have; they are compared and joined as any."""

    form: Any = None
    """The same as a transport takes them, if it has kept that here; made of these pairs alone."""


class Headers:
    """The headers of an answer: ordered, names without case, a name may occur more than once."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: HeaderPairs = ()) -> None:
        self._pairs: HeaderPairs | None = pairs

    @property
    def pairs(self) -> HeaderPairs:
        """Names and values as they came."""
        return self._pairs or ()

    def get(self, name: str) -> str | None:
        """The first value of a header, or None."""
        wanted = name.lower()
        for key, value in self.pairs:
            if key.lower() == wanted:
                return value
        return None

    def get_all(self, name: str) -> list[str]:
        """Every value of a header, in the order in which they came."""
        wanted = name.lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self.pairs == other.pairs

    def __repr__(self) -> str:
        return f"Headers({[name for name, _ in self.pairs]!r})"


def decode_any(content: bytes, headers: Headers) -> Json:
    """A body whose format nobody has declared: JSON if it parses, else text, else the bytes; an empty body is None.

    Args:
        content: the body, decompressed.
        headers: the answer's, for its charset.
    """
    if not content:
        return None
    try:
        return json_in_charset(content, headers)
    except (LookupError, ValueError, RecursionError):
        pass
    try:
        return content.decode(charset_of(headers))
    except (LookupError, ValueError):
        return content


def json_in_charset(content: bytes, headers: Headers) -> Json:
    """JSON, in UTF-8 as RFC 8259 (8.1) asks, else in the charset that the answer names.

    Raises LookupError, ValueError, RecursionError.
    """
    try:
        # What begins so is in UTF-8, as `json` would find out at some length (its `detect_encoding`).
        if content[:1] in _OPENS and content[1:2] != b"\0":
            return json.loads(content.decode("utf-8", "surrogatepass"))
        return json.loads(content)
    except UnicodeDecodeError:
        return json.loads(content.decode(charset_of(headers)))


def charset_of(headers: Headers) -> str:
    """The charset that `Content-Type` names, else UTF-8."""
    _, _, parameters = (headers.get("content-type") or "").partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or "utf-8"
    return "utf-8"


class Format:
    """How the body of a successful answer is read. Each format is one value, compared by identity."""

    __slots__ = ("accept", "name", "read")

    def __init__(
        self, name: str, read: Callable[[bytes, Headers], Json], accept: str = "*/*"
    ) -> None:
        """Say how.

        Args:
            name: for messages.
            read: gives the value of a body that is not empty; raises `DecodingError`.
            accept: what a request for it says under `Accept` (RFC 9110, 12.5.1).
        """
        self.name = name
        self.read = read
        self.accept = accept

    def __repr__(self) -> str:
        return f"Format({self.name})"


ACCEPT_JSON: Final = "application/json, */*;q=0.5"
AUTO: Final = Format("auto", decode_any, ACCEPT_JSON)
"""JSON if it parses, else text, else bytes."""


class Operation(Record):
    """A consumed operation, as the spec declares it."""

    api: str
    """The namespace of the consumed API."""
    name: str
    method: str
    format: Format = AUTO
    path: str | None = None
    """Below the base URI, `{name}` for what is filled in; None where any path and any header is meant."""
    headers: tuple[str, ...] = ()
    """The names of those that it may have."""


class Pieces(Protocol):
    """Bytes that are read piece by piece, each time they are sent (`streams.Stream`)."""

    @property
    def length(self) -> int | None:
        """In bytes, if it is known before."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether they can be sent a second time."""
        ...

    def __iter__(self) -> Iterator[bytes]: ...


class Body:
    """The bytes of a request body and what they are."""

    __slots__ = ("content", "content_type")

    def __init__(self, content: bytes | Pieces, content_type: str | None) -> None:
        self.content = content
        self.content_type = content_type

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Body)
            and self.content == other.content
            and self.content_type == other.content_type
        )

    def __repr__(self) -> str:
        content = self.content[:100] if isinstance(self.content, bytes) else self.content
        return f"Body({content!r}, {self.content_type!r})"


class Request:
    """One call of an operation: everything but the base URI and the credentials."""

    __slots__ = ("body", "headers", "operation", "path", "query")

    def __init__(
        self,
        operation: Operation,
        path: str,
        query: str = "",
        headers: HeaderPairs = (),
        body: Body | None = None,
    ) -> None:
        self.operation = operation
        self.path = path
        """Percent-encoded; appended to the base URI; begins with `/` or is empty."""
        self.query = query
        """Percent-encoded pairs, without the leading `?`."""
        self.headers = headers
        self.body = body

    def _values(self) -> tuple[object, ...]:
        return (self.operation, self.path, self.query, self.headers, self.body)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Request) and self._values() == other._values()

    def __repr__(self) -> str:
        return f"Request({self.operation.name}: {self.operation.method} {self.path})"
