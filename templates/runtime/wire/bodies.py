"""Request bodies that are JSON documents; other kinds stand in modules of their own.

Each function gives None where there is no body to send.
"""

from __future__ import annotations

from typing import Final

from ..messages import Body
from ..values import OMIT, Json, Omit, RawJson
from .spelling import document

_JSON: Final = "application/json"


def json_body(value: Json | RawJson | Omit = OMIT, content_type: str = _JSON) -> Body | None:
    """A JSON document; `RawJson` goes out as it came in.

    Args:
        value: the document, or bytes that are one.
        content_type: what it is called.
    """
    if value is OMIT:
        return None
    if isinstance(value, RawJson):
        return Body(value.content, value.content_type)
    return Body(document(value), content_type)
