"""References of the published dialect that are one but for their braces or their prefix."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..diagnostics.spelling import nearest

PREFIXES: Final = ("rest", "tools")
"""What the published dialect writes before an input."""
_BARE: Final = regex.late(r"(?P<name>(?:rest|tools)\.[A-Za-z_][\w-]*)")
_WITH_DOLLAR: Final = regex.late(r"\{\{\s*(?P<name>\$(?:rest|tools)\.[\w.-]+)\s*\}\}")


def meant_prefix(prefix: str) -> str | None:
    """The prefix of an input that another one is but for a letter or a dollar."""
    bare = prefix.lstrip("$").lower()
    return bare if bare in PREFIXES else nearest(bare, PREFIXES)


def bare_reference(text: str) -> re.Match[str] | None:
    """`tools.name` as the whole of a text, where references stand in braces."""
    return _BARE.fullmatch(text.strip())


def with_dollar(text: str) -> re.Match[str] | None:
    """`{{$tools.name}}`, which would open a block."""
    return _WITH_DOLLAR.fullmatch(text)
