"""XML, YAML and delimited text, and what hostile ones do.

Sources: answers of the reference engine (Jackson on SnakeYAML: YAML 1.1), RFC 4180, XML Schema 1.1 part 1, 2.7.2; seen with PyYAML:
a `KeyError` for `!!set`, `bytes` and `date` where the type says JSON.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.source.files import Files
from generator.source.protobuf import compiled
from templates.runtime.errors import DecodingError
from templates.runtime.formats.avro import as_avro
from templates.runtime.formats.binary import AS_BINARY
from templates.runtime.formats.delimited import AS_CSV, AS_PSV, AS_TSV
from templates.runtime.formats.html import as_html
from templates.runtime.formats.markdown import as_markdown
from templates.runtime.formats.protobuf import as_protobuf
from templates.runtime.formats.text import AS_TEXT
from templates.runtime.formats.xml import AS_XML
from templates.runtime.formats.yaml import AS_YAML
from templates.runtime.messages import AUTO, Format, Headers
from templates.runtime.wire.convert_avro import from_avro
from templates.runtime.wire.convert_delimited import from_delimited
from templates.runtime.wire.convert_html import from_html
from templates.runtime.wire.convert_markdown import from_markdown
from templates.runtime.wire.convert_protobuf import from_protobuf
from templates.runtime.wire.convert_xml import from_xml
from templates.runtime.wire.convert_yaml import from_yaml
from templates.runtime.wire.decoding import AS_JSON, decode

XSI = "xmlns:x='http://www.w3.org/2001/XMLSchema-instance'"


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<r><i>1</i></r>", {"i": "1"}),
        ("<r><i>1</i><i>2</i></r>", {"i": ["1", "2"]}),
        ("<r><i>1</i><i>2</i><i>3</i></r>", {"i": ["1", "2", "3"]}),
        ("<r a='1'><b>2</b></r>", {"a": "1", "b": "2"}),
        ("<r><b c='1'>text</b></r>", {"b": {"c": "1", "": "text"}}),
        ("<r>text</r>", {"": "text"}),
        ("<r/>", {}),
        ("<r><e/></r>", {"e": ""}),
        ("<r>\n  <a> x </a>\n</r>", {"a": " x "}),
        ("<n:r xmlns:n='urn:x' n:q='1'><n:a>1</n:a></n:r>", {"q": "1", "a": "1"}),
        ("<r>one<b>two</b>three</r>", {"": ["one", "three"], "b": "two"}),
        ("<r><a><b><c>1</c></b></a></r>", {"a": {"b": {"c": "1"}}}),
        ("<r><!-- no --><a>1</a><?pi x?></r>", {"a": "1"}),
        ("<r><![CDATA[<x>]]></r>", {"": "<x>"}),
        (
            f"<r {XSI}><a x:nil='true'/><a>1</a><b x:nil='false'>2</b></r>",
            {"a": [None, "1"], "b": "2"},
        ),
        (f"<r {XSI}><a x:nil='true' k='1'>gone</a></r>", {"a": None}),
        (f"<r {XSI} x:nil='true'/>", None),
        ("<r><a nil='true'/></r>", {"a": {"nil": "true"}}),
        # A boolean of XML Schema (part 2, 3.3.2): also `1`, and white space around it means nothing.
        (
            f"<r {XSI}><a x:nil='1'/><b x:nil=' true '/><c x:nil='0'/></r>",
            {"a": None, "b": None, "c": ""},
        ),
        # White space of XML is ASCII's (XML 1.0, 2.3).
        ("<r><a k='1'>\xa0</a>\xa0</r>", {"a": {"k": "1", "": "\xa0"}, "": "\xa0"}),
        ("<r>\xa0</r>", {"": "\xa0"}),
        ("<r><a k='1'>  </a><b>  </b></r>", {"a": {"k": "1"}, "b": "  "}),
        ("<r>  </r>", {}),
        ("<r k='1'> </r>", {"k": "1"}),
        ("<r>one<b/></r>", {"": "one", "b": ""}),
        ("<r><b/> two </r>", {"b": "", "": " two "}),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><r><a>\xe9</a></r>", {"a": "é"}),
    ],
)
def test_xml(xml: str, value: Any) -> None:
    assert from_xml(xml.encode("latin-1" if "ISO-8859-1" in xml else "utf-8")) == value


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "xml",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]><r>&l9;</r>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        '<!DOCTYPE r SYSTEM "http://evil.example/x.dtd"><r/>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://evil.example/x"> %p;]><r/>',
        "<!DOCTYPE r><r/>",
        "<r>",
        "",
        "not xml",
        "<r>\x00</r>",
        "<a>" * 100_000,
        "<a>" * 500 + "</a>" * 500,
        "<?xml version='1.0' encoding='nonsense'?><r/>",
    ],
)
def test_hostile_xml(xml: str) -> None:
    with pytest.raises(DecodingError):
        from_xml(xml.encode())


@pytest.mark.parametrize(
    ("text", "delimiter", "rows"),
    [
        ("a,b\n1,2\n", ",", [{"a": "1", "b": "2"}]),
        ("a, b \n1, 2 ", ",", [{"a": "1", "b": " 2 "}]),
        ("a,b\n1\n", ",", [{"a": "1"}]),
        ("a,b\n\n", ",", [{"a": ""}]),
        ("a,a\n1,2\n", ",", [{"a": "2"}]),
        ('a,b\n"x,\ny","say ""hi"""\n', ",", [{"a": "x,\ny", "b": 'say "hi"'}]),
        ("a\n", ",", []),
        ("a\tb\r\n1\t2\r\n", "\t", [{"a": "1", "b": "2"}]),
        ("a|b\n1|2\n", "|", [{"a": "1", "b": "2"}]),
        ("a,b,\n1,2,\n3,\n", ",", [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]),
        ("a,,b\n1,2,3\n", ",", [{"a": "1", "": "2", "b": "3"}]),
        ('a\n" 1 "\n', ",", [{"a": " 1 "}]),
        ("hello plain", ",", []),
        ("\ufeffa\n1", ",", [{"\ufeffa": "1"}]),
        (" a\t,\xa0b\n1,2", ",", [{"a": "1", "\xa0b": "2"}]),
    ],
)
def test_delimited(text: str, delimiter: str, rows: Any) -> None:
    assert from_delimited(text, delimiter) == rows


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no header"),
        ("\n1\n", "no header"),
        (" ,", "no header"),
        ("a\n" + "x" * 200_000, "line 2"),  # A field above the csv module's own limit.
        ('a,b\n1,"2\n3,4\n', "line 3"),
        ('a\n"x"y\n', "line 2"),
        ("a,b\n1,2\n1,2,3\n", "line 3 has 3 cells, and the header 2"),
        ("a,b,\n1,2,3\n", "line 2 has 3 cells, and the header 2"),
    ],
)
def test_delimited_faults(text: str, problem: str) -> None:
    with pytest.raises(DecodingError, match=problem):
        from_delimited(text, ",")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [x, null, ~]", {"a": 1, "b": ["x", None, None]}),
        ("on: yes\noff: no", {"on": True, "off": False}),
        ("[Yes, NO, On, oFF, True, y, n]", [True, False, True, "oFF", True, "y", "n"]),
        ("d: 2026-05-01\nt: 12:30\ns: 1:30.5", {"d": "2026-05-01", "t": "12:30", "s": "1:30.5"}),
        ("[0x1F, 0b101, 012, 08, 0o14, 017, -0x1f]", [31, 5, 10, "08", "0o14", 15, -31]),
        ("[1e3, 1.5, -2, +3, .5, 1., 1_000, 1_0.5]", [1000.0, 1.5, -2, 3, 0.5, 1.0, 1000, 10.5]),
        ("[.inf, .nan, 1e400, -1e400]", [".inf", ".nan", "Infinity", "-Infinity"]),
        ("[0, -0, 0b, 0x_, ., -, =, '5', \"5\"]", [0, 0, "0b", "0x_", ".", "-", "=", "5", "5"]),
        ("[!!str 5, !!int '5', !!float 1, !!bool yes, !!null x]", ["5", 5, 1.0, True, None]),
        ("[!!binary aGk=, !!timestamp 2026-05-01, !!int x, !!float .inf]",
         ["aGk=", "2026-05-01", "x", ".inf"]),
        ("!!binary |\n  aGVs\n  bG8=\n", "aGVsbG8="),
        ("!!set {a, b}", {"a": None, "b": None}),
        ("!!omap [a: 1, b: 2]", [{"a": 1}, {"b": 2}]),
        ("[! 5, !own 5, !own {a: 1}]", [5, "5", {"a": 1}]),
        ("!!python/object/apply:os.system [id]", ["id"]),
        ("true: 1\n1: 2\nnull: 3", {"true": 1, "1": 2, "null": 3}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("--- 1\n--- 2", 1),
        ("", None),
    ],
)  # fmt: skip
def test_yaml(text: str, value: Any) -> None:
    assert from_yaml(text) == value


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: &a [*a]",
        "!!binary '?'",
        "{",
        "[" * 5000,
        "a: *b",
        "? {a: 1}\n: x",
        "1" * 5000,
        "\x00",
    ],
)
def test_hostile_yaml(text: str) -> None:
    with pytest.raises(DecodingError):
        from_yaml(text)


