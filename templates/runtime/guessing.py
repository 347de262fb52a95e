"""A body whose format nobody has declared, read as what it seems to be."""

from __future__ import annotations

import json

from .messages import Headers
from .values import Json


def decode_any(content: bytes, headers: Headers) -> Json:
    """JSON if it parses, else text, else the bytes; an empty body is None."""
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        pass
    try:
        return content.decode(charset_of(headers))
    except (LookupError, ValueError):
        return content


def charset_of(headers: Headers) -> str:
    """The charset that `Content-Type` names, else UTF-8."""
    _, _, parameters = (headers.get("content-type") or "").partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or "utf-8"
    return "utf-8"
