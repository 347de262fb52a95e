"""JSON written as text with placeholders: `{"tags": {{tags}}, "note": "by {{name}}"}`.

The text is read as JSON once, here, so that no value of a caller can change its structure later.
A placeholder outside quotes takes its value as it is; one inside quotes becomes text. A text of which sections
decide what the document is stays one: `json_sections`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from .. import regex
from ..diagnostics.rules import bodies as rules
from ..diagnostics.rules import templates as tags
from ..json_quotes import is_inside
from ..model import (
    ArrayTemplate,
    Constant,
    DataTemplate,
    JsonBody,
    ObjectTemplate,
    Placeholder,
    RawJsonBody,
    RequestBody,
    Section,
    Template,
    TextBody,
    TextKind,
    TextPart,
)
from .json_sections import MARK as _MARK
from .json_sections import decide, faults, is_written_as_json
from .node import DEEPEST, Node
from .sections import TagError
from .templates import Reader

_MARKED: Final = regex.late(f"({_MARK}[0-9]+{_MARK})")


def json_body(text: str, node: Node, reader: Reader) -> RequestBody | None:
    """The body for a JSON text; None for one that is empty."""
    template = reader.parse(text, node)
    if template.sole is not None:
        return JsonBody(template, node.origin)
    if template.constant is not None:
        return _constant(template, node)
    try:
        if is_written_as_json(template.parts) and decide(template.parts):
            return _of_sections(template, node)
    except TagError as error:
        written = error.written
        node.fault(tags.SECTION, within=written, written=written, reason=error.reason)
        return None
    try:
        data = json.loads(_with_marks(template))
        return JsonBody(_restored(data, template, 0), node.origin)
    except (ValueError, RecursionError):
        if template.sections and is_written_as_json(template.parts):
            return _of_sections(template, node)
        return _words(template, node)


def _of_sections(template: Template, node: Node) -> RequestBody | None:
    """A text whose sections decide which members and elements there are; the package reads it as JSON."""
    try:
        found = faults(template.parts)
    except ValueError:
        node.fault(rules.NOT_JSON)
        return None
    if found.all_written or found.none_written:
        written = "every section" if found.all_written else "no section"
        node.report(rules.SECTIONS_NOT_JSON, written=written)
    return RawJsonBody(template, node.origin)


def _words(template: Template, node: Node) -> RequestBody | None:
    """A text that does not begin like JSON has no structure that a value could change: it is text."""
    first = template.parts[0]
    if not isinstance(first, str) or not first.strip() or first.lstrip()[0] in '{["':
        node.fault(rules.NOT_JSON)
        return None
    node.note(rules.WORDS)
    return TextBody(TextKind.WORDS, template, node.origin)


def _constant(template: Template, node: Node) -> RequestBody | None:
    text = template.constant or ""
    if not text.strip():
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return _words(template, node)
    return RawJsonBody(template, node.origin)


def parsed(body: RawJsonBody) -> DataTemplate:
    """The data of a JSON text without placeholders."""
    return _restored(json.loads(body.text.constant or "null"), body.text, 0)


def _with_marks(template: Template) -> str:
    """The text with a mark for each placeholder, in quotes where it has none."""
    text = ""
    for index, part in enumerate(template.parts):
        if isinstance(part, str):
            if _MARK in part:
                raise ValueError("the text holds the mark")
            text += part
        else:
            text += f"{_MARK}{index}{_MARK}" if is_inside(text) else f'"{_MARK}{_MARK}{index}"'
    return text


def _restored(data: Any, template: Template, depth: int) -> DataTemplate:
    origin = template.origin
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(data, dict):
        if any(_MARK in key for key in data):
            raise ValueError("a placeholder cannot be a key")
        entries = ((key, _restored(value, template, depth + 1)) for key, value in data.items())
        return ObjectTemplate(tuple(entries), origin)
    if isinstance(data, list):
        return ArrayTemplate(tuple(_restored(each, template, depth + 1) for each in data), origin)
    if isinstance(data, str) and _MARK in data:
        return _text(data, template)
    return Constant(data, origin)


def _text(data: str, template: Template) -> Template:
    if data.startswith(_MARK * 2):
        return Template((_at(template, data[2:]),), template.origin)
    parts: list[TextPart] = []
    for piece in _MARKED.split(data):
        if _MARKED.fullmatch(piece):
            parts.append(_at(template, piece.strip(_MARK)))
        elif piece:
            parts.append(piece)
    if len(parts) == 1:
        # Quotes make it text: an empty part keeps the placeholder from being the whole.
        parts.insert(0, "")
    return Template(tuple(parts), template.origin)


def _at(template: Template, index: str) -> Placeholder | Section:
    """The placeholder of a mark. Raises `ValueError` for a mark that the file made itself."""
    number = int(index)
    part = template.parts[number] if number < len(template.parts) else None
    if not isinstance(part, Placeholder | Section):
        raise ValueError("a mark that is none of ours")  # noqa: TRY004 - the text is at fault
    return _unescaped(part) if isinstance(part, Section) else part


def _unescaped(section: Section) -> Section:
    """A section in quotes with what its escapes mean. Raises `ValueError` for an escape that is none."""
    parts: list[TextPart] = []
    for part in section.parts:
        match part:
            case str():
                parts.append(json.loads(f'"{part}"'))
            case Section():
                parts.append(_unescaped(part))
            case _:
                parts.append(part)
    return replace(section, parts=tuple(parts))
