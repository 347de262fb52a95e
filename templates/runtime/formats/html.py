"""The tables of an HTML page."""

from __future__ import annotations

from ..messages import Format, Headers
from ..values import Json
from .text import text_of


def as_html(selector: str = "") -> Format:
    """The format. `selector` finds the tables (CSS); without one all count."""

    def read(content: bytes, headers: Headers) -> Json:
        from ..wire.convert_html import from_html

        return from_html(text_of(content, headers), selector)

    return Format("html", read)
