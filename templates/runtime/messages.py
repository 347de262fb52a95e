"""What an operation asks of an API and what comes back, before and after any transport."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

HeaderPairs = tuple[tuple[str, str], ...]


class Format(enum.Enum):
    """How the body of a successful answer is read."""

    AUTO = "auto"  # JSON if it parses, else text
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"
    XML = "xml"
    YAML = "yaml"
    CSV = "csv"
    TSV = "tsv"
    PSV = "psv"


@dataclass(frozen=True, slots=True)
class Operation:
    """A consumed operation, as the spec declares it."""

    api: str
    """The namespace of the consumed API."""
    name: str
    method: str
    source: str
    """`file:line` in the spec, for error messages."""
    format: Format = Format.AUTO


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a request body and what they are."""

    content: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """One call of an operation: everything but the base URI and the credentials."""

    operation: Operation
    path: str
    """Percent-encoded; appended to the base URI; begins with `/` or is empty."""
    query: str = ""
    """Percent-encoded pairs, without the leading `?`."""
    headers: HeaderPairs = ()
    body: Body | None = None


class Headers:
    """The headers of an answer: ordered, names without case, a name may occur more than once."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: HeaderPairs = ()) -> None:
        self.pairs = pairs

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


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer."""

    status: int
    headers: Headers
    content: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300
