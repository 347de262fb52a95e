"""Documents without what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from ..values import OMIT, Json, JsonObject, JsonValue, Omit, RawJson


def compact(value: JsonObject | JsonValue | RawJson | Omit) -> Json:
    """A body template without its omitted leaves; containers that become empty go with them.

    What becomes empty itself is `OMIT`. The type does not say so: a required argument takes it too.
    """
    if isinstance(value, Mapping):
        entries = {key: kept for key, item in value.items() if (kept := compact(item)) is not OMIT}
        return OMIT if value and not entries else entries
    if isinstance(value, list):
        items = [kept for item in value if (kept := compact(item)) is not OMIT]
        return OMIT if value and not items else items
    if isinstance(value, RawJson) and not value.content:
        return OMIT
    return value
