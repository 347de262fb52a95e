"""All pages of an operation that gives its answer in pages.

    for page in pages(client.listrepos, Cursor("next_page"), namespace="coreos"):
        ...

The parameter that says which page goes through `options`, so that the spec need not declare it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, Final, ParamSpec, Protocol, TypeAlias, TypeVar

from ..calls.responses import RawResponse
from ..errors import Error
from ..options import RequestOptions
from ..records import Record
from ..values import Json

P = ParamSpec("P")
T = TypeVar("T")
_Query: TypeAlias = Mapping[str, Any]


class PaginationError(Error):
    """Pages that do not end: too many, or one that leads to itself."""


class Paging(Protocol):
    """How an API gives pages."""

    @property
    def max_pages(self) -> int:
        """More pages than this are an error; to want fewer, use `itertools.islice`."""
        ...

    def first(self) -> _Query:
        """The query pairs of the first page."""
        ...

    def following(self, page: RawResponse[Any], sent: _Query) -> _Query | None:
        """The query pairs of the page after one; None if it was the last."""
        ...


class Cursor(Record):
    """Each answer names the next one."""

    query: str
    """The query parameter that carries the cursor."""
    read: tuple[str | int, ...] | str | None = None
    """Where the answer holds it: names and indices; by default the name of the parameter."""
    max_pages: int = 1000

    def first(self) -> _Query:
        """Nothing: the first page needs no cursor."""
        return {}

    def following(self, page: RawResponse[Any], sent: _Query) -> _Query | None:
        """The cursor of the answer; absent, null and empty end the pages."""
        where = self.query if self.read is None else self.read
        found = _inside(page.value, (where,) if isinstance(where, str) else where)
        return None if found is None or found == "" else {self.query: found}


class PageNumber(Record):
    """Pages are counted, by page or by item."""

    query: str = "page"
    items: tuple[str | int, ...] | str = ()
    """Where the answer holds the list; the first empty one ends the pages. `()`: it is the list."""
    start: int = 1
    step: int = 1
    """What the next page's number is more: 1 for pages, the page size for offsets."""
    more: tuple[str | int, ...] | str | None = None
    """Where the answer says whether another page follows (`has_additional`); else an empty list ends the pages."""
    max_pages: int = 1000

    def first(self) -> _Query:
        """The first number."""
        return {self.query: self.start}

    def following(self, page: RawResponse[Any], sent: _Query) -> _Query | None:
        """The next number."""
        where = self.items if self.more is None else self.more
        where = (where,) if isinstance(where, str) else where
        return {self.query: sent[self.query] + self.step} if _inside(page.value, where) else None


class Link(Record):
    """The header `Link` of each answer names the next one (RFC 8288)."""

    rel: str = "next"
    max_pages: int = 1000

    def first(self) -> _Query:
        """Nothing: the first page needs no link."""
        return {}

    def following(self, page: RawResponse[Any], sent: _Query) -> _Query | None:
        """The query of the link; whatever else it says is not followed."""
        from urllib.parse import parse_qsl, urljoin, urlsplit

        target = link(", ".join(page.headers.get_all("link")), self.rel)
        if target is None:
            return None
        pairs: dict[str, list[str]] = {}
        query = urlsplit(urljoin("http://unused.invalid/", target)).query
        for name, value in parse_qsl(query, keep_blank_values=True):
            pairs.setdefault(name, []).append(value)
        return pairs


_SEPARATORS: Final = r"[\s,]*"
_TARGET: Final = r"<([^>]*)>"
_PARAMETER: Final = r"\s*;\s*([^\s=;,\"]*)\s*(?:=\s*(\"(?:[^\"\\]|\\.)*\"|[^;,]*))?"


def link(header: str, rel: str) -> str | None:
    """The target of the first link of a relation in a `Link` header, as written (RFC 8288, 3).

    Of several `rel` of a link the first counts; a link whose `anchor` says that it is another page's is
    left out (3.2), and so is what is no link at all.
    """
    for target, parameters in _links(header):
        rels = parameters.get("rel", "").lower().split()
        if rel.lower() in rels and "anchor" not in parameters:
            return target
    return None


def _links(header: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each target with its parameters, names in lower case (RFC 8288, B.2); of one name the first."""
    # Compiled when they are first wanted: most programs never turn a page.
    target, one_parameter = re.compile(_TARGET), re.compile(_PARAMETER)
    place = _start(header, 0)
    while header.find(">", place) >= 0:
        if found := target.match(header, place):
            place = found.end()
            parameters: dict[str, str] = {}
            while parameter := one_parameter.match(header, place):
                place = parameter.end()
                parameters.setdefault(parameter[1].lower(), _unquoted((parameter[2] or "").strip()))
            yield found[1].strip(), parameters
        comma = header.find(",", place)
        place = len(header) if comma < 0 else _start(header, comma)


def _start(header: str, place: int) -> int:
    """Where the next element of a list begins; empty ones are none (RFC 9110, 5.6.1.2)."""
    separators = re.compile(_SEPARATORS).match(header, place)
    return place if separators is None else separators.end()


def _unquoted(value: str) -> str:
    """The text of a quoted string (RFC 9110, 5.6.4), or of a token."""
    is_quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if is_quoted else value


def pages(
    method: Callable[P, T], by: Paging, /, *arguments: P.args, **named: P.kwargs
) -> Iterator[T]:
    """The pages of a blocking client's method, fetched one by one as they are asked for.

    Raises `PaginationError` and what the method raises.
    """
    raw = _raw(method)
    walk = _Walk(by, named)
    while walk.query is not None:
        response = raw(*arguments, **walk.named())
        yield response.value
        walk.turn(response)


async def pages_async(
    method: Callable[P, Awaitable[T]], by: Paging, /, *arguments: P.args, **named: P.kwargs
) -> AsyncIterator[T]:
    """The pages of an asynchronous client's method; see `pages`."""
    raw = _raw(method)
    walk = _Walk(by, named)
    while walk.query is not None:
        response = await raw(*arguments, **walk.named())
        yield response.value
        walk.turn(response)


class _Walk:
    """From page to page: what to ask for next."""

    def __init__(self, by: Paging, named: Mapping[str, Any]) -> None:
        self._by = by
        self._named = named
        self._count = 0
        self.query: _Query | None = by.first()

    def named(self) -> dict[str, Any]:
        """The arguments of the next call."""
        options = self._named.get("options") or RequestOptions()
        query = {**(options.query or {}), **(self.query or {})}
        return {**self._named, "options": options.replace(query=query or None)}

    def turn(self, page: RawResponse[Any]) -> None:
        """Look at a page for the one after it."""
        sent = self.query or {}
        self._count += 1
        self.query = self._by.following(page, sent)
        if self.query is not None and self.query == sent:
            raise PaginationError("a page leads to itself")
        if self.query is not None and self._count >= self._by.max_pages:
            raise PaginationError(f"more than {self._by.max_pages} pages")


def _raw(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method that gives whole answers, of the client that a method belongs to."""
    client, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if client is None or not hasattr(client, "with_raw_response"):
        raise TypeError("pages() takes a method of a client, for example client.listrepos")
    raw: Callable[..., Any] = getattr(client.with_raw_response, name)
    return raw


def _inside(value: Json, where: tuple[str | int, ...]) -> Json:
    for step in where:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value
