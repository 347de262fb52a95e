"""The formats of answers, made up, as the runtime reads them and as the independent reading does."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from generator.source.files import Files
from generator.source.protobuf import compiled
from templates.runtime.wire.convert_avro import from_avro
from templates.runtime.wire.convert_html import from_html
from templates.runtime.wire.convert_markdown import from_markdown
from templates.runtime.wire.convert_protobuf import from_protobuf
from tests.grammar import documents
from tests.grammar.documents import Document

from . import formats

MANY = settings(max_examples=200, deadline=None)


def expected(document: Document) -> Any:
    return formats.read(document.form, document.content, document.read_by)


@MANY
@given(documents.html())
def test_html(document: Document) -> None:
    read = from_html(document.content.decode(), document.schema or "")
    assert read == expected(document), document.content.decode()


@MANY
@given(documents.markdown())
def test_markdown(document: Document) -> None:
    read = from_markdown(document.content.decode(), document.schema or "")
    assert read == expected(document), document.content.decode()


@MANY
@given(documents.avro())
def test_avro(document: Document) -> None:
    assert from_avro(document.content, document.read_by or "") == expected(document)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=documents.protobuf())
def test_protobuf(document: Document, tmp_path: Path) -> None:
    assert document.file is not None
    (tmp_path / "made.proto").write_text(document.file[1])
    found = compiled("made.proto", Files(tmp_path))
    descriptors = base64.b64encode(found.descriptors).decode("ascii")
    read = from_protobuf(document.content, found.message, descriptors)
    assert read == expected(document), document.file[1]
