"""Answers that are made here, of nothing but the arguments: mocks."""

from __future__ import annotations

from typing import Final

from ..messages import Headers
from ..transport.base import AsyncReply
from ..values import OMIT, Json
from .buffered import BufferedReply
from .compacting import compact
from .spelling import json_text

_JSON: Final = Headers((("content-type", "application/json"),))


def composed(value: Json) -> AsyncReply:
    """A document as an answer; what was left out of it leaves no trace."""
    kept = compact(value)
    return BufferedReply(200, _JSON, json_text({} if kept is OMIT else kept).encode())
