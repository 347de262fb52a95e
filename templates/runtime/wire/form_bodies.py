"""Request bodies that are forms: `application/x-www-form-urlencoded` (WHATWG URL, 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..errors import InvalidArgumentError
from ..messages import Body
from ..values import OMIT, Json, JsonArgument, Omit, RawJson
from .added_fields import document_of, present
from .brackets import nested
from .encoding import QueryPair, pair, query
from .spelling import text

_FORM: Final = "application/x-www-form-urlencoded"


def form_body(*fields: QueryPair) -> Body | None:
    """`application/x-www-form-urlencoded`; omitted fields and null leave no trace."""
    given = [field for field in fields if field[1] is not OMIT and field[1] is not None]
    if fields and not given:
        return None
    return Body(query(*given).encode("ascii"), _FORM)


def form_of(fields: tuple[str, Json | RawJson | Omit], *added: QueryPair) -> Body | None:
    """A form made of an object, given with its argument's name: nested values are `a[b]`, `a[0]`.

    Fields that are added replace its own. Raises `InvalidArgumentError` for what is no object.
    """
    name, value = fields
    more = present(added)
    if value is OMIT:
        return form_body(*more.items()) if more else None
    document: JsonArgument = document_of(value)
    if not isinstance(document, Mapping):
        raise InvalidArgumentError(name, "must be an object: its fields are those of the form")
    own = _fields_of({key: item for key, item in document.items() if key not in more})
    pairs = "&".join(each for each in (own, query(*more.items())) if each)
    return Body(pairs.encode("ascii"), _FORM)


def _fields_of(fields: Mapping[str, Json]) -> str:
    """A form whose fields are those of an object; nested ones in brackets, `a[b]` and `a[0]`."""
    return "&".join(
        pair(name, key, item)
        for name, value in fields.items()
        if value is not None
        for key, item in nested(text(name), value, text(name))
    )
