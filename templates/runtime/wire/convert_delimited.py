"""CSV, TSV and PSV: rows to objects (RFC 4180)."""

from __future__ import annotations

import csv
import io
from typing import Final

from ..errors import DecodingError

_NO_CELLS: Final[list[str]] = []
_SPACE: Final = "".join(map(chr, range(0x21)))
"""What is trimmed: ASCII's space and controls; a no-break space is a part of a name."""


def from_delimited(text: str, delimiter: str) -> list[dict[str, str]]:
    """Rows as objects, keys from the first line, every value text.

    Names in the header are trimmed, values are not. A short row lacks keys; a blank line is a row with
    an empty first value. A last cell that is empty and has no name is none. A row that is longer than
    the header, a quote that is never closed and text after a closing quote are errors: what they were
    meant to say is not known.

    Raises `DecodingError`.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(rows, _NO_CELLS))
        return [_row(header, row or [""], rows.line_num) for row in rows]
    except csv.Error as error:
        raise DecodingError(f"line {rows.line_num} is not delimited text: {error}") from None


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip(_SPACE) for cell in cells]
    if names and not names[-1]:
        names.pop()
    if not any(names):
        raise DecodingError("the body has no header line")
    return names


def _row(header: list[str], row: list[str], line: int) -> dict[str, str]:
    if len(row) == len(header) + 1 and not row[-1]:
        row.pop()
    if len(row) > len(header):
        raise DecodingError(f"line {line} has {len(row)} cells, and the header {len(header)}")
    return dict(zip(header, row, strict=False))
