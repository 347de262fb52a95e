"""A part of a body that nobody has asked for: it must not look whole."""

from __future__ import annotations

import re
from typing import Final

from ..errors import DecodingError
from ..messages import Headers
from ..wire_request import WireRequest

_BYTES: Final = re.compile(r"bytes +(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.IGNORECASE)


def refuse_part(headers: Headers, wire: WireRequest) -> None:
    """Raise `DecodingError` for an answer of 206 to a request without `Range` (RFC 9110, 15.3.7).

    One that has all of the bytes is whole, and other units than bytes are an API's own: pages of a list, say.

    Args:
        headers: of the answer.
        wire: what was asked.
    """
    if any(name.lower() == "range" for name, _ in wire.headers):
        return
    found = _BYTES.fullmatch((headers.get("content-range") or "").strip())
    if found is None:
        return
    first, last, length = found.groups()
    if length == "*" or int(first) or int(last) + 1 != int(length):
        raise DecodingError(f"the answer is a part of the body ({found[0]}) that nobody asked for")
