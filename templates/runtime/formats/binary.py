"""Answers that are bytes, given as they came."""

from __future__ import annotations

from typing import Final

from ..messages import Format, Headers
from ..values import Json


def _as_it_is(content: bytes, _: Headers) -> Json:
    return content


AS_BINARY: Final = Format("binary", _as_it_is)
