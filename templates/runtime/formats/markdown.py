"""Front matter, tables and sections of Markdown."""

from __future__ import annotations

from ..messages import Format, Headers
from ..values import Json
from .text import text_of


def as_markdown(prefix: str = "") -> Format:
    """The format. Only sections whose heading begins with `prefix` count."""

    def read(content: bytes, headers: Headers) -> Json:
        from ..wire.convert_markdown import from_markdown

        return from_markdown(text_of(content, headers), prefix)

    return Format("markdown", read)
