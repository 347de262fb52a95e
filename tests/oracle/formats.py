"""Answers that are no JSON, as the reference says that they read (2.8; section 6, rows 19, 24 to 27).

HTML by the reader of the standard library, Markdown by its lines, Avro and Protobuf by their specifications; the
rest is in `answers`. Markdown is read as far as made documents go: headings, paragraphs, lists and tables.
"""

from __future__ import annotations

import base64
import html.parser
import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import yaml

from . import answers


def read(form: str | None, content: bytes, schema: str | None) -> Any:
    """The document of an answer; `schema` is the text of `outputSchema`, or of the file that it names."""
    match form:
        case "html":
            return {"tables": _tables(content.decode(), schema)}
        case "markdown":
            return _markdown(content.decode(), schema)
        case "avro":
            return _avro(json.loads(schema or "null"), content)
        case "protobuf":
            return _protobuf(schema or "", content)
        case _:
            return answers.convert(form or "", content)


# --- HTML ----------------------------------------------------------------------------------------


class _Element:
    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inside: list[_Element | str] = []

    def all(self, *tags: str) -> Iterator[_Element]:
        """Elements below this one, in the order of the document."""
        for each in self.inside:
            if isinstance(each, _Element):
                if each.tag in tags:
                    yield each
                yield from each.all(*tags)

    @property
    def text(self) -> str:
        parts = (each if isinstance(each, str) else each.text for each in self.inside)
        return " ".join("".join(parts).split())


