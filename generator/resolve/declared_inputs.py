"""What the specification says of an input: where it is, and the one value that it has."""

from __future__ import annotations

from typing import Any, Final

from ..model import Constant, DataTemplate, ExposedParameter, Place
from ..model.jsonpath import Steps, parse
from ..plan import Argument, InputPlace

DOCUMENT: Final = "body"
"""What a parameter is called that is the body itself."""


def body_path_of(declared: ExposedParameter | None, place: InputPlace) -> Steps | None:
    if declared is None or declared.body_path is None or place is not InputPlace.FIELD:
        return None
    return parse(declared.body_path) or ()


def constant_of(value: DataTemplate) -> Any:
    match value:
        case Constant(constant):
            return constant
        case _:
            return getattr(value, "constant", None)


def declared_place(declared: ExposedParameter | None, feeds: Argument | None) -> Place | None:
    """Where a declared input is; one called `body` that is the document is no field of it."""
    if declared is None:
        return None
    is_document = feeds is not None and feeds.whole_body and feeds.declared
    if is_document and declared.place is Place.BODY and declared.name == DOCUMENT:
        return None
    return declared.place
