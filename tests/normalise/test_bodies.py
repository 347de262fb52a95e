"""Request bodies (docs/language.md, "Bodies")."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import BinaryBody, FreeBody, RawJsonBody, TextBody, TextKind

from .builder import consumed, operation_of, spec
from .reading import read, simplified


def _body(body: str, method: str = "POST", **parts: Any) -> Any:
    text = f"method: {method}\n" + (f"body: {body}\n" if body else "")
    return consumed(operation=text + parts.pop("more", ""), **parts).body


@pytest.mark.parametrize(
    "body", ["", "{type: json}", "{type: json, data: {}}", "{type: json, data: ''}"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_free_body(body: str, method: str) -> None:
    assert isinstance(_body(body, method), FreeBody)


@pytest.mark.parametrize("method", ["GET", "DELETE", "HEAD"])
def test_no_free_body(method: str) -> None:
    assert _body("", method) is None


def test_no_free_body_in_the_official_dialect() -> None:
    assert _body("", root="official") is None


def test_body_of_parameters() -> None:
    more = "inputParameters: [{name: a, in: body, type: string}, {name: b, in: body, value: {c: '{{tools.d}}'}}]"
    body = simplified(_body("", more=more))
    entries = body["JsonBody"]["data"]["ObjectTemplate"]["entries"]
    assert [name for name, _ in entries] == ["a", "b"]
    assert entries[0][1]["Template"]["parts"][0]["Placeholder"]["name"] == "a"
    inner = entries[1][1]["ObjectTemplate"]["entries"][0][1]
    assert inner["Template"]["parts"][0]["Placeholder"]["name"] == "d"


_BESIDE = """\
method: POST
body: {}
inputParameters: [{{name: a, in: body}}, {{name: b, in: body, required: true}}]
"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{type: json, data: {a: '{{tools.a}}'}}", "JsonBody"),
        ("{type: json, data: '{{tools.a}}'}", "JsonBody"),
        ("'{\"a\": {{tools.a}}}'", "JsonBody"),
        ("{type: form, data: {a: '{{tools.a}}'}}", "FormBody"),
        ("{type: formUrlEncoded, data: '{{tools.a}}'}", "FormBody"),
        ("{type: multipart, data: {a: '{{tools.a}}'}}", "MultipartBody"),
    ],
)
def test_a_body_parameter_that_the_body_does_not_use_is_a_field(body: str, kind: str) -> None:
    """docs/language.md, "Choices": published, a field of a JSON or form body under its own name, with a warning."""
    text = spec(operation=_BESIDE.format(body))
    found = read(text)
    assert found.codes.count("CAP459") == 1
    assert "CAP453" not in found.codes
    operation = operation_of(found.good)
    assert all(each.is_sent for each in operation.parameters)
    assert "'b'" in str(simplified(operation.body)[kind])


@pytest.mark.parametrize(
    "body",
    [
        "{type: text, data: 'by {{tools.a}}'}",
        "{type: xml, data: '<a>{{tools.a}}</a>'}",
        "{type: json, data: ['{{tools.a}}']}",
        "{type: binary, data: '{{tools.a}}'}",
        "{type: form, data: 'a={{tools.a}}'}",
    ],
)
def test_a_body_without_fields_has_no_room_for_one(body: str) -> None:
    """What cannot be sent is no input: nobody is asked for it."""
    found = read(spec(operation=_BESIDE.format(body)))
    assert found.codes.count("CAP453") == 1
    assert "CAP459" not in found.codes
    lost = [each.name for each in operation_of(found.good).parameters if not each.is_sent]
    assert lost == ["b"]


def test_the_official_dialect_adds_no_field() -> None:
    """docs/language.md, "Choices": official, it is no input (warning)."""
    text = _BESIDE.format("{type: json, data: {a: '{{a}}'}}")
    found = read(spec(operation=text, root="official"))
    assert found.codes.count("CAP453") == 1
    assert [each.name for each in operation_of(found.good).parameters if not each.is_sent] == ["b"]


@pytest.mark.parametrize(
    "other",
    ["{name: X-B, in: header, value: '{{tools.b}}'}", "{name: q, in: query, value: 'is {{b}}'}"],
)
def test_a_body_parameter_that_another_parameter_mentions_arrives_there(other: str) -> None:
    text = _BESIDE.format("{type: json, data: {a: '{{tools.a}}'}}").replace("]", f", {other}]")
    assert not {"CAP453", "CAP459"} & set(read(spec(operation=text)).codes)


@pytest.mark.parametrize(
    ("kind", "made"),
    [("form", "FormBody"), ("multipart", "MultipartBody"), ("json", "JsonBody")],
)
def test_a_body_type_without_data_is_made_of_the_parameters(kind: str, made: str) -> None:
    found = read(spec(operation=_BESIDE.format(f"{{type: {kind}}}")))
    body = simplified(operation_of(found.good).body)
    assert "'a'" in str(body[made])
    assert "'b'" in str(body[made])


@pytest.mark.parametrize(
    ("root", "reference", "code"),
    [("published", "tools.b", "CAP459"), ("official", "b", "CAP453")],
)
def test_the_hint_names_a_body_parameter_as_its_dialect_does(
    root: str, reference: str, code: str
) -> None:
    operation = (
        "method: POST\nbody: {type: json, data: {a: 1}}\ninputParameters: [{name: b, in: body}]"
    )
    (found,) = (
        each for each in read(spec(operation=operation, root=root)).findings if each.code == code
    )
    assert f"put `{{{{{reference}}}}}` into the body" in found.hint


