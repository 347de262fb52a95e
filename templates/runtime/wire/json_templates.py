"""JSON bodies that are made of a template, or of what the caller gives and fields beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..errors import InvalidArgumentError
from ..messages import Body
from ..values import OMIT, Json, JsonArgument, JsonObject, Omit, RawJson
from .added_fields import document_of, present
from .bodies import json_body
from .compacting import compact
from .encoding import QueryPair
from .spelling import document

_JSON: Final = "application/json"


def json_template(value: Json, *fields: QueryPair) -> Body | None:
    """A JSON document made of a template, and fields that are added to it.

    What is omitted leaves no trace; at the least `{}` is sent.

    Raises `InvalidArgumentError` where a field is to be added to something that is no object.
    """
    kept = compact(value)
    filled: JsonArgument = {} if kept is OMIT else kept
    added = present(fields)
    if not added:
        return Body(_template(filled), _JSON)
    if not isinstance(filled, Mapping):
        raise _not_an_object()
    return Body(_template({**filled, **added}), _JSON)


def json_with_fields(value: Json | RawJson | Omit, *fields: QueryPair) -> Body | None:
    """A JSON object and fields that are added to it; a document that is no object stays as it is.

    Raises `InvalidArgumentError` where a field is to be added to something else.
    """
    added = present(fields)
    if not added:
        return json_body(value)
    members: JsonObject | None = document_of(value)
    if not isinstance(members, Mapping):
        raise _not_an_object()
    for name, field in added.items():
        document(field, name)  # So that an error bears its name.
    return json_body({**members, **added})


def _not_an_object() -> InvalidArgumentError:
    return InvalidArgumentError("body", "must be an object: fields are added to it")


def _template(value: JsonArgument) -> bytes:
    """A document whose fields are arguments: an error bears the name of the field."""
    try:
        return document(value)
    except InvalidArgumentError:
        if isinstance(value, Mapping):
            for field, item in value.items():
                document(item, field)
        raise
