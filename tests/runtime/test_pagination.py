"""All pages, by cursor, number and link; and no page too many."""

from __future__ import annotations

import itertools
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from templates.runtime import errors
from templates.runtime.client.pagination import (
    Cursor,
    Link,
    PageNumber,
    PaginationError,
    link,
    pages,
    pages_async,
)
from templates.runtime.options import RequestOptions

from .server import Seen, answer


def _all(caller: Any, by: Any, most: int | None = None, **named: Any) -> list[Any]:
    """The pages of `list_items`, by a client of either kind."""
    if caller.runner is None:
        return list(itertools.islice(pages(caller.client.list_items, by, **named), most))

    async def collected() -> list[Any]:
        found = []
        async for page in pages_async(caller.client.list_items, by, **named):
            found.append(page)
            if len(found) == most:
                break
        return found

    return caller.runner.run(collected())  # type: ignore[no-any-return]


def _query(seen: Seen) -> dict[str, list[str]]:
    return parse_qs(urlsplit(seen.target).query)


@pytest.mark.parametrize("end", [None, "", "absent"])
def test_by_cursor(shop: Any, server: Any, end: Any) -> None:
    def rule(seen: Seen) -> bytes:
        number = int(_query(seen).get("next_page", ["0"])[0])
        page: dict[str, Any] = {"items": [number]}
        if number < 2:
            page["next_page"] = str(number + 1)
        elif end != "absent":
            page["next_page"] = end
        return answer(200, json.dumps(page))

    server.rule = rule
    found = _all(shop, Cursor("next_page"), color="red")
    assert [page["items"] for page in found] == [[0], [1], [2]]
    assert [seen.target for seen in server.seen] == [
        "/api/items?color=red",
        "/api/items?color=red&next_page=1",
        "/api/items?color=red&next_page=2",
    ]


def test_a_cursor_deep_in_the_answer(shop: Any, server: Any) -> None:
    server.queue += [answer(200, '{"meta": [{"after": "x y"}]}'), answer(200, "[]")]
    options = RequestOptions(query={"size": 2}, headers={"X-A": "1"})
    found = _all(shop, Cursor("after", read=("meta", 0, "after")), options=options)
    assert len(found) == 2
    assert server.last.target == "/api/items?size=2&after=x%20y"
    assert server.last.header("x-a") == "1"


def test_by_number_and_by_offset(shop: Any, server: Any) -> None:
    for by, targets in (
        (PageNumber(), ["page=1", "page=2", "page=3"]),
        (
            PageNumber("offset", items="list", start=0, step=10),
            ["offset=0", "offset=10", "offset=20"],
        ),
    ):
        server.seen.clear()
        body = '{"list": [1]}' if by.items else "[1]"
        server.queue += [answer(200, body), answer(200, body), answer(200, "[]")]
        assert len(_all(shop, by)) == 3
        assert [seen.target.partition("?")[2] for seen in server.seen] == targets


def test_by_link_header(shop: Any, server: Any) -> None:
    server.queue += [
        answer(200, "[1]", ("Link", f'<{server.url}/api/items?page=2&q=a%20b>; rel="next"')),
        answer(200, "[2]", ("Link", '</api/items?page=1>; rel="prev"')),
    ]
    assert _all(shop, Link(), color="red") == [[1], [2]]
    assert server.last.target == "/api/items?color=red&page=2&q=a%20b"


def test_a_link_elsewhere_gives_its_query_only(shop: Any, server: Any, other: Any) -> None:
    server.queue.append(answer(200, "[1]", ("Link", f"<{other.url}/evil?page=2>; rel=next")))
    assert len(_all(shop, Link())) == 2
    assert not other.seen


def test_pages_are_bounded(shop: Any, server: Any) -> None:
    counter = itertools.count(1)
    server.rule = lambda seen: answer(200, f'{{"next_page": "{next(counter)}"}}')
    with pytest.raises(PaginationError, match="more than 5 pages"):
        _all(shop, Cursor("next_page", max_pages=5))
    assert len(server.seen) == 5
    assert len(_all(shop, Cursor("next_page", max_pages=5), most=2)) == 2
    assert len(server.seen) == 7


def test_a_page_that_leads_to_itself(shop: Any, server: Any) -> None:
    server.rule = lambda seen: answer(200, '{"next_page": "same"}')
    with pytest.raises(PaginationError, match="itself"):
        _all(shop, Cursor("next_page"))
    assert len(server.seen) == 2


def test_errors_come_through(shop: Any, server: Any) -> None:
    server.queue += [answer(200, '{"next_page": "1"}'), answer(404, "{}")]
    with pytest.raises(errors.NotFoundError):
        _all(shop, Cursor("next_page"))


def test_only_methods_of_clients() -> None:
    with pytest.raises(TypeError, match="method of a client"):
        list(pages(print, Cursor("x")))


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('<a>; rel="next"', "a"),
        ("<a>; rel=next", "a"),
        ('<a>; rel="prev", <b>; rel="next last"', "b"),
        ('<a>; title="x"; REL="NEXT"', "a"),
        ("<a>", None),
        ("", None),
        ("nonsense; rel=next", None),
        ('<a; rel="next"', None),
        ('<a,b>; rel="next"', "a,b"),
        # What link headers may hold by RFC 8288, 3 and RFC 9110, 5.6.1.2; found with other readers of them.
        ('<a>; rel="next", , <b>; rel=last', "a"),
        (", <a>; rel=next", "a"),
        ('<a>; title="x, <y>; z"; rel=next', "a"),
        ('<b>; title="see; rel=next; x"; rel=prev, <a>; rel=next', "a"),
        ('<b>; title="say \\"; rel=next"; rel=prev, <a>; rel = "next"', "a"),
        ("<a>; rel=prev; rel=next", None),
        ('<a>; rel=next; anchor="/other", <b>; rel=next', "b"),
        ("<a>; rel; title=x, <b>;;rel=next ;", "b"),
        ("nonsense, <a>; rel=next", "a"),
        ('<a>; title="never closed; rel=next', "a"),
    ],
)
def test_link_headers(header: str, target: str | None) -> None:
    assert link(header, "next") == target


def test_pages_are_bounded_by_default() -> None:
    assert (Cursor("c").max_pages, PageNumber().max_pages, Link().max_pages) == (1000, 1000, 1000)
