"""XML, YAML and delimited text, and what hostile ones do."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.runtime.errors import DecodingError
from templates.runtime.messages import Format, Headers
from templates.runtime.wire.convert_delimited import from_delimited
from templates.runtime.wire.convert_xml import from_xml
from templates.runtime.wire.convert_yaml import from_yaml
from templates.runtime.wire.decoding import decode


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
        ("<?xml version='1.0' encoding='ISO-8859-1'?><r><a>\xe9</a></r>", {"a": "é"}),
    ],
)
def test_xml(xml: str, value: Any) -> None:
    assert from_xml(xml.encode("latin-1")) == value


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
        ("a, b\n1, 2", ",", [{"a": "1", " b": " 2"}]),
        ("a,b\n1\n", ",", [{"a": "1"}]),
        ("a,b\n\n", ",", [{"a": ""}]),
        ("a,a\n1,2\n", ",", [{"a": "2"}]),
        ('a,b\n"x,\ny","say ""hi"""\n', ",", [{"a": "x,\ny", "b": 'say "hi"'}]),
        ("a\n", ",", []),
        ("a\tb\r\n1\t2\r\n", "\t", [{"a": "1", "b": "2"}]),
        ("a|b\n1|2\n", "|", [{"a": "1", "b": "2"}]),
        ("a,b\n1,2,3\n", ",", [{"a": "1", "b": "2"}]),
        ("\ufeffa\n1", ",", [{"\ufeffa": "1"}]),
    ],
)
def test_delimited(text: str, delimiter: str, rows: Any) -> None:
    assert from_delimited(text, delimiter) == rows


def test_delimited_faults() -> None:
    with pytest.raises(DecodingError):
        from_delimited("", ",")
    with pytest.raises(DecodingError):
        from_delimited("a\n" + "x" * 200_000, ",")  # A field above the csv module's own limit.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [x, null, ~]", {"a": 1, "b": ["x", None, None]}),
        ("on: yes\noff: no", {"on": "yes", "off": "no"}),
        ("d: 2026-05-01\nt: 12:30", {"d": "2026-05-01", "t": "12:30"}),
        ("[0x1F, 0o17, 017, 1e3, 1.5, -2, +3, .5, .inf, .nan]",
         [31, 15, 17, 1000.0, 1.5, -2, 3, 0.5, ".inf", ".nan"]),
        ("true: 1\n1: 2\nnull: 3", {"true": 1, "1": 2, "null": 3}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("--- 1\n--- 2", 1),
        ("", None),
        ("1_000", "1_000"),
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
        "!!python/object/apply:os.system [id]",
        "!unknown x",
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


@given(st.binary(max_size=200), st.sampled_from(list(Format)))
def test_any_bytes_are_a_value_or_an_error_of_ours(content: bytes, read_as: Format) -> None:
    with contextlib.suppress(DecodingError):
        decode(content, Headers(), read_as)
