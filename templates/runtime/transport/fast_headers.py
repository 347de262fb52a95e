"""The headers of pyreqwest's answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, Final, cast

from pyreqwest.response import Response, SyncResponse

from ..messages import HeaderPairs, Headers

_log: Final = logging.getLogger(__name__)
_told: Final[set[str]] = set()
_MOST_TOLD: Final = 50


class LazyHeaders(Headers):
    """Headers that are fetched from the library only when somebody wants more than one."""

    __slots__ = ("_response",)

    def __init__(self, response: Response | SyncResponse) -> None:
        self._response = response
        self._pairs = None

    @property
    def pairs(self) -> HeaderPairs:
        found = self._pairs
        if found is None:
            found = self._pairs = _fetched(self._response)
        return found

    def get(self, name: str) -> str | None:
        try:
            return self._response.get_header(name)
        except ValueError:
            return super().get(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Headers, (self.pairs,))


def _fetched(response: Response | SyncResponse) -> HeaderPairs:
    headers = response.headers
    try:
        by_name = headers.dict_multi_value()
    except ValueError:
        # A value that is not ASCII; the library has no way to hand it out. The others stay.
        return tuple(_readable(headers))
    if list in map(type, by_name.values()):
        return tuple(headers.items())
    return tuple(cast("dict[str, str]", by_name).items())


def _readable(headers: Any) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(headers):
        try:
            for value in headers.getall(name):
                yield (name, value)
        except ValueError:
            _tell(name)


def _tell(name: str) -> None:
    """Says once which header is lost; never its value."""
    if name not in _told and len(_told) < _MOST_TOLD:
        _told.add(name)
        _log.warning("the header %s of an answer is not ASCII: this transport loses it", name[:60])


def transfer_coding(response: Response | SyncResponse) -> str | None:
    """How the body is framed where it has no length; None where it has none of that."""
    try:
        return response.get_header("transfer-encoding")
    except ValueError:
        return "?"


def coding_problem(coding: str) -> str | None:
    """Why a body cannot be handed on: the library undoes `chunked`, and no other transfer coding."""
    if coding.strip().lower() == "chunked":
        return None
    return "no answer: it has a transfer coding besides chunked"
