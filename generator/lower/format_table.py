"""The response formats as the runtime has them: a new one is an entry in each of these tables."""

from __future__ import annotations

from typing import Final

from ..model import ResponseFormat

LIBRARIES: Final = {
    ResponseFormat.XML: ("defusedxml",),
    ResponseFormat.YAML: ("yaml",),
    ResponseFormat.HTML: ("selectolax",),
    ResponseFormat.MARKDOWN: ("markdown_it", "yaml"),
    ResponseFormat.AVRO: ("fastavro",),
    ResponseFormat.PROTOBUF: ("google",),
}
"""What a format stands on, as it is imported; the others need nothing but Python."""
WITH_SCHEMA: Final = frozenset(
    (
        *(ResponseFormat.HTML, ResponseFormat.MARKDOWN),
        *(ResponseFormat.AVRO, ResponseFormat.PROTOBUF),
    )
)
"""Formats that can be told what to read."""
HOMES: Final = {
    "AS_JSON": "._runtime.wire.decoding",
    "AS_TEXT": "._runtime.formats.text",
    "AS_BINARY": "._runtime.formats.binary",
    "AS_XML": "._runtime.formats.xml",
    "AS_YAML": "._runtime.formats.yaml",
    "AS_CSV": "._runtime.formats.delimited",
    "AS_TSV": "._runtime.formats.delimited",
    "AS_PSV": "._runtime.formats.delimited",
    "as_html": "._runtime.formats.html",
    "as_markdown": "._runtime.formats.markdown",
    "as_avro": "._runtime.formats.avro",
    "as_protobuf": "._runtime.formats.protobuf",
}
"""What the runtime calls its formats, and where they are."""
NAMES: Final = frozenset(HOMES)
