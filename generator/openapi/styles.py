"""How lists and objects are written in a request: `style` and `explode` of OpenAPI, as the language has them."""

from __future__ import annotations

from typing import Any, Final

from .model import Style

USUAL: Final = Style()
"""Lists in a query repeat their name, those of a header have commas, an object is `name[key]=value`."""
_DELIMITED: Final = ("spaceDelimited", "pipeDelimited")
_COLLECTIONS: Final = {
    "csv": Style(explode=False),
    "ssv": Style("spaceDelimited"),
    "pipes": Style("pipeDelimited"),
    "multi": USUAL,
}
"""`collectionFormat` of OpenAPI 2.0."""


def style_of_2(raw: dict[str, Any], place: str) -> Style | None:
    """The style of a list of OpenAPI 2.0; None for what the language cannot say."""
    written = str(raw.get("collectionFormat") or "csv")
    if place == "header":
        return USUAL if written == "csv" else None
    return _COLLECTIONS.get(written) if place == "query" else None


def style_of_3(raw: dict[str, Any], place: str, kind: str) -> Style | None:
    """The style of a list or an object of OpenAPI 3; None for what the language cannot say."""
    style = raw.get("style") or ("form" if place in ("query", "cookie") else "simple")
    explode = raw.get("explode", style == "form")
    if place == "header":
        return USUAL if kind == "array" and style == "simple" else None
    if place != "query":
        return None
    if style == "form":
        return _form(kind, is_exploded=explode is True)
    if style in _DELIMITED:
        if explode is True:  # Each value is a pair of its own, so that there is nothing between.
            return _form(kind, is_exploded=True)
        return Style(style)
    return USUAL if kind == "object" and style == "deepObject" else None


def _form(kind: str, *, is_exploded: bool) -> Style:
    if not is_exploded:
        return Style(explode=False)
    return USUAL if kind == "array" else Style("form")
