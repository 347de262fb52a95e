"""Answers that the recording upstream gives: what an API might say, good and bad."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from tests.oracle.answers import Upstream

JSON = "application/json"
TYPED: dict[str, Any] = {
    "string": "text ü",
    "integer": 3,
    "number": 1.0,
    "boolean": False,
    "array": [{"id": 1, "name": "a"}, {"id": 2.5}],
    "object": {"id": 1, "name": "ü"},
}
FORMATTED = {
    "xml": ("application/xml", b'<r a="1"><i>1</i><i>2</i><n><m>x</m></n></r>'),
    "csv": ("text/csv", b"a,b\n1, 2\n"),
    "tsv": ("text/tab-separated-values", b"a\tb\n1\t2\n"),
    "psv": ("text/plain", b"a|b\n1|2\n"),
    "yaml": ("application/yaml", b"a: 1\nb: [x]\n"),
    "text": ("text/plain; charset=utf-8", "plain ü".encode()),
    "binary": ("image/png", b"\x89PNG\x00\xff"),
}
HARD = ("html", "markdown", "avro", "protobuf")


def replies(form: str | None, outputs: Sequence[dict[str, Any]]) -> list[Upstream]:
    """The answers that calls of one unit get in turn."""
    kind = (form or "").lower()
    errors = [
        Upstream(404, JSON, b'{"error": "no such thing \\u00fc"}'),
        Upstream(400, "text/html", b"<h1>Bad</h1>"),
        Upstream(204, None, b""),
    ]
    if kind in HARD:
        return errors
    if kind in FORMATTED:
        media, content = FORMATTED[kind]
        return [Upstream(200, media, content), *errors]
    document = {"id": 7, "name": 'ü"\\', "n": 1.0, **_shaped(outputs)}
    text = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return [
        Upstream(200, JSON, text),
        Upstream(200, JSON, b'[1, {"a": null}]'),
        errors[0],
        Upstream(201, JSON, b'"Updated"'),
        Upstream(200, "text/html; charset=utf-8", b'{"id": 12345678901234567890}'),
        errors[1],
        Upstream(200, "text/plain", b"not json"),
        errors[2],
        Upstream(202, JSON, b""),
        Upstream(422, "application/problem+json", b'{"title": "no"}'),
    ]


def _shaped(outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A document that has what the outputs' simple paths ask for."""
    document: dict[str, Any] = {}
    for output in outputs:
        path = re.fullmatch(r"\$\.([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)", str(output.get("mapping")))
        if path is None:
            continue
        value = TYPED.get(str(output.get("type")), "x")
        for name in reversed(path.group(2).split(".")[1:]):
            value = {name: value}
        document.setdefault(path.group(1), value)
    return document
