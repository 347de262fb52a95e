"""The headers of pyreqwest's answers, and its form of those of requests."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, cast

from pyreqwest.http import HeaderMap
from pyreqwest.response import Response, SyncResponse

from ..errors import UpstreamConnectionError
from ..messages import HeaderPairs, Headers, KeptHeaders
from ..wire_request import WireRequest
from .base import unanswered

_log: Final = logging.getLogger(__name__)
_told: Final[set[str]] = set()
_MOST_TOLD: Final = 50


class FastHeaders(Headers):
    """The headers of one answer, fetched from the library by one call."""

    __slots__ = ("fields",)

    def __init__(self, response: Response | SyncResponse) -> None:
        self._pairs = None
        headers = response.headers
        self.fields: Mapping[str, str | list[str]]
        """Name in lower case → value, or the values of a header that came several times."""
        try:
            self.fields = headers.dict_multi_value()
        except ValueError:
            # A value that is not ASCII; the library has no way to hand it out. The others stay.
            self.fields = _readable(headers)

    @property
    def pairs(self) -> HeaderPairs:
        found = self._pairs
        if found is None:
            found = self._pairs = _paired(self.fields)
        return found

    def get(self, name: str) -> str | None:
        found = self.fields.get(name.lower())
        return found if found is None or isinstance(found, str) else found[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return (Headers, (self.pairs,))


def _paired(fields: Mapping[str, str | list[str]]) -> HeaderPairs:
    if list not in map(type, fields.values()):
        return tuple(cast("Mapping[str, str]", fields).items())
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        pairs += [(name, value)] if isinstance(value, str) else [(name, each) for each in value]
    return tuple(pairs)


def _readable(headers: Any) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name in dict.fromkeys(headers):
        try:
            found[name] = list(headers.getall(name))
        except ValueError:
            _tell(name)
            if name == "transfer-encoding":
                found[name] = "?"  # Whatever it is, it is not `chunked`.
    return found


def _tell(name: str) -> None:
    """Says once which header is lost; never its value."""
    if name not in _told and len(_told) < _MOST_TOLD:
        _told.add(name)
        _log.warning("the header %s of an answer is not ASCII: this transport loses it", name[:60])


def form(headers: KeptHeaders) -> HeaderMap:
    """The library's own form of a request's headers, which it need not check again; it takes a copy of it."""
    kept: HeaderMap | None = headers.form
    if kept is None:
        headers.form = kept = HeaderMap(headers)
    return kept


def refuse_coding(headers: FastHeaders, request: WireRequest) -> None:
    """Raise `UpstreamConnectionError` for a body that cannot be handed on.

    The library undoes `chunked`, and no other transfer coding.

    Args:
        headers: of the answer.
        request: what was asked.
    """
    coding = headers.get("transfer-encoding")
    if coding is not None and coding.strip().lower() != "chunked":
        problem = "no answer: it has a transfer coding besides chunked"
        raise unanswered(UpstreamConnectionError, problem, request)
