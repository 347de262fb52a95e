"""Where a redirect leads, and what goes there: no credential leaves its origin (RFC 9110, 15.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..wire_request import WireRequest

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_EVERYWHERE: Final = frozenset(("accept", "accept-encoding", "accept-language", "user-agent"))
_IN_URL: Final = "!#$%&'()*+,-./:;=?@[]_~"
_PORTS: Final = {"http": 80, "https": 443}


def redirected(request: WireRequest, location: str) -> WireRequest | None:
    """The request at the new place; None when it must not be followed.

    To another origin (host, port or scheme: a downgrade to `http` too) go only headers that say
    nothing about who we are.

    Args:
        request: the one that was answered.
        location: the header `Location` of its answer, absolute or relative.
    """
    from urllib.parse import quote, urljoin, urlsplit

    target = urljoin(request.url, quote(_octets(location), safe=_IN_URL)).partition("#")[0]
    try:
        there, here = urlsplit(target), urlsplit(request.url)
        origin, same = _origin(there), _origin(there) == _origin(here)
    except ValueError:
        return None
    if origin[0] not in _PORTS or not origin[1] or "@" in there.netloc:
        return None
    headers = request.headers
    if not same:
        headers = tuple(pair for pair in headers if pair[0].lower() in _EVERYWHERE)
    return request.moved(target, headers)


def _octets(text: str) -> bytes:
    """The bytes of a header: transports give a character for each."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port (RFC 6454). Raises ValueError for a port that is none."""
    return (url.scheme, url.hostname, url.port or _PORTS.get(url.scheme))