FORMATS = (
    *(AUTO, AS_JSON, AS_TEXT, AS_BINARY, AS_XML, AS_YAML, AS_CSV, AS_TSV, AS_PSV),
    *(as_html(), as_markdown(), as_avro(), as_protobuf()),
)


@given(st.binary(max_size=200), st.sampled_from(FORMATS))
def test_any_bytes_are_a_value_or_an_error_of_ours(content: bytes, read_as: Format) -> None:
    with contextlib.suppress(DecodingError):
        decode(content, Headers(), read_as)


# --- HTML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "selector", "tables"),
    [
        ("<table><tr><th>A<th> B <tr><td>1<td> x  y </table>", "", [[{"A": "1", "B": "x y"}]]),
        ("<table><tr><th>A<th>B<tr><td>1</table>", "", [[{"A": "1", "B": ""}]]),
        ("<table><tr><th>A<tr><td>1<td>2</table>", "", [[{"A": "1"}]]),
        ("<table><tr><td>1</table>", "", []),
        ("<table><tr><th>A</table>", "", [[]]),
        ("<table><tr><th>A<tr><th>1<td>2<tr><td>3</table>", "", [[{"A": "3"}]]),
        (
            "<table><thead><tr><th>A</thead><tbody><tr><th>B<tr><td>1</table>",
            "",
            [[{"A": "1"}]],
        ),
        ("<table><thead><tr><td>x</thead><tr><th>B<tr><td>1</table>", "", [[{"B": "1"}]]),
        ("<table><tr><th>A<th>A<tr><td>1<td>2</table>", "", [[{"A": "2"}]]),
        (
            "<table><tr><th>A<tr><td>1<table><tr><th>B<tr><td>2</table></table>",
            "",
            [[{"A": "1B2"}], [{"B": "2"}]],
        ),
        ("<div id=a><table><tr><th>A</table></div><table><tr><th>B</table>", "#a", [[]]),
        ("<table class=c><tr><th>A</table>", "table.c, .c", [[]]),
        ("<table><tr><th>A</table>", ".none", []),
        ("no page at all", "", []),
        ("<div>" * 20_000 + "<table><tr><th>A<tr><td>&amp;</table>", "", [[{"A": "&"}]]),
    ],
)
def test_html(html: str, selector: str, tables: Any) -> None:
    assert from_html(html, selector) == {"tables": tables}


