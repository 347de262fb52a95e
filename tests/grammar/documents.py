"""Made documents in every format that an API may answer in, with the schemas that they are read by."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

WORDS: Final = ("one", "two words", "3", "é & co", "x<y", "0042", "true")
NAMES: Final = ("a", "b", "count", "Full name")


@dataclass(frozen=True)
class Document:
    form: str
    content: bytes
    schema: str | None = None
    """What `outputSchema` says."""
    file: tuple[str, str] | None = None
    """The file that it names, and its text."""

    @property
    def read_by(self) -> str | None:
        return self.schema if self.file is None else self.file[1]


_words = st.sampled_from(WORDS)
_headers = st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    headers = draw(_headers)
    width = st.lists(_words, min_size=len(headers), max_size=len(headers))
    return headers, draw(st.lists(width, min_size=1, max_size=3))


@st.composite
def delimited(draw: st.DrawFn) -> Document:
    form, sign = draw(st.sampled_from([("csv", ","), ("tsv", "\t"), ("psv", "|")]))
    headers, rows = draw(tables())
    return Document(form, "\n".join(sign.join(row) for row in (headers, *rows)).encode())


@st.composite
def html(draw: st.DrawFn) -> Document:
    selector = draw(st.sampled_from([None, None, "#t1", ".wide", "table.wide", "div#box"]))
    made = []
    for number in range(draw(st.integers(1, 3))):
        headers, rows = draw(tables())
        head = "".join(f"<th>{_escaped(name)}</th>" for name in headers)
        head = head if draw(st.booleans()) else f" <th> {_escaped(headers[0])} </th>"
        cells = [
            "<tr>" + "".join(f"<td> {_escaped(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        ]
        style = draw(st.sampled_from(["sections", "plain", "headless"]))
        if style == "sections":
            inside = f"<thead><tr>{head}</tr></thead><tbody>{''.join(cells)}</tbody>"
        elif style == "plain":
            inside = f"<tr>{head}</tr>{''.join(cells)}"
        else:
            inside = "".join(cells)
        kind = draw(st.sampled_from(["", ' class="wide"', ' class="wide b"']))
        table = f'<table id="t{number}"{kind}>{inside}</table>'
        made.append(f'<div id="box">{table}</div>' if draw(st.booleans()) else table)
    page = f"<html><body><p>Words.</p>{''.join(made)}</body></html>"
    return Document("html", page.encode(), selector)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def markdown(draw: st.DrawFn) -> Document:
    blocks = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["heading", "heading", "words", "list", "table"]))
        word = draw(st.sampled_from(["Alpha", "Alphabet", "Beta two"]))
        if kind == "heading":
            blocks.append(f"{'#' * draw(st.integers(1, 3))} {word}")
        elif kind == "words":
            blocks.append(f"Some *{word}* here.")
        elif kind == "list" and blocks and not blocks[-1].startswith("- "):
            blocks.append(f"- {word}\n- li2")
        elif kind == "table":
            headers, rows = draw(tables())
            plain = [[cell.replace("<", "") for cell in row] for row in rows]
            lines = [headers, ["---"] * len(headers), *plain]
            blocks.append("\n".join("| " + " | ".join(line) + " |" for line in lines))
    front = draw(st.sampled_from(["", "---\ntitle: Doc\nn: 3\n---\n"]))
    prefix = draw(st.sampled_from([None, None, "Alpha", "Bet"]))
    return Document("markdown", (front + "\n\n".join(blocks) + "\n").encode(), prefix)


# --- Avro ----------------------------------------------------------------------------------------

_LONGS: Final = st.sampled_from([0, 1, -1, 63, 64, -65, 2**31, -(2**53)])


@st.composite
def avro(draw: st.DrawFn) -> Document:
    made = [draw(_avro_field(number)) for number in range(draw(st.integers(1, 5)))]
    fields = [{"name": f"f{at}", "type": schema} for at, (schema, _) in enumerate(made)]
    schema = {"type": "record", "name": "Made", "namespace": "x.y", "fields": fields}
    content = b"".join(data for _, data in made)
    return Document("avro", content, "schemas/made.avsc", ("schemas/made.avsc", json.dumps(schema)))


@st.composite
def _avro_field(draw: st.DrawFn, number: int) -> tuple[Any, bytes]:
    kind = draw(st.sampled_from(["string", "long", "double", "boolean", "bytes", "enum", "union",
                                 "array", "map", "record"]))  # fmt: skip
    word = draw(_words)
    match kind:
        case "string" | "bytes":
            return kind, _text(word)
        case "long":
            return kind, _long(draw(_LONGS))
        case "double":
            return kind, struct.pack("<d", draw(st.sampled_from([0.5, -1.25, 1e20])))
        case "boolean":
            return kind, b"\x01"
        case "enum":
            return {"type": "enum", "name": f"E{number}", "symbols": ["UP", "DOWN"]}, _long(1)
        case "union":
            branch, data = draw(st.sampled_from([(0, b""), (1, _text("there"))]))
            return ["null", "string"], _long(branch) + data
        case "array":
            items = b"".join(_long(each) for each in (5, -6))
            size = draw(st.sampled_from([_long(2), _long(-2) + _long(len(items))]))
            return {"type": "array", "items": "int"}, size + items + _long(0)
        case "map":
            return {"type": "map", "values": "string"}, _long(1) + _text("key") + _text(
                word
            ) + _long(0)
        case _:
            inner = {
                "type": "record",
                "name": f"R{number}",
                "fields": [{"name": "in", "type": "int"}],
            }
            return inner, _long(draw(_LONGS) % 2**31)


def _long(value: int) -> bytes:
    return _varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _varint(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))


def _text(word: str) -> bytes:
    data = word.encode()
    return _long(len(data)) + data


# --- Protobuf ------------------------------------------------------------------------------------


@st.composite
def protobuf(draw: st.DrawFn) -> Document:
    syntax = draw(st.sampled_from(["proto2", "proto3"]))
    label = "optional " if syntax == "proto2" else ""
    lines: list[str] = []
    content = b""
    for number in range(1, draw(st.integers(2, 6))):
        kind, data = draw(_protobuf_field(number, syntax))
        repeated = kind.startswith("repeated")
        lines.append(f"  {kind if repeated else label + kind} f{number} = {number};")
        content += data
    text = (
        f'syntax = "{syntax}";\npackage x.y;\nmessage Made {{\n' + "\n".join(lines) + "\n}\n"
        f"message Inner {{\n  {label}string word = 1;\n}}\n"
        "enum Side {\n  LEFT = 0;\n  RIGHT = 5;\n}\n"
    )
    return Document("protobuf", content, "schemas/made.proto", ("schemas/made.proto", text))


@st.composite
def _protobuf_field(draw: st.DrawFn, number: int, syntax: str) -> tuple[str, bytes]:
    """A type and a field on the wire; never a default, which proto3 does not write."""
    kind = draw(st.sampled_from(["string", "bytes", "int64", "sint32", "uint64", "bool", "double",
                                 "Side", "Inner", "repeated string", "repeated int32"]))  # fmt: skip
    word = draw(_words).encode()
    counted = _varint(len(word)) + word
    plain, long, fixed = (_varint(number << 3 | wire) for wire in (0, 2, 1))
    match kind:
        case "string" | "bytes":
            return kind, long + counted
        case "repeated string":
            return kind, (long + counted) * 2
        case "repeated int32" if syntax == "proto3":
            return kind, long + _varint(3) + b"\x01\x96\x01"
        case "repeated int32":
            return kind, plain + b"\x01" + plain + b"\x96\x01"
        case "Inner":
            return kind, long + _varint(len(counted) + 1) + b"\x0a" + counted
        case "double":
            return kind, fixed + struct.pack("<d", draw(st.sampled_from([0.5, -1.25, 1e20])))
        case "int64":
            return kind, plain + _varint(draw(st.sampled_from([7, 2**53, -3])) % 2**64)
        case "sint32":
            return kind, plain + _long(draw(st.sampled_from([1, -1, -64])))
        case "uint64":
            return kind, plain + _varint(2**63 + 1)
        case "Side":
            return kind, plain + b"\x05"
        case _:
            return kind, plain + b"\x01"


# --- the rest ------------------------------------------------------------------------------------

json_documents: Final = st.sampled_from(
    [
        {"a": "1", "b": [{"a": 1}, {"a": None}], "count": 2},
        [{"a": 1, "b": {"c": True}}, {"b": "x"}],
        {"tables": [[{"a": "cell"}]], "f1": 0},
    ]
).map(lambda document: Document("json", json.dumps(document).encode()))
xml: Final = st.sampled_from(
    [
        "<r><a>1</a><b><a>x</a></b><b><a>y &amp; z</a></b></r>",
        '<r xmlns:n="urn:n"><n:a k="v">t</n:a><count/></r>',
        "<r>text</r>",
    ]
).map(lambda text: Document("xml", text.encode()))
yaml: Final = st.sampled_from(["a: yes\ncount: 012\nb: [1, '2']\n", "- {a: 1_000}\n- a: on\n"]).map(
    lambda text: Document("yaml", text.encode())
)


def documents() -> st.SearchStrategy[Document]:
    return st.one_of(delimited(), html(), markdown(), avro(), protobuf(), json_documents, xml, yaml)