def test_json_data_keep_their_types() -> None:
    body = _body(
        "{type: json, data: {a: 1, b: true, c: null, d: [1.5, '{{tools.x}}'], e: 'x {{y}}'}}"
    )
    entries = dict(simplified(body)["JsonBody"]["data"]["ObjectTemplate"]["entries"])
    assert entries["a"] == {"Constant": {"value": 1}}
    assert entries["c"] == {"Constant": {"value": None}}
    assert entries["d"]["ArrayTemplate"]["items"][0] == {"Constant": {"value": 1.5}}
    assert entries["e"]["Template"]["parts"][0] == "x "


def test_json_text_of_one_placeholder_keeps_its_type() -> None:
    body = simplified(_body("{type: json, data: '{{tools.events}}'}"))
    assert body["JsonBody"]["data"]["Template"]["parts"][0]["Placeholder"]["name"] == "events"


def test_json_text_becomes_structure() -> None:
    body = simplified(_body('\'{"tags": {{tags}}, "by": "{{name}}", "n": 1}\''))
    entries = dict(body["JsonBody"]["data"]["ObjectTemplate"]["entries"])
    assert entries["tags"]["Template"]["parts"][0]["Placeholder"]["name"] == "tags"
    assert entries["by"]["Template"]["parts"][0] == ""
    assert entries["n"] == {"Constant": {"value": 1}}


def test_constant_json_text_is_sent_as_it_stands() -> None:
    body = _body("'{\"a\":  1}'")
    assert isinstance(body, RawJsonBody)
    assert body.text.constant == '{"a":  1}'


@pytest.mark.parametrize("root", ["published", "official"])
@pytest.mark.parametrize("written", ["'TEXT'", "{type: json, data: 'TEXT'}"])
def test_json_text_with_sections_is_read_where_it_is_written(root: str, written: str) -> None:
    """Both dialects, both forms of a body."""
    text = '{"a": 1{{#tools.b}}, "b": {{tools.b}}{{/tools.b}}}'
    body = _body(written.replace("TEXT", text), root=root)
    assert isinstance(body, RawJsonBody)
    assert body.text.constant is None


@pytest.mark.parametrize(
    "text", ['{"a": {{b}}', '"a', "[{{b}}", '{"{{k}}": 1}', r'{"a": "\ue0007\ue000", "b": {{b}}}']
)
def test_json_text_that_is_no_json(text: str) -> None:
    found = read(spec(operation=f"method: POST\nbody: '{text}'"))
    assert [each.code for each in found.errors] == ["CAP457"]


@pytest.mark.parametrize("text", ["hello", "take {{a}} and {{b}}", "12 apples"])
def test_a_text_that_does_not_begin_like_json_is_sent_as_it_is(text: str) -> None:
    found = read(spec(operation=f"method: POST\nbody: '{text}'"))
    assert not found.errors
    assert "CAP461" in [each.code for each in found.findings]


@pytest.mark.parametrize("type_", ["form", "formUrlEncoded", "application/x-www-form-urlencoded"])
def test_forms(type_: str) -> None:
    body = simplified(_body(f"{{type: {type_}, data: {{a: '{{{{tools.a}}}}', b: 1}}}}"))
    fields = body["FormBody"]["fields"]
    assert [name for name, _ in fields] == ["a", "b"]


def test_multipart_in_both_forms() -> None:
    listed = _body(
        "{type: multipartForm, data: [{name: f, value: '{{f}}', filename: '{{n}}', contentType: image/png}]}"
    )
    part = simplified(listed)["MultipartBody"]["parts"][0]["Part"]
    assert (part["name"], part["content_type"]) == ("f", "image/png")
    mapped = _body("{type: multipart, data: {f: '{{tools.f}}'}}")
    assert simplified(mapped)["MultipartBody"]["parts"][0]["Part"]["filename"] is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{type: text, data: 'x {{tools.y}}'}", TextKind.TEXT),
        ("{type: xml, data: '<a/>'}", TextKind.XML),
        ("{type: sparql, data: 'SELECT *'}", TextKind.SPARQL),
        ("{type: yaml, data: 'a: 1'}", TextKind.YAML),
        ("{type: text, data: {query: '{{tools.query}}'}}", TextKind.TEXT),
    ],
)
def test_texts(body: str, kind: TextKind) -> None:
    found = _body(body)
    assert isinstance(found, TextBody)
    assert found.kind is kind


@pytest.mark.parametrize(
    ("body", "media_type", "has_data"),
    [
        ("{type: binary}", "application/octet-stream", False),
        ("{type: octet-stream, data: '{{tools.file}}'}", "application/octet-stream", True),
        ("{type: application/cbor, data: {tx: '{{tools.tx}}'}}", "application/cbor", True),
    ],
)
def test_bytes(body: str, media_type: str, has_data: bool) -> None:
    found = _body(body)
    assert isinstance(found, BinaryBody)
    assert found.media_type == media_type
    assert (found.data is not None) == has_data
