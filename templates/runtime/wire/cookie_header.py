"""Cookies of a request (RFC 6265)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from ..values import OMIT
from .encoding import QueryPair
from .spelling import text

_FORBIDDEN: Final = re.compile(r"[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]")


def cookies(*pairs: QueryPair) -> tuple[tuple[str, str], ...]:
    """At most one `Cookie` header; values are percent-encoded where RFC 6265 forbids them.

    Null is no value.
    """
    crumbs = [
        f"{name}={_FORBIDDEN.sub(_percent, text(value, name))}"
        for name, value in pairs
        if value is not OMIT and value is not None
    ]
    return (("Cookie", "; ".join(crumbs)),) if crumbs else ()


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")
