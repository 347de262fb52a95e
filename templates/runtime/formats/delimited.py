"""CSV, TSV and PSV: rows below a line with their names."""

from __future__ import annotations

from typing import Final

from ..messages import Format, Headers
from ..values import Json
from .text import text_of


def _format(name: str, delimiter: str) -> Format:
    def read(content: bytes, headers: Headers) -> Json:
        from ..wire.convert_delimited import from_delimited

        return from_delimited(text_of(content, headers), delimiter)

    return Format(name, read)


AS_CSV: Final = _format("csv", ",")
AS_TSV: Final = _format("tsv", "\t")
AS_PSV: Final = _format("psv", "|")
