"""XML, YAML and delimited text to JSON values, the way capabilities expect it.

The parsers are imported when a body of their kind is read. All are safe against hostile input: no
entities, no external documents, no objects; depth and number of aliases are bounded.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from ..errors import DecodingError, MissingDependencyError
from ..messages import Format
from ..values import Json, JsonValue

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DELIMITERS: Final = {Format.CSV: ",", Format.TSV: "\t", Format.PSV: "|"}
_REQUIREMENTS: Final = "requirements.txt"
_DEEPEST: Final = 200
_MOST_VALUES: Final = 5_000_000


def convert(content: bytes, text: str, wanted: Format) -> Json:
    """A body as JSON values. `text` is the body as its charset says; XML names its own.

    Raises `DecodingError` and `MissingDependencyError`.
    """
    if wanted is Format.XML:
        return from_xml(content)
    if wanted is Format.YAML:
        return from_yaml(text)
    return from_delimited(text, _DELIMITERS[wanted])


def from_delimited(text: str, delimiter: str) -> list[dict[str, str]]:
    """Rows as objects, keys from the first line, every value text, nothing trimmed (RFC 4180).

    A short row lacks keys; a blank line is a row with an empty first value. A row that is longer
    than the header keeps what the header names.
    """
    if not text:
        raise DecodingError("the body is empty and has no header line")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(rows)
        return [dict(zip(header, row or [""], strict=False)) for row in rows]
    except (csv.Error, StopIteration) as error:
        raise DecodingError(f"the body is not delimited text: {error}") from None


def from_xml(content: bytes) -> Json:
    """The children of the root as one object.

    Attributes and elements are keys, namespaces are dropped, leaves are text, repeated elements are
    a list, text beside them stands under the key `""`.
    """
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ModuleNotFoundError:
        raise MissingDependencyError("defusedxml", _REQUIREMENTS) from None
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise DecodingError("the XML declares a document type or entities") from None
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise DecodingError(f"the body is not XML: {error}") from None
    value: JsonValue = _element(root, 0)
    if isinstance(value, dict):
        return value
    return {"": value} if value else {}


def _element(element: Element, depth: int) -> Json:
    if depth > _DEEPEST:
        raise DecodingError(f"the XML is more than {_DEEPEST} elements deep")
    fields: dict[str, Json] = {}
    for name, value in element.attrib.items():
        _add(fields, _local(name), value)
    for text in _texts(element):
        _add(fields, "", text)
    for child in element:
        _add(fields, _local(child.tag), _element(child, depth + 1))
    if not fields:
        return ""
    return fields[""] if list(fields) == [""] and not len(element) else fields


def _texts(element: Element) -> list[str]:
    """The text of an element; white space between elements is formatting."""
    pieces = [element.text, *(child.tail for child in element)]
    if not len(element):
        return [pieces[0]] if pieces[0] else []
    return [piece for piece in pieces if piece and piece.strip()]


def _add(fields: dict[str, Json], name: str, value: Json) -> None:
    if name not in fields:
        fields[name] = value
    elif isinstance(fields[name], list):
        fields[name].append(value)
    else:
        fields[name] = [fields[name], value]


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]


def from_yaml(text: str) -> Json:
    """The first document (YAML 1.2 core values: only `true` and `false` are booleans)."""
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingDependencyError("PyYAML", _REQUIREMENTS) from None
    from .convert_yaml import CoreLoader

    try:
        loader = CoreLoader(text)
        try:
            data = loader.first()
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DecodingError(f"the body is not YAML: {type(error).__name__}") from None
    return _Jsonable().of(data, 0)


class _Jsonable:
    """Copies data that may share parts (YAML aliases) into a tree, up to a size."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def of(self, value: JsonValue, depth: int) -> Json:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise DecodingError("the YAML is too deep or, its aliases written out, too large")
        if isinstance(value, dict):
            return {key: self.of(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item, depth + 1) for item in value]
        return value
