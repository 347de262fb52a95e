"""Request bodies that are text, and texts whose syntax is known: values change nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..messages import Body
from ..values import OMIT, Json, Omit
from .encoding import percent_encoded
from .spelling import encoded, json_text, text

_XML_ENTITIES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
)

Part = str | tuple[str, Json]
"""A constant, or the name of an argument and its value."""


def text_body(
    value: Json | Omit, content_type: str = "text/plain; charset=utf-8", name: str = "body"
) -> Body | None:
    """Text (plain, XML, SPARQL, …) as UTF-8. `name` is the argument's, for errors."""
    return None if value is OMIT else Body(encoded(text(value, name), name), content_type)


def json_joined(*parts: Part) -> str:
    """JSON written as text: constants as they are, values as JSON."""
    return "".join(p if isinstance(p, str) else json_text(p[1], p[0]) for p in parts)


def form_joined(*parts: Part) -> str:
    """A form written as text: constants as they are, a value adds no pair of its own."""
    return "".join(p if isinstance(p, str) else percent_encoded(*p) for p in _given(parts))


def xml_joined(*parts: Part) -> str:
    """XML written as text: constants as they are, a value adds no markup (XML 1.0, 2.4)."""
    return "".join(
        part if isinstance(part, str) else text(part[1], part[0]).translate(_XML_ENTITIES)
        for part in _given(parts)
    )


def text_joined(*parts: Part) -> str:
    """A text with sections: what a section has no value for is empty, and the rest of the text is there."""
    return "".join(p if isinstance(p, str) else text(p[1], p[0]) for p in _given(parts))


def _given(parts: tuple[Part, ...]) -> Iterator[Part]:
    """The parts without what nobody gave, which only sections can do without."""
    return (part for part in parts if isinstance(part, str) or part[1] is not OMIT)
