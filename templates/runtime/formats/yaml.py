"""YAML."""

from __future__ import annotations

from typing import Final

from ..messages import Format, Headers
from ..values import Json
from .text import text_of


def _read(content: bytes, headers: Headers) -> Json:
    from ..wire.convert_yaml import from_yaml

    return from_yaml(text_of(content, headers))


AS_YAML: Final = Format("yaml", _read)
