"""Parts of values."""

from __future__ import annotations

from ..values import OMIT, Json, JsonValue, Omit


def inside(value: Json, *path: str) -> Json:
    """What keys lead to, one inside the other; `OMIT` where nothing or null is there.

    `length` of a text is the number of its UTF-16 code units, as templates of the reference engine
    (Java) have it.
    """
    found: JsonValue | Omit = value
    for key in path:
        if isinstance(found, str) and key == "length":
            found = len(found.encode("utf-16-le", "surrogatepass")) // 2
            continue
        if not isinstance(found, dict):
            return OMIT
        found = found.get(key)
    return OMIT if found is None else found
