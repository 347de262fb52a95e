"""Fields that are added to a body: those that are there, and the object that they are added to."""

from __future__ import annotations

import json

from ..values import OMIT, Json, Omit, RawJson
from .encoding import QueryPair


def document_of(value: Json | RawJson | Omit) -> Json:
    """The document of a body; an empty one, and none at all, is an object without fields."""
    if isinstance(value, RawJson):
        return json.loads(value.content or b"{}")
    return {} if isinstance(value, Omit) else value


def present(fields: tuple[QueryPair, ...]) -> dict[str, Json]:
    """The fields that have a value."""
    return {name: field for name, field in fields if field is not OMIT}
