"""Paths that have to end as their route does: what TRAILING_SLASH asks for; loaded only where it does.

The other spelling is redirected (308, RFC 9110, 15.4.9) or has no operation. The new place is told as
a reference that is relative to the path itself (RFC 3986, 5.2): it names no host and no prefix, so it
holds behind any mount point and any proxy, and whatever a caller sends stays on this server.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from ..server.incoming import Incoming
from ..server.problem import Refusal
from .endpoints import Chosen, Endpoint, Find
from .refusals import NO_OPERATION
from .routing import Router

_PATH: Final = "!$&'()*+,;=:@-._~%"
"""What stands in a segment as it came; the rest is encoded (RFC 3986, 3.3)."""
_QUERY: Final = "".join(map(chr, range(0x21, 0x7F))).replace("#", "")
"""What stands in a query as it came: all that does not end it, or the header."""


class OwnSpelling:
    """Finds operations by the spelling of their routes only."""

    def __init__(self, find: Find, *, redirects: bool) -> None:
        """With `redirects` the other spelling is told where to go, else it is unknown."""
        self._find = find
        self._redirects = redirects

    def find(
        self, router: Router[Endpoint], path: str, incoming: Incoming, most_keys: int
    ) -> Chosen | None:
        """As `endpoints.find`. Raises `Refusal` (308 or 404) for the other spelling of a path."""
        found = self._find(router, path, incoming, most_keys)
        if found is None or path in ("", "/"):
            return found
        match, endpoint = found
        if endpoint is None:
            every = [each for of_method in match.endpoints.values() for each in of_method]
            if not self._redirects and not any(_is_spelled(each, path) for each in every):
                raise _unknown(path)
            return found
        if _is_spelled(endpoint, path):
            return found
        if not self._redirects:
            raise _unknown(path)
        segment = path.removesuffix("/").rpartition("/")[2]
        if unquote(segment) in (".", ".."):
            return found  # It has no other place that clients would agree about; no value is so.
        incoming.route = endpoint.index
        raise _redirected(path, segment, incoming.query_string)


def _is_spelled(endpoint: Endpoint, path: str) -> bool:
    return endpoint.route.path.endswith("/") == path.endswith("/")


def _unknown(path: str) -> Refusal:
    other = "without" if path.endswith("/") else "with"
    return Refusal(
        404, f"{NO_OPERATION} One has it {other} a slash at its end (setting TRAILING_SLASH)."
    )


def _redirected(path: str, segment: str, query: bytes) -> Refusal:
    """From `…/tag` to `./tag/`, from `…/tag/` to `../tag`: a colon makes no scheme of either."""
    place = quote(segment, safe=_PATH)
    place = f"../{place}" if path.endswith("/") else f"./{place}/"
    if query:
        place += "?" + quote(query, safe=_QUERY)
    detail = "This path is spelled otherwise at its end (setting TRAILING_SLASH)."
    return Refusal(308, detail, headers=((b"location", place.encode("ascii")),))