class _Tree(html.parser.HTMLParser):
    """A tree of well-formed HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, dict(attrs))
        self._open[-1].inside.append(element)
        self._open.append(element)

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def _tables(text: str, selector: str | None) -> list[list[dict[str, str]]]:
    tree = _Tree()
    tree.feed(text)
    found: list[_Element] = []
    for each in tree.root.all("table", "div") if selector else tree.root.all("table"):
        if selector and not _matches(each, selector):
            continue
        found += [each] if each.tag == "table" else each.all("table")
    return [rows for table in found if (rows := _rows(table)) is not None]


def _matches(element: _Element, selector: str) -> bool:
    """A tag, `#id`, `.class`, or a tag with one of these."""
    tag, mark, name = re.fullmatch(r"(\w*)([#.]?)([\w-]*)", selector).groups()  # type: ignore[union-attr]
    if tag and element.tag != tag:
        return False
    value = element.attributes.get({"#": "id", ".": "class"}.get(mark, ""), None) or ""
    return not mark or name in (value.split() if mark == "." else [value])


def _rows(table: _Element) -> list[dict[str, str]] | None:
    heads = [row for head in table.all("thead") for row in head.all("tr")]
    headers: list[str] = []
    for row in (*heads[:1], *table.all("tr")):
        headers = [cell.text for cell in row.all("th")]
        if headers:
            break
    if not headers:
        return None
    bodies = [row for body in table.all("tbody") for row in body.all("tr")]
    made = []
    for row in bodies or table.all("tr"):
        if any(True for _ in row.all("th")):
            continue
        cells = [cell.text for cell in row.all("td")]
        made.append({name: cells[at] if at < len(cells) else "" for at, name in enumerate(headers)})
    return made


# --- Markdown ------------------------------------------------------------------------------------


def _markdown(text: str, prefix: str | None) -> dict[str, Any]:
    front: Any = {}
    if text.startswith("---\n"):
        before, _, text = text[4:].partition("\n---\n")
        front = yaml.safe_load(before) or {}
    tables: list[list[dict[str, str]]] = []
    sections: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = block.split("\n")
        heading = re.fullmatch(r"(#{1,6}) (.*)", block)
        if heading:
            sections.append({"heading": heading[2], "level": len(heading[1]), "content": []})
        elif lines[0].startswith("|"):
            tables.append(_table(lines))
        elif sections and block.strip():
            said = "".join(line.removeprefix("- ") for line in lines)
            said = said if lines[0].startswith("- ") else " ".join(lines)
            sections[-1]["content"].append(re.sub(r"[*_`]", "", said))
    shown = [{**each, "content": "\n".join(each["content"])} for each in sections]
    kept = [each for each in shown if not prefix or each["heading"].startswith(prefix)]
    return {"frontMatter": front, "tables": tables, "sections": kept}


def _table(lines: list[str]) -> list[dict[str, str]]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=False)) for row in cells[2:]]


# --- Avro (1.12, "Binary Encoding") --------------------------------------------------------------


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def long(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.content)


def _avro(schema: Any, content: bytes) -> Any:
    return _datum(schema, _Bytes(content))


def _datum(schema: Any, data: _Bytes) -> Any:
    if isinstance(schema, list):
        return _datum(schema[data.long()], data)
    kind = schema if isinstance(schema, str) else schema["type"]
    match kind:
        case "null":
            return None
        case "boolean":
            return data.take(1) == b"\x01"
        case "int" | "long":
            return data.long()
        case "float":
            (single,) = struct.unpack("<f", data.take(4))
            return single
        case "double":
            (double,) = struct.unpack("<d", data.take(8))
            return double
        case "bytes":
            return base64.b64encode(data.take(data.long())).decode()
        case "string":
            return data.take(data.long()).decode()
        case "enum":
            return schema["symbols"][data.long()]
        case "record":
            return {field["name"]: _datum(field["type"], data) for field in schema["fields"]}
        case "array":
            return [_datum(schema["items"], data) for _ in _blocks(data)]
        case "map":
            return {
                data.take(data.long()).decode(): _datum(schema["values"], data)
                for _ in _blocks(data)
            }
        case inner:
            return _datum(inner, data)


def _blocks(data: _Bytes) -> Iterator[int]:
    while count := data.long():
        if count < 0:
            count = -count
            data.long()
        yield from range(count)


# --- Protobuf (the wire format, and the declarations of made files) ------------------------------

_FIELD: Final = re.compile(r"(?:(optional|repeated|required)\s+)?(\w+)\s+(\w+)\s*=\s*(\d+)\s*;")
_VALUE: Final = re.compile(r"(\w+)\s*=\s*(\d+)\s*;")
_BLOCK: Final = re.compile(r"(message|enum)\s+(\w+)\s*\{([^{}]*)\}")


def _protobuf(text: str, content: bytes) -> Any:
    """The first message of the file; fields that are not on the wire are not there."""
    messages: dict[str, list[tuple[str, ...]]] = {}
    enums: dict[str, dict[int, str]] = {}
    for kind, name, inside in _BLOCK.findall(text):
        if kind == "enum":
            enums[name] = {int(number): word for word, number in _VALUE.findall(inside)}
        else:
            messages[name] = _FIELD.findall(inside)
    return _message(next(iter(messages)), content, messages, enums)


def _message(
    name: str,
    content: bytes,
    messages: Mapping[str, list[tuple[str, ...]]],
    enums: Mapping[str, Mapping[int, str]],
) -> dict[str, Any]:
    fields = {int(number): (label, kind, field) for label, kind, field, number in messages[name]}
    found: dict[str, Any] = {}
    data = _Bytes(content)
    while not data.is_done:
        tag = data.varint()
        label, kind, field = fields[tag >> 3]
        reader = _reader(kind, messages, enums)
        if tag & 7 == 2 and kind not in ("string", "bytes") and kind not in messages:
            packed = _Bytes(data.take(data.varint()))  # several numbers of a repeated field
            while not packed.is_done:
                found.setdefault(field, []).append(reader(packed))
        elif label == "repeated":
            found.setdefault(field, []).append(reader(data))
        else:
            found[field] = reader(data)
    return found


def _reader(
    kind: str,
    messages: Mapping[str, list[tuple[str, ...]]],
    enums: Mapping[str, Mapping[int, str]],
) -> Callable[[_Bytes], Any]:
    def double(data: _Bytes) -> float:
        (number,) = struct.unpack("<d", data.take(8))
        return float(number)

    if kind in messages:
        return lambda data: _message(kind, data.take(data.varint()), messages, enums)
    if kind in enums:
        return lambda data: enums[kind][data.varint()]
    known: dict[str, Callable[[_Bytes], Any]] = {
        "string": lambda data: data.take(data.varint()).decode(),
        "bytes": lambda data: base64.b64encode(data.take(data.varint())).decode(),
        "bool": lambda data: bool(data.varint()),
        "double": double,
        "sint32": _Bytes.long,
        "sint64": _Bytes.long,
        "uint32": _Bytes.varint,
        "uint64": _Bytes.varint,
        "int32": _signed,
        "int64": _signed,
    }
    return known[kind]


def _signed(data: _Bytes) -> int:
    value = data.varint()
    return value - (1 << 64) if value >> 63 else value
