"""One answer in each format, and the same as JSON."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import fastavro
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from generator.source.files import Files
from generator.source.protobuf import compiled
from tests.support.processes import ROOT

GOLDEN: Final = ROOT / "tests/golden/formats"

HTML: Final = b"""<table class=berths><tr><th>Name<th> Length <tr><td> A<td>12
<tr><td>B</table><table><tr><th>X<tr><td>no</table>"""
MARKDOWN: Final = b"""---
port: Esk
---
lead

# Berth A
Free *now*
or later

- one
- two

| k | v |
|---|---|
| a | 1 |

## Tides
high
"""
XML: Final = b"""<m xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><ship>Ann</ship>
<hold k="1"> </hold><left xsi:nil="true"/></m>"""
CSV: Final = b'time, height ,\n01:00," 3, or so",\n02:00,\n'
YAML: Final = b"name: yes\nat: 012\nsize: !!binary aGk=\nday: 2026-05-01\n---\nsecond: 1\n"

DOCUMENTS: Final[dict[str, Any]] = {
    "page": {"tables": [[{"Name": "A", "Length": "12"}, {"Name": "B", "Length": ""}]]},
    "report": {
        "frontMatter": {"port": "Esk"},
        "tables": [[{"k": "a", "v": "1"}]],
        "sections": [{"heading": "Berth A", "level": 1, "content": "Free now or later\nonetwo"}],
    },
    "manifest": {"ship": "Ann", "hold": {"k": "1"}, "left": None},
    "tides": [{"time": "01:00", "height": " 3, or so"}, {"time": "02:00", "height": ""}],
    "watch": {"name": True, "at": 10, "size": "aGk=", "day": "2026-05-01"},
    "reading": {"gauge": "g1", "level": 1.5, "raw": "aGk=", "at": 5, "kind": "LOW"},
    "position": {
        "ship": "",
        "place": {"lat": 0.1, "lon": 0.1},
        "seen": 18446744073709551615,
        "flags": ["TUG", 9],
        "crew": {"a": 1},
        "seal": "aGk=",
    },
}
"""What the client answers, by operation."""


def avro() -> bytes:
    """A reading."""
    schema = fastavro.schema.load_schema(str(GOLDEN / "schemas/reading.avsc"))
    body = io.BytesIO()
    reading = {"gauge": "g1", "level": Decimal("1.50"), "raw": b"hi", "at": 5, "kind": "LOW"}
    fastavro.schemaless_writer(body, schema, reading)
    return body.getvalue()


def protobuf() -> bytes:
    """A position, whose name is the empty text."""
    made = compiled("schemas/position.proto", Files(Path(GOLDEN)))
    files = descriptor_pb2.FileDescriptorSet.FromString(made.descriptors)
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(made.message))()
    message.place.lat, message.place.lon = 0.1, 0.1
    message.seen = 2**64 - 1
    message.flags.extend([5, 9])
    message.crew["a"] = 1
    message.seal = b"hi"
    content: bytes = message.SerializeToString()
    return content
