"""Names under which values are sent, as HTTP has them."""

from __future__ import annotations

from typing import Final

from .. import regex
from ..diagnostics.rules import exposure as rules
from ..model import Place
from .node import Node

_TOKEN: Final = regex.late(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""RFC 9110, 5.6.2; the name of a cookie is one too (RFC 6265, 4.1.1)."""
_WHAT: Final = {Place.HEADER: "a header", Place.COOKIE: "a cookie"}


def report_unusable(node: Node, name: str, place: Place, key: str | None = None) -> bool:
    """Whether a header or a cookie cannot have this name, which is reported.

    Args:
        node: what is sent under it.
        name: as it is written; of a key of the query or the body only braces are wrong.
        place: where it is sent.
        key: the key of `node` that says the name, if one does.
    """
    if place in _WHAT:
        usable = _TOKEN.fullmatch(name) is not None
    else:
        usable = key is None or "{{" not in name
    if usable:
        return False
    at = (node.get(key) if key is not None else None) or node
    at.fault(rules.NAME_UNUSABLE, name=name, what=_WHAT.get(place, "an API key"))
    return True
