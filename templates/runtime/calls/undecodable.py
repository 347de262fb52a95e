"""What is said of a body that cannot be read; imported with the first one (most often it is a page for people)."""

from __future__ import annotations

from ..errors import DecodingError
from ..messages import Headers


def beginning(content: bytes) -> str:
    """The first characters of a body, to be shown."""
    text = content[:60].decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "." for c in text)


def undecodable(
    error: DecodingError,
    status: int,
    headers: Headers,
    content: bytes,
    variable: str = "",
    begins: str = "",
) -> DecodingError:
    """The error with what is known of the answer; most often the base URI is that of a web page.

    Args:
        error: what the reading of the body raised.
        status: the answer's.
        headers: the answer's.
        content: its body.
        variable: that names the base URI.
        begins: the first characters of the body.
    """
    kind = (headers.get("content-type") or "without a content type").strip()[:100]
    known = f"status {status}, {kind}" + (f", it begins with {begins!r}" if begins else "")
    hint = f"; is {variable} the address of the API?" if variable else ""
    return DecodingError(f"{error.problem} ({known}){hint}", status, headers, content)
