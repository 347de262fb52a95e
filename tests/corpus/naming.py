"""Meets names that a package had to change: by their letters and digits, the rest by their order."""

from __future__ import annotations

import re
from collections.abc import Sequence


def meet(wanted: Sequence[str], offered: Sequence[str]) -> dict[str, str]:
    """Name in the file → name in the package."""
    free = list(offered)
    found: dict[str, str] = {}
    for alike in (_same, _squashed):
        for name in wanted:
            match = next((other for other in free if alike(other) == alike(name)), None)
            if name not in found and match is not None:
                found[name] = match
                free.remove(match)
    for name in wanted:
        if name not in found and free:
            found[name] = free.pop(0)
    return found


def _same(name: str) -> str:
    return name


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
