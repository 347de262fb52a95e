"""A request as a transport sends it: its limits of time, and the secrets that nobody may see."""

from __future__ import annotations

from typing import Final, Protocol

from .errors import SettingError
from .messages import HeaderPairs, Headers, Operation, Pieces
from .records import Record


class Timeout(Record):
    """Limits of time in seconds; None sets no limit."""

    connect: float | None = 10.0
    """For a connection, name resolution and TLS included."""
    read: float | None = 30.0
    """For each wait for bytes of the answer."""
    total: float | None = 60.0
    """For a whole call: all of its attempts, the pauses between them, and the body."""

    def check(self) -> None:
        """Raises `SettingError` for a limit that is none."""
        for seconds in (self.connect, self.read, self.total):
            if seconds is not None:
                _check_seconds(seconds)


def _check_seconds(value: object) -> None:
    if not isinstance(value, (int, float)):
        raise SettingError(f"a time-out is a number of seconds, not {type(value).__name__}")
    if not 0 < value < 1e9:
        raise SettingError(f"a time-out must be more than 0 seconds, not {value!r}")


DEFAULT_TIMEOUT: Final = Timeout()


def timeout_of(value: Timeout | float | None, default: Timeout) -> Timeout:
    """A number is the limit of the whole call, and lowers the others to it.

    Args:
        value: seconds, the limits themselves, or None.
        default: what holds where nothing is said.

    Raises `SettingError` for what is none of these.
    """
    if value is None:
        return default
    if isinstance(value, Timeout):
        return value
    _check_seconds(value)
    return Timeout(_least(default.connect, value), _least(default.read, value), value)


def _least(limit: float | None, value: float) -> float:
    return value if limit is None else min(limit, value)


MASK: Final = "***"
SHORTEST_SECRET: Final = 4
"""Characters from which on a secret is looked for in texts."""
_SECRET_HEADERS: Final = frozenset(("authorization", "proxy-authorization", "cookie"))


class Sought(Protocol):
    """The secrets of a URL, looked for in what others say."""

    def masked(self, text: str) -> str:
        """The text without them, in any spelling; it may have a character for each byte."""
        ...


class WireRequest:
    """A request as it goes out."""

    hidden: frozenset[str] = frozenset()
    """The headers, in lower case, that hold secrets."""
    shown: str | None = None
    """The URL with a mask where secrets were put; None where none were."""
    sought: Sought | None = None
    """The secrets of the URL; None where none is there."""
    at_once: int = 0
    """Bytes up to which a body of declared length may be read before the reply is handed over; at most 64 KiB."""
    left: float | None = None
    """Seconds that are left of `timeout.total` after earlier attempts."""
    ends: float | None = None
    """When the headers of the answer are to be there, in `time.monotonic` seconds, where the whole call has no
    limit of the transport's."""
    operation: Operation | None = None
    """What was asked, where it is known."""

    def __init__(
        self,
        method: str,
        url: str,
        headers: HeaderPairs,
        content: bytes | Pieces | None,
        timeout: Timeout,
        secrets: tuple[str, ...] = (),
        whole: bool = False,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.timeout = timeout
        self.secrets = secrets
        """The texts in it that nobody may see; foreign text is searched for them."""
        self.whole = whole
        """Whether the answer will be read at once, so that its start may be fetched ahead."""

    def copy(self) -> WireRequest:
        """The same request once more, to be changed."""
        return self.moved(self.url, self.headers)

    def moved(self, url: str, headers: HeaderPairs) -> WireRequest:
        """The same request to another place."""
        again = WireRequest(
            self.method, url, headers, self.content, self.timeout, self.secrets, self.whole
        )
        again.left, again.ends, again.hidden = self.left, self.ends, self.hidden
        again.sought, again.operation = self.sought, self.operation
        again.at_once = self.at_once
        again.shown = self.shown if url == self.url else None
        return again

    def may_be_sent_again(self) -> bool:
        """Whether the body is still there once it was sent."""
        content = self.content
        return content is None or isinstance(content, bytes) or content.repeatable

    def masked(self, text: str) -> str:
        """A foreign text without the secrets of this request.

        A secret of fewer than four characters is in too many words to be looked for.
        """
        if self.sought is not None:
            text = self.sought.masked(text)
        for each in self._looked_for():
            text = text.replace(each, MASK)
        return text

    def masked_bytes(self, content: bytes) -> bytes:
        """The same for a body that is not compressed."""
        if self.sought is not None:
            # A character for each byte, so that none is lost.
            content = self.sought.masked(content.decode("latin-1")).encode("latin-1")
        for each in self._looked_for():
            content = content.replace(each.encode(), MASK.encode())
        return content

    def _looked_for(self) -> list[str]:
        """The secrets as they are, in a URL (RFC 3986, 2.1), and in JSON that escapes slashes (RFC 8259, 7)."""
        from urllib.parse import quote  # Late: only errors need it.

        long = [secret for secret in self.secrets if len(secret) >= SHORTEST_SECRET]
        ways = {*long, *(quote(each, safe="") for each in long)}
        ways.update(each.replace("/", "\\/") for each in long)
        return sorted(ways, key=lambda each: (-len(each), each))

    def without_secrets(self, headers: Headers) -> Headers:
        """Headers of an answer without the secrets of this request; the same object where none is there."""
        pairs = tuple([(name, self.masked(value)) for name, value in headers.pairs])
        return headers if pairs == headers.pairs else Headers(pairs)

    def shown_url(self) -> str:
        """The URL, with every secret masked."""
        return self.masked(self.shown or self.url)

    def masked_headers(self) -> Headers:
        """The headers, with what identifies the caller masked."""
        return Headers(
            tuple(
                (name, MASK if self._hides(name.lower()) else self.masked(value))
                for name, value in self.headers
            )
        )

    def _hides(self, name: str) -> bool:
        return name in _SECRET_HEADERS or name in self.hidden

    def __repr__(self) -> str:
        return f"WireRequest({self.method} {self.shown_url()})"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a request holds credentials and is not pickled")