def test_a_selector_that_is_none() -> None:
    with pytest.raises(DecodingError, match="selector"):
        from_html("<table>", "table[")


# --- Markdown -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "front", "tables", "sections"),
    [
        ("", {}, [], []),
        ("lead only", {}, [], []),
        ("---\na: yes\n---\n# H\nx\n", {"a": True}, [], [("H", 1, "x")]),
        ("---\r\na: 1\r\n---\r\n", {"a": 1}, [], []),
        ("---\na: 1\n", {}, [], [("a: 1", 2, "")][:0]),
        ("\n---\na: 1\n---\n", {}, [], [("a: 1", 2, "")]),
        ("# A *b* `c`\np **q**\nr\\\ns\n\n> t\n", {}, [], [("A b c", 1, "p q r\ns\nt")]),
        ("# A\n- x\n- y\n  - z\n", {}, [], [("A", 1, "xyz")]),
        ("# A\n```\ncode\n```\n<b>no</b>\n\n![alt](x) [l](y) &amp;\n", {}, [],
         [("A", 1, "code\nno\nalt l &")]),
        ("# A\n## A\nx\n# B\n", {}, [], [("A", 1, ""), ("A", 2, "x"), ("B", 1, "")]),
        ("|a|b|\n|-|-|\n|1|\n|2|`3`|4|\n", {}, [[{"a": "1", "b": ""}, {"a": "2", "b": "3"}]], []),
        ("> |a|\n> |-|\n> |1|\n", {}, [], []),
    ],
)  # fmt: skip
def test_markdown(text: str, front: Any, tables: Any, sections: Any) -> None:
    shown = [{"heading": h, "level": n, "content": c} for h, n, c in sections]
    expected = {"frontMatter": front, "tables": tables, "sections": shown}
    assert from_markdown(text, "") == expected


def test_headings_that_begin_with_a_prefix() -> None:
    found = from_markdown("# One\na\n## Once\nb\n# Two\n", "On")
    assert [each["heading"] for each in found["sections"]] == ["One", "Once"]


# --- Avro and Protobuf ----------------------------------------------------------------------------


def avro(schema: Any, value: Any) -> Any:
    body = io.BytesIO()
    fastavro.schemaless_writer(body, fastavro.parse_schema(json.loads(json.dumps(schema))), value)
    return from_avro(body.getvalue(), json.dumps(schema))


