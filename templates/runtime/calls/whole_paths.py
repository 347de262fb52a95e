"""Paths that callers give whole, to be forwarded: whether a server may see more in them than stands there."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes

from .path_values import DECODINGS, IGNORED, OVERLONG, WIDE


def escapes(path: str) -> bool:
    """Whether some server may see a dot segment in a path, however often it decodes, and so leave it.

    Slashes are looked at wherever they come from; nothing that is not UTF-8 or written to be missed is let
    through.
    """
    for _ in range(DECODINGS):
        pieces = re.split(r"[/\\]", path)
        if any(piece.translate(IGNORED).partition(";")[0] in (".", "..") for piece in pieces):
            return True
        if "%" not in path:
            return False
        if re.search(WIDE, path) or re.search(OVERLONG, unquote_to_bytes(path)):
            return True
        decoded = unquote(path)
        if decoded == path:
            return False
        path = decoded
    return True
