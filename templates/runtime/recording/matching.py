"""Which recorded exchange answers a request: method, path, query and body; what was masked fits anything."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from ..values import JsonValue
from ..wire_request import MASK
from .entries import is_json
from .reading import Exchange

_NO_JSON: Final = object()


class Answers:
    """Exchanges by what is asked. The same request gets its recorded answers in turn, the last one for good."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._groups: list[_Group] = []
        by_key: dict[str, _Group] = {}
        self._lock = threading.Lock()
        for each in exchanges:
            group = by_key.get(_key(each))
            if group is None:
                group = by_key[_key(each)] = _Group(each)
                self._groups.append(group)
            group.exchanges.append(each)

    def of(self, method: str, target: str, kind: str | None, body: bytes) -> Exchange | None:
        """The exchange for a request, or None.

        Args:
            method: in capitals.
            target: path and query.
            kind: its `Content-Type`, or None.
            body: its bytes.
        """
        with self._lock:
            for group in self._groups:
                if group.fits(method, target, kind, body):
                    return group.next()
        return None

    def near(self, method: str, target: str) -> tuple[str, ...]:
        """Targets of the same method and path, and else of the same method: for a message."""
        path = target.partition("?")[0]
        same = [each.first.target for each in self._groups if each.first.method == method]
        there = [each for each in same if each.partition("?")[0] == path]
        return tuple((there or same)[:5])


class _Group:
    """Exchanges with the same request."""

    def __init__(self, first: Exchange) -> None:
        self.first = first
        self.exchanges: list[Exchange] = []
        self._turn = 0
        path, _, query = first.target.partition("?")
        self._path = _pattern(path)
        self._pairs = _pairs(query)

    def next(self) -> Exchange:
        found = self.exchanges[min(self._turn, len(self.exchanges) - 1)]
        self._turn += 1
        return found

    def fits(self, method: str, target: str, kind: str | None, body: bytes) -> bool:
        path, _, query = target.partition("?")
        if method != self.first.method or not self._path.fullmatch(path):
            return False
        if not _fits(self._pairs, _pairs(query)):
            return False
        wanted = self.first.request_body
        return wanted is None or _same_body(wanted, self.first.request_content_type, body, kind)


def _key(exchange: Exchange) -> str:
    data = exchange.data
    path, _, query = exchange.target.partition("?")
    body = [data.get(f"request_body{each}") for each in ("", "_shortened", "_withheld")]
    pairs = _pairs(query)
    return json.dumps([exchange.method, path, pairs, body], sort_keys=True)


def _pairs(query: str) -> list[list[str]]:
    return [[*pair] for pair in sorted(parse_qsl(query, keep_blank_values=True))]


def _pattern(text: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in text.split(MASK))
    return re.compile("[^/]*".join(parts), re.IGNORECASE if "%" in text else 0)


def _fits(wanted: JsonValue, found: JsonValue) -> bool:
    """Whether a value is the recorded one; a masked text fits any scalar."""
    if isinstance(wanted, str) and MASK in wanted:
        if isinstance(found, dict | list):
            return False
        pieces = map(re.escape, wanted.split(MASK))
        return re.fullmatch(".*".join(pieces), str(found), re.DOTALL) is not None
    if isinstance(wanted, dict) and isinstance(found, dict):
        return wanted.keys() == found.keys() and all(_fits(wanted[n], found[n]) for n in wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(_fits, wanted, found))
    return type(wanted) is type(found) and bool(wanted == found)


def _same_body(wanted: bytes, wanted_kind: str | None, body: bytes, kind: str | None) -> bool:
    if wanted == body:
        return True
    if is_json(wanted_kind) and is_json(kind):
        there, here = _json(wanted), _json(body)
        return there is not _NO_JSON and here is not _NO_JSON and _fits(there, here)
    if MASK.encode() in wanted:
        texts = (unquote(each.decode("utf-8", "replace")) for each in (wanted, body))
        return _fits(*texts)
    return False


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return _NO_JSON