def record(*fields: Any) -> Any:
    named = [{"name": f"f{number}", "type": each} for number, each in enumerate(fields)]
    return {"type": "record", "name": "R", "fields": named}


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("string", "é", "é"),
        ("long", 2**62, 2**62),
        ("boolean", True, True),
        ("null", None, None),
        ("float", 0.1, 0.1),
        ("double", 0.1, 0.1),
        ("double", math.nan, "NaN"),
        ("float", -math.inf, "-Infinity"),
        ("bytes", b"\xff", "/w=="),
        ({"type": "fixed", "name": "F", "size": 2}, b"ab", "YWI="),
        ({"type": "enum", "name": "E", "symbols": ["A", "B"]}, "B", "B"),
        (["null", "string", {"type": "array", "items": "int"}], [1], [1]),
        ({"type": "map", "values": "int"}, {"a": 1}, {"a": 1}),
        (
            {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
            Decimal("1.25"),
            1.25,
        ),
        (
            {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
            Decimal("3.00"),
            3,
        ),
        ({"type": "long", "logicalType": "timestamp-millis"}, 7, 7),
        ({"type": "int", "logicalType": "date"}, 20000, 20000),
    ],
)
def test_avro(kind: Any, value: Any, shown: Any) -> None:
    found = avro(record(kind), {"f0": value})
    assert found == {"f0": shown}
    assert type(found["f0"]) is type(shown)


@pytest.mark.parametrize(
    ("content", "schema"),
    [
        (b"", record("int")),
        (b"\x02\x02", record("int")),
        (b"\xff" * 30, record("int")),
        (b"\x09", record({"type": "enum", "name": "E", "symbols": ["A"]})),
        (b"\x01", record({"type": "array", "items": "null"})),
        (b"\x01", record({"type": "array", "items": record()})),
        (b"\x06\xff\xff\xff", record("string")),
        (b"", {"type": "record"}),
        (b"", "no such type"),
        (b"", {"type": "array", "items": 5}),
        (b"", []),
    ],
)
def test_hostile_avro(content: bytes, schema: Any) -> None:
    with pytest.raises(DecodingError):
        from_avro(content, json.dumps(schema))


def proto(text: str, tmp_path: Path, **others: str) -> tuple[str, str]:
    for name, content in {"main": text, **others}.items():
        (tmp_path / f"{name}.proto").write_text(content)
    made = compiled("main.proto", Files(tmp_path))
    return made.message, base64.b64encode(made.descriptors).decode()


PROTO2 = """syntax = "proto2"; package p;
message M { optional int64 a = 1; required string b = 2; optional E e = 3 [default = X];
  optional group G = 4 { optional bool c = 5; } extensions 100 to 110; }
enum E { X = 1; Y = 2; }
extend M { optional int32 more = 100; }"""


def test_protobuf_of_2(tmp_path: Path) -> None:
    schema = proto(PROTO2, tmp_path)
    content = b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x12\x01b\x23\x28\x01\x24\xa0\x06\x05"
    shown = {"a": -1, "b": "b", "g": {"c": True}, "[p.more]": 5}
    assert from_protobuf(content, *schema) == shown


WELL_KNOWN = """syntax = "proto3"; import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto"; import "google/protobuf/struct.proto";
message M { google.protobuf.Timestamp at = 1; google.protobuf.Int64Value n = 2;
  google.protobuf.Struct s = 3; repeated float f = 4; map<bool, string> m = 5; double d = 6; }"""


def test_protobuf_of_3(tmp_path: Path) -> None:
    schema = proto(WELL_KNOWN, tmp_path)
    empty = {"f": [], "m": {}, "d": 0.0}
    assert from_protobuf(b"", *schema) == empty
    content = b"\x0a\x02\x08\x05\x12\x02\x08\x07\x22\x04\xcd\xcc\xcc\x3d\x2a\x05\x08\x01\x12\x01x"
    shown = {"at": "1970-01-01T00:00:05Z", "n": 7, "f": [0.1], "m": {"true": "x"}, "d": 0.0}
    assert from_protobuf(content, *schema) == shown


@pytest.mark.parametrize("content", [b"\x12", b"\x12\x05b", b"\xff\xff"])
def test_hostile_protobuf(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(DecodingError):
        from_protobuf(content, *proto(PROTO2.replace("required", "optional"), tmp_path))


def test_text_that_is_no_utf_8_is_no_message(tmp_path: Path) -> None:
    with pytest.raises(DecodingError):
        from_protobuf(
            b"\x0a\x01\xff", *proto('syntax = "proto3"; message M { string a = 1; }', tmp_path)
        )


def test_without_a_schema() -> None:
    for wanted in (as_avro(), as_protobuf()):
        with pytest.raises(DecodingError, match="without a schema"):
            decode(b"x", Headers(), wanted)
