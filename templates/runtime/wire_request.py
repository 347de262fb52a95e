"""A request as a transport sends it, with the secrets in it known so that nobody sees them."""

from __future__ import annotations

from typing import Final

from .messages import HeaderPairs, Headers
from .streams import Stream
from .timeouts import Timeout

MASK: Final = "***"
_SECRET_HEADERS: Final = frozenset(("authorization", "proxy-authorization", "cookie"))


class WireRequest:
    """A request as it goes out."""

    __slots__ = ("content", "headers", "left", "method", "secrets", "timeout", "url", "whole")

    def __init__(
        self,
        method: str,
        url: str,
        headers: HeaderPairs,
        content: bytes | Stream | None,
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
        """The texts in it that nobody may see; `repr` masks them."""
        self.whole = whole
        """Whether the answer will be read at once, so that its start may be fetched ahead."""
        self.left: float | None = None
        """Seconds that are left of `timeout.total` after earlier attempts."""

    def copy(self) -> WireRequest:
        """The same request once more, to be changed."""
        return self.moved(self.url, self.headers)

    def moved(self, url: str, headers: HeaderPairs) -> WireRequest:
        """The same request to another place."""
        again = WireRequest(
            self.method, url, headers, self.content, self.timeout, self.secrets, self.whole
        )
        again.left = self.left
        return again

    def masked(self, text: str) -> str:
        """A text without the secrets of this request."""
        for secret in self.secrets:
            if secret:
                text = text.replace(secret, MASK)
        return text

    def masked_headers(self) -> Headers:
        """The headers, with what identifies the caller masked."""
        return Headers(
            tuple(
                (name, MASK if name.lower() in _SECRET_HEADERS else self.masked(value))
                for name, value in self.headers
            )
        )

    def __repr__(self) -> str:
        return f"WireRequest({self.method} {self.masked(self.url)})"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a request holds credentials and is not pickled")
