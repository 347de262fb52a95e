"""Bodies: values to bytes, and what hostile values cannot do to them."""

from __future__ import annotations

import email.parser
import email.policy
import io
import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.runtime.errors import InvalidArgumentError
from templates.runtime.messages import Body
from templates.runtime.streams import Stream
from templates.runtime.values import OMIT, RawJson
from templates.runtime.wire.bodies import json_body
from templates.runtime.wire.compacting import compact
from templates.runtime.wire.encoding import header, headers, query, text
from templates.runtime.wire.form_bodies import form_body, form_of
from templates.runtime.wire.multipart_bodies import Part, multipart_body
from templates.runtime.wire.raw_bodies import raw_body
from templates.runtime.wire.text_bodies import form_joined, text_body, xml_joined

XML = '<a b="&quot;&gt;&lt;evil/&gt;">A &amp; B</a>'


def _content(body: Body | None) -> bytes:
    assert body is not None
    return body.content if isinstance(body.content, bytes) else b"".join(body.content)


def _parsed(body: Body | None) -> list[tuple[str | None, str | None, str, bytes]]:
    """Name, file name, content type and content of each part, by a parser of somebody else."""
    assert body is not None
    head = f"Content-Type: {body.content_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + _content(body))
    found = []
    for part in message.iter_parts():  # type: ignore[attr-defined]
        disposition = part["content-disposition"]
        content = part.get_payload(decode=True)
        found.append(
            (
                disposition.params.get("name"),
                disposition.params.get("filename"),
                part.get_content_type(),
                content,
            )
        )
    return found


def test_nothing_is_sent_where_nothing_is_given() -> None:
    assert json_body() is None
    assert text_body(OMIT) is None
    assert raw_body(OMIT) is None
    assert form_of(("body", OMIT)) is None
    assert form_of(("body", OMIT), ("a", OMIT)) is None
    assert form_body(("a", OMIT)) is None
    assert multipart_body(Part("a", OMIT)) is None
    assert multipart_body() is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=5), inner, max_size=4),
        max_leaves=12,
    )
)  # fmt: skip
def test_json_keeps_its_structure(value: Any) -> None:
    assert json.loads(_content(json_body(value))) == value


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1, 2}, b"x", object(), "\ud800", {"a": "\udfff"}]
)
def test_what_json_cannot_say(value: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        json_body(value)


def test_json_that_contains_itself() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(InvalidArgumentError):
        json_body(loop)


def test_raw_json_and_raw_bytes_keep_their_type() -> None:
    raw = RawJson(b"{ }", "application/json; charset=utf-8")
    for made in (json_body(raw), raw_body(raw)):
        assert made == Body(b"{ }", "application/json; charset=utf-8")
    assert raw_body(bytearray(b"a")) == Body(b"a", "application/octet-stream")
    assert raw_body(memoryview(b"a"), None) == Body(b"a", None)


def test_forms() -> None:
    assert form_of(("body", {"a": "1 +&=", "é": True})) == Body(
        b"a=1%20%2B%26%3D&%C3%A9=true", "application/x-www-form-urlencoded"
    )
    assert _content(form_body(("a", OMIT), ("b", None), ("c", ""))) == b"c="
    assert form_body(("a", OMIT), ("b", None)) is None
    assert _content(form_body()) == b""


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ({"a": {"b": 1, "c": {"d": None}}}, [("a[b]", "1")]),
        ({"a": ["x", {"b": "y"}]}, [("a[0]", "x"), ("a[1][b]", "y")]),
        ({"a": {}, "b": [], "c": ""}, [("c", "")]),
        ({"": {"": "&="}}, [("[]", "&=")]),
        (RawJson(b'{"a": [true]}'), [("a[0]", "true")]),
    ],
)
def test_a_form_made_of_an_object_has_its_fields(value: Any, pairs: list[tuple[str, str]]) -> None:
    """Nested values in brackets, `a[b]` and `a[0]`."""
    made = _content(form_of(("body", value)))
    assert parse_qsl(made.decode(), keep_blank_values=True) == pairs


@pytest.mark.parametrize("value", ["a=1", 3, ["a"], None, RawJson(b"[1]")])
def test_a_form_made_of_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="filter must be an object"):
        form_of(("filter", value))


def test_fields_beside_those_of_an_object_replace_its_own() -> None:
    made = form_of(("body", {"a": 1, "b": [2]}), ("b", [3, 4]), ("c", OMIT))
    assert _content(made) == b"a=1&b=3&b=4"
    assert _content(form_of(("body", OMIT), ("b", 3))) == b"b=3"


def test_the_fields_of_a_written_form() -> None:
    """A list repeats its field, an object has brackets."""
    made = _content(form_body(("a", ["x", "y"]), ("b", {"c": 1}), ("d", [{"e": 2}])))
    assert parse_qsl(made.decode()) == [
        ("a", "x"),
        ("a", "y"),
        ("b[c]", "1"),
        ("d[0][e]", "2"),
    ]


