"""XML to JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import DecodingError, MissingDependencyError
from ..values import Json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_DEEPEST: Final = 200
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_SPACE: Final = " \t\r\n"
"""White space of XML (XML 1.0, 2.3); any other is content."""


def from_xml(content: bytes) -> Json:
    """The children of the root as one object.

    Attributes and elements are keys, namespaces are dropped, leaves are text, repeated elements are
    a list, text beside them stands under the key `""`. `xsi:nil="true"` is null (XML Schema 1.1, 2.7.2).

    Raises `DecodingError`, `MissingDependencyError` without defusedxml.
    """
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ModuleNotFoundError:
        raise MissingDependencyError("defusedxml", "requirements.txt") from None
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise DecodingError("the XML declares a document type or entities") from None
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise DecodingError(f"the body is not XML: {error}") from None
    value = _element(root, 0)
    if value is None or isinstance(value, dict):
        return value
    # Of a root that holds nothing but formatting nothing is left.
    return {"": value} if value.strip(_SPACE) else {}


def _element(element: Element, depth: int) -> dict[str, Json] | str | None:
    if depth > _DEEPEST:
        raise DecodingError(f"the XML is more than {_DEEPEST} elements deep")
    if element.get(_NIL, "").strip(_SPACE) in ("true", "1"):
        return None
    attributes = [(name, value) for name, value in element.attrib.items() if name != _NIL]
    if not attributes and not len(element):
        return element.text or ""
    fields: dict[str, Json] = {}
    for name, value in attributes:
        _add(fields, _local(name), value)
    for name, inside in _content(element, depth):
        _add(fields, name, inside)
    return fields


def _content(element: Element, depth: int) -> Iterator[tuple[str, Json]]:
    """Text and children in their order; white space between them is formatting."""
    if element.text and element.text.strip(_SPACE):
        yield "", element.text
    for child in element:
        yield _local(child.tag), _element(child, depth + 1)
        if child.tail and child.tail.strip(_SPACE):
            yield "", child.tail


def _add(fields: dict[str, Json], name: str, value: Json) -> None:
    if name not in fields:
        fields[name] = value
    elif isinstance(fields[name], list):
        fields[name].append(value)
    else:
        fields[name] = [fields[name], value]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
