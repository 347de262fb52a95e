"""The media type of a binary answer: the consumed operation's, else the adapter's, else upstream's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.support.living import Said, Seen, living

PNG: Final = b"\x89PNG\r\n\x1a\nxx"
SPEC: Final = """
ikanos: "1.0.0-beta5"
capability:
  consumes:
    - namespace: album
      type: http
      description: Pictures.
      baseUri: "UPSTREAM"
      resources:
        a: {path: /a, operations: {plain: {method: GET, outputRawFormat: binary}}}
        b: {path: /b, operations: {typed: {method: GET, outputRawFormat: binary, outputMediaType: image/gif}}}
        c: {path: /c, operations: {json: {method: GET}}}
  exposes:
    - type: rest
      port: PORT_rest
      address: 127.0.0.1
      namespace: album-rest
      resources:
        plain: {path: /plain, description: d, operations: {o: {method: GET, call: album.plain}}}
        single: {path: /single, description: d, operations: {o: {method: GET, call: album.plain, responseBinary: {status: 203, mediaType: image/webp}}}}
        several: {path: /several, description: d, operations: {o: {method: GET, call: album.plain, responses: {"404": {content: {application/json: {}}}, "200": {content: {text/plain: {binary: false}, image/avif: {binary: true}}}}}}}
        typed: {path: /typed, description: d, operations: {o: {method: GET, call: album.typed, responseBinary: {mediaType: image/webp}}}}
        json: {path: /json, description: d, operations: {o: {method: GET, call: album.json, responseBinary: {mediaType: image/webp}}}}
"""


def test_the_type_of_a_binary_answer(tmp_path: Path) -> None:
    def answer(seen: Seen) -> Said:
        return Said(PNG, headers={"Content-Type": "image/png"})

    with living(SPEC, tmp_path, answer) as running:
        found = {}
        for path in ("plain", "single", "several", "typed", "json"):
            reply = running.rest("GET", f"/{path}")
            assert (reply.status, reply.body) == (200, PNG)
            found[path] = reply.content_type
    assert found == {
        "plain": "image/png",
        "single": "image/webp",
        "several": "image/avif",
        "typed": "image/gif",
        "json": "image/png",
    }
