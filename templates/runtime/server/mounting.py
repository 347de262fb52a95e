"""Which part of a request's path is ours, whatever the host has cut off it (ASGI, HTTP scope).

Hosts differ. A server gives the whole path in `path` and in `raw_path`; Starlette's `Mount` leaves both
and says in `root_path` what is not ours; others cut `path` and leave `raw_path`; behind a proxy that
strips a prefix, `root_path` names a prefix that is in neither; some have no `raw_path`. What was cut is
found by holding `path` against the decoded `raw_path`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from .problem import Refusal

_log: Final = logging.getLogger(__name__)
_ABSOLUTE: Final = re.compile(r"https?://[^/?]*", re.IGNORECASE)
_PATH_CHARACTERS: Final = "/:@!$&'()*+,;=-._~"
"""What a path holds as it is (RFC 3986, 3.3), and the slash."""
_MOST_CUT: Final = 64
"""Segments that a host may have cut off."""
_said: set[str] = set()
"""What is in the log already: a host does not change while it runs."""


def mounted_path(scope: Mapping[str, Any]) -> str:
    """The path below the mount point, percent-encoded; begins with a slash.

    The absolute form of a request target counts as its path (RFC 9112, 3.2.2). Without `raw_path` it is
    the encoded `path`, in which a slash always separates.
    Raises `Refusal` (400) for bytes that no URI has.
    """
    raw = scope.get("raw_path")
    path = scope.get("path")
    root = scope.get("root_path") or ""
    if not isinstance(raw, bytes):
        return _without_raw(path if isinstance(path, str) else "/", root)
    try:
        whole = raw.decode("ascii")
        if whole == path and not root and whole[:1] == "/" and "?" not in whole:
            return whole  # As from most servers: nothing is encoded, and nothing was cut.
        whole = whole.partition("?")[0]
    except UnicodeDecodeError:
        raise Refusal(400, "The path holds bytes that are not percent-encoded.") from None
    if not whole.startswith("/"):
        whole = _ABSOLUTE.sub("", whole, count=1) or "/"
    if not root and (path == whole or not isinstance(path, str)):
        return whole
    ours = whole if not isinstance(path, str) else _left_of(whole, path)
    # A host that has cut `path` has cut all that is not ours.
    return ours if ours != whole or not root else _below(whole, root.rstrip("/"))


def _left_of(whole: str, path: str) -> str:
    """The longest end of the raw path, from a slash on, that is `path` when it is decoded.

    The whole of it where none is: the host has decoded in a way of its own, and nothing is cut.
    """
    wanted = path.rstrip("/")
    start = 0
    for _ in range(_MOST_CUT):
        if unquote(whole[start:]).rstrip("/") == wanted:
            return whole[start:]
        start = whole.find("/", start + 1)
        if start < 0:
            break
    return whole if wanted else "/"


def _below(whole: str, root: str) -> str:
    """The path without the segments of `root`, if it begins with them."""
    if not root:
        return whole
    depth = root.count("/") if root.startswith("/") else root.count("/") + 1
    segments = whole.split("/")
    head = unquote("/".join(segments[: depth + 1]))
    if head != (root if root.startswith("/") else f"/{root}"):
        return whole
    return "/" + "/".join(segments[depth + 1 :])


def _without_raw(path: str, root: str) -> str:
    if "raw_path" not in _said:
        _said.add("raw_path")
        _log.warning(
            "the host gives no raw_path (ASGI, HTTP scope): a slash in a path value cannot be told "
            "from one between segments"
        )
    encoded = quote(path, safe=_PATH_CHARACTERS, errors="surrogateescape")
    return _below(encoded if encoded.startswith("/") else f"/{encoded}", root.rstrip("/"))
