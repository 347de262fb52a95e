"""Request bodies that are forms (WHATWG URL 5.1, RFC 7578), and what a Content-Type says."""

from __future__ import annotations

import re
from typing import Final

from ..server.incoming import Incoming
from ..server.problem import Refusal

_PARAMETER: Final = re.compile(
    r';\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)'
)
_UTF8: Final = frozenset(("utf-8", "utf8", "us-ascii"))
_MOST_PARTS: Final = 1000


def media_type(content_type: str) -> tuple[str, dict[str, str]]:
    """The type in lower case, and its parameters (RFC 9110, 8.3.1)."""
    kind, _, rest = content_type.partition(";")
    if not rest:
        return kind.strip().lower(), {}
    found = {name.lower(): _unquoted(value) for name, value in _PARAMETER.findall(";" + rest)}
    return kind.strip().lower(), found


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def is_json(content_type: str) -> bool:
    """Whether this is JSON, as `application/json` or with the suffix `+json` (RFC 6839)."""
    if content_type == "application/json":
        return True
    kind, parameters = media_type(content_type)
    named = kind in ("application/json", "text/json") or kind.endswith("+json")
    return named and parameters.get("charset", "utf-8").lower() in _UTF8


def form_fields(incoming: Incoming) -> dict[str, list[str]]:
    """The fields of a form. Raises `Refusal` (400, 415)."""
    declared = incoming.headers.get(b"content-type", b"").decode("latin-1")
    kind, parameters = media_type(declared)
    if kind == "application/x-www-form-urlencoded":
        encoded = Incoming({"method": "POST", "query_string": incoming.body}, incoming.receive)
        return encoded.query(_MOST_PARTS)
    boundary = parameters.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 70:
        raise Refusal(415, "The body must be a form (urlencoded, or multipart/form-data).")
    return _multipart(incoming.body, boundary.encode("latin-1"))


def _multipart(content: bytes, boundary: bytes) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    pieces = (b"\r\n" + content).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or len(pieces) > _MOST_PARTS or not pieces[-1].startswith(b"--"):
        raise Refusal(400, "The body is not the multipart/form-data that it says.")
    for piece in pieces[1:-1]:
        head, found, value = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        name = _part_name(head)
        if not found or name is None:
            raise Refusal(400, "A part of the form has no name.")
        try:
            fields.setdefault(name, []).append(value.decode())
        except UnicodeDecodeError:
            raise Refusal(400, "A field of the form is not UTF-8.") from None
    return fields


def _part_name(head: bytes) -> str | None:
    for line in head.decode("utf-8", "replace").split("\r\n"):
        header, _, value = line.partition(":")
        if header.strip().lower() == "content-disposition":
            return media_type(value)[1].get("name")
    return None
