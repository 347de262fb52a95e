"""Answers that are text."""

from __future__ import annotations

from typing import Final

from ..messages import Format, Headers, charset_of


def text_of(content: bytes, headers: Headers) -> str:
    """A body as text, by the charset that it names; what does not fit is replaced.

    Args:
        content: the body, decompressed.
        headers: the answer's.
    """
    try:
        return content.decode(charset_of(headers), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


AS_TEXT: Final = Format("text", text_of)
