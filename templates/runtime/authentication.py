"""Authentication as the spec declares it: what is shown, to whom, and where it is read from.

Each kind is one module of `credentials`: its declaration, what it does to a request to an API, and how a
server knows a caller by it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, TypeAlias

from .errors import UnsupportedAuthenticationError
from .messages import Body, HeaderPairs
from .records import Record
from .wire_request import MASK

if TYPE_CHECKING:
    from .wire_request import Sought, WireRequest

Credential: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A secret, or a function that is asked for it before each request (a coroutine: async only)."""

Authenticate: TypeAlias = "Callable[[WireRequest], WireRequest]"
"""A hook that adds credentials of a kind that this package does not know."""


class Variable(Record):
    """A value that the environment gives."""

    name: str


TextParts: TypeAlias = tuple[str | Variable, ...]
"""Text with variables in it."""


class SecretReader(Protocol):
    """The secrets that a client was given for one API."""

    namespace: str
    """The API's, for messages."""
    has_hook: bool
    """Whether a function of the team's adds credentials."""

    def read(self, parameter: str, parts: TextParts, what: str, *, empty: bool = False) -> str:
        """One secret: what the caller gave, else what the environment has.

        Raises `MissingSettingError` and `SettingError`.

        Args:
            parameter: the client's argument for it.
            parts: how it is declared.
            what: what it is, for messages.
            empty: whether it may be empty.
        """
        ...


class Expected(Protocol):
    """The secrets that callers of a server have to show."""

    def matches(self, expected: TextParts, shown: bytes) -> bool:
        """Compare in constant time. Raises `SettingError` for an expected secret that is empty."""
        ...


class Applied:
    """What credentials add to a request."""

    __slots__ = ("body", "cookie", "headers", "hidden", "path", "query", "secrets", "sought")

    def __init__(
        self,
        headers: HeaderPairs = (),
        query: str = "",
        cookie: str = "",
        path: tuple[tuple[str, str], ...] = (),
        body: Callable[[Body | None], Body] | None = None,
        secrets: tuple[str, ...] = (),
        sought: Sought | None = None,
    ) -> None:
        self.headers = headers
        self.query = query
        self.cookie = cookie
        self.path = path
        """Pairs of `{name}` in a path or base URI and the encoded secret."""
        self.body = body
        """Makes a body with secrets in it."""
        self.secrets = secrets
        self.sought = sought
        """Those of the URL; None where none is there."""
        self.hidden = frozenset(name.lower() for name, _ in headers)
        """The names of the headers, in lower case."""

    def is_of_headers(self) -> bool:
        """Whether it adds headers and nothing else."""
        return not (self.query or self.cookie or self.path or self.body or self.sought)

    def masked(self) -> Applied:
        """The same without the secrets, to be shown."""
        pairs = "&".join(
            f"{pair.partition('=')[0]}={MASK}" for pair in self.query.split("&") if pair
        )
        return Applied(query=pairs, path=tuple((place, MASK) for place, _ in self.path))

    def filled(self, text: str) -> str:
        """A path or base URI with its variables that are secrets."""
        for place, value in self.path:
            text = text.replace(place, value)
        return text

    def __repr__(self) -> str:
        return "Applied(***)"


NOTHING: Final = Applied()


class Authentication(Record):
    """A kind of authentication."""

    may_be_empty: ClassVar[frozenset[str]] = frozenset()
    """The client's arguments that an empty text is good for."""
    scheme: ClassVar[str] = "Bearer"
    """What stands before it in `Authorization` (RFC 9110, 11.6.2)."""
    challenge: ClassVar[bytes] = b""
    """What a server asks callers for, in `WWW-Authenticate` (RFC 9110, 11.6.1)."""

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """What it consists of: the client's argument for each secret, and how that is declared."""
        return ()

    @property
    def headers(self) -> int:
        """In how many headers a caller can show it; none for a kind that no header can carry."""
        return 1

    def applied(self, reader: SecretReader) -> Applied:
        """What it adds to a request.

        Raises `MissingSettingError`, `SettingError` and `UnsupportedAuthenticationError`; always the last
        for a kind that only callers of a server show.
        """
        raise UnsupportedAuthenticationError(
            f"{reader.namespace}: {type(self).__name__} is how callers of a server are known"
        )

    def expected(self) -> tuple[TextParts, ...]:
        """The secrets that callers of a server have to show.

        Raises `SettingError` for a kind that no server can check.
        """
        return tuple(parts for _, parts in self.credentials())

    def shown_in(self) -> frozenset[str]:
        """The headers, in lower case, in which callers show it."""
        return frozenset(("authorization",))

    def is_shown(self, headers: Mapping[bytes, bytes], query: bytes, expected: Expected) -> bool:
        """Whether a caller shows all of them; nobody does for a kind that does not say how.

        Args:
            headers: the request's, names in lower case.
            query: the request's, percent-encoded.
            expected: compares what is shown.
        """
        return False

    def taken(self, values: Sequence[str], *, standard: bool) -> Mapping[str, str] | None:
        """The secrets that callers send for an API, by the client's arguments; None where it is none.

        Args:
            values: of the headers that carry it, in order.
            standard: whether the one header is `Authorization`.
        """
        return None
