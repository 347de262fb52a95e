"""The tables of an HTML page to JSON values, read as browsers read it (WHATWG, HTML parsing)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import DecodingError, MissingDependencyError
from ..values import Json

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def from_html(text: str, selector: str) -> Json:
    """`{"tables": [[{header: cell}]]}`: every table that has headers, or those that a selector finds.

    A selected element that is no table stands for the tables inside it. Headers are the `th` of the
    first row; rows that hold a `th` are no data. Cells are trimmed, missing ones are empty.

    Raises `DecodingError` for a selector that is none, `MissingDependencyError` without selectolax.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError
    except ModuleNotFoundError:
        raise MissingDependencyError("selectolax", "requirements.txt") from None
    page = LexborHTMLParser(text)
    try:
        found = _tables(page, selector)
    except SelectolaxError:
        raise DecodingError(f"the CSS selector {selector!r} is not understood") from None
    tables = (_rows(table) for table in found)
    return {"tables": [rows for rows in tables if rows is not None]}


def _tables(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    if not selector.strip():
        return page.css("table")
    tables: dict[int, LexborNode] = {}
    for element in page.css(selector):
        inside = [element] if element.tag == "table" else element.css("table")
        tables.update((table.mem_id, table) for table in inside)
    return list(tables.values())


def _rows(table: LexborNode) -> list[Json] | None:
    """The rows of a table; None for one without headers."""
    heads = [row for group, row in _own_rows(table) if group == "thead"]
    bodies = [row for group, row in _own_rows(table) if group == "tbody"]
    headers: list[str] = []
    for row in (*heads[:1], *bodies[:1]):
        headers = headers or [_text(cell) for cell in _cells(row) if cell.tag == "th"]
    if not headers:
        return None
    return [_row(headers, row) for row in bodies if all(c.tag == "td" for c in _cells(row))]


def _own_rows(table: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """Its rows with the kind of group they stand in, without those of tables inside its cells."""
    for group in table.iter():
        for row in group.iter():
            if row.tag == "tr":
                yield str(group.tag), row


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _row(headers: list[str], row: LexborNode) -> dict[str, Json]:
    cells = [_text(cell) for cell in _cells(row)]
    cells += [""] * (len(headers) - len(cells))
    return dict(zip(headers, cells, strict=False))


def _text(cell: LexborNode) -> str:
    return " ".join(cell.text().split())