def test_brackets_have_a_depth() -> None:
    deep: Any = "x"
    for _ in range(66):
        deep = {"a": deep}
    for make in (lambda: form_of(("body", deep)), lambda: query(("p", deep))):
        with pytest.raises(InvalidArgumentError, match="nested too deeply"):
            make()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"gt": 5, "lt": "a b"}, "created%5Bgt%5D=5&created%5Blt%5D=a%20b"),
        ({"in": [1, 2]}, "created%5Bin%5D%5B0%5D=1&created%5Bin%5D%5B1%5D=2"),
        ({"a": OMIT, "b": True}, "created%5Bb%5D=true"),
        ([1, OMIT, "x"], "created=1&created=x"),
        ([{"a": 1}], "created%5B0%5D%5Ba%5D=1"),
        ({}, ""),
        ([], ""),
        ({"a]&b=[": "c"}, "created%5Ba%5D%26b%3D%5B%5D=c"),
    ],
)
def test_objects_and_lists_in_a_query(value: Any, written: str) -> None:
    """`deepObject` of OpenAPI; lists stay repeated; no key begins another pair."""
    assert query(("created", value)) == written


def test_multipart_of_every_kind_of_value() -> None:
    named = io.BytesIO(b"from a file")
    named.name = "/home/me/secret folder/report.pdf"
    parts = _parsed(
        multipart_body(
            Part("text", "é"),
            Part("number", 1.5),
            Part("object", {"a": [1]}),
            Part("bytes", b"\x00\xff"),
            Part("file", named),
            Part("typed", "<a/>", filename="a.xml", content_type="application/xml"),
            Part("many", ["x", "y"]),
            Part("left out", OMIT),
        )
    )
    assert parts == [
        ("text", None, "text/plain", "é".encode()),
        ("number", None, "text/plain", b"1.5"),
        ("object", None, "application/json", b'{"a":[1]}'),
        ("bytes", None, "application/octet-stream", b"\x00\xff"),
        ("file", "report.pdf", "application/octet-stream", b"from a file"),
        ("typed", "a.xml", "application/xml", b"<a/>"),
        ("many", None, "text/plain", b"x"),
        ("many", None, "text/plain", b"y"),
    ]


@pytest.mark.parametrize("evil", ['a"; filename="x', "a\r\nX-Evil: 1", "a\nb", 'b"'])
def test_names_of_parts_cannot_break_out(evil: str) -> None:
    content = _content(multipart_body(Part(evil, "1", filename=evil)))
    head = content.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert [line.split(b":")[0] for line in head[1:]] == [b"Content-Disposition", b"Content-Type"]
    assert head[1].count(b'"') == 4


def test_content_types_of_parts_cannot_break_out() -> None:
    with pytest.raises(InvalidArgumentError):
        multipart_body(Part("a", "b", content_type="text/plain\r\nX-Evil: 1"))


def test_the_boundary_is_not_foreseeable() -> None:
    bodies = {multipart_body(Part("a", "b")).content_type for _ in range(20)}  # type: ignore[union-attr]
    assert len(bodies) == 20


@pytest.mark.parametrize(
    ("value", "spelled"),
    [(None, "null"), (True, "true"), (3, "3"), (1e21, "1e+21"), ("x", "x"), ([1, "é"], '[1,"é"]')],
)
def test_one_spelling_as_text(value: Any, spelled: str) -> None:
    assert text(value) == spelled


def test_templates_without_their_omitted_leaves() -> None:
    assert compact({"a": OMIT, "b": {"c": OMIT}, "d": [OMIT], "e": {}, "f": [], "g": None}) == {
        "e": {},
        "f": [],
        "g": None,
    }
    assert compact({"a": OMIT}) is OMIT


def test_pairs_and_headers() -> None:
    assert query(("a", [1, 2]), ("b", OMIT), ("c d", "")) == "a=1&a=2&c%20d="
    assert headers(("A", "1"), ("B", OMIT), ("C", [1, 2])) == (("A", "1"), ("C", "1, 2"))
    assert header("A", True) == ("A", "true")


class Pipe:
    """Something that can be read once."""

    def __init__(self, *pieces: Any) -> None:
        self._pieces = list(pieces)

    def read(self, size: int = -1) -> Any:
        return self._pieces.pop(0) if self._pieces else b""


def test_files_are_streams_that_can_be_sent_again(tmp_path: Any) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(bytes(200_000))
    with path.open("rb") as file:
        file.seek(50_000)
        body = raw_body(file)
        assert body is not None
        stream = body.content
        assert isinstance(stream, Stream)
        assert (stream.length, stream.repeatable) == (150_000, True)
        assert max(len(piece) for piece in stream) <= 65_536
        assert len(b"".join(stream)) == 150_000


def test_what_can_be_read_once_is_sent_once() -> None:
    stream = Stream((b"a", Pipe(b"b", b"c")))
    assert (stream.length, stream.repeatable) == (None, False)
    assert b"".join(stream) == b"abc"


def test_text_files_are_sent_as_utf8() -> None:
    stream = Stream((io.StringIO("é"),))
    assert (stream.length, stream.repeatable) == (None, True)
    assert b"".join(stream) == b"".join(stream) == "é".encode()


@pytest.mark.parametrize(
    ("made", "sent"),
    [
        (form_joined("a=", ("a", "x&c=2"), "&b=", ("b", True)), "a=x%26c%3D2&b=true"),
        (form_joined("a=", ("a", "1 +%é")), "a=1%20%2B%25%C3%A9"),
        (xml_joined('<a b="', ("a", '"><evil/>'), '">', ("b", "A & B"), "</a>"), XML),
        (xml_joined("<n>", ("n", 3), "</n>"), "<n>3</n>"),
    ],
)
def test_a_value_in_a_text_changes_nothing_around_it(made: str, sent: str) -> None:
    assert made == sent
