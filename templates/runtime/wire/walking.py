"""Parts of values."""

from __future__ import annotations

from ..values import OMIT, Json, JsonValue, Omit


def inside(value: Json, *path: str) -> Json:
    """What keys lead to, one inside the other; `OMIT` where nothing or null is there."""
    found: JsonValue | Omit = value
    for key in path:
        if not isinstance(found, dict):
            return OMIT
        found = found.get(key)
    return OMIT if found is None else found
