"""Headers that describe the upstream's bytes do not stay on an answer whose bytes are others.

Sources: RFC 9110, 8.8.3 and 14.3 (validators and ranges are of one encoding), RFC 9530, 2 and 3 (digests), RFC 9421 (signatures).
"""

from __future__ import annotations

import asyncio
import gzip

import pytest

from templates.runtime.messages import Headers
from templates.runtime.wire.buffered import BufferedReply, buffered
from templates.runtime.wire.mapping import mapped
from templates.runtime.wire.picking import at

OF_THE_BYTES = (
    ("Content-Digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
    ("Repr-Digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
    ("Digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
    ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
    ("ETag", 'W/"1"'),
    ("Accept-Ranges", "bytes"),
    ("Content-Range", "bytes 0-1/2"),
    ("Signature-Input", 'a=("content-digest")'),
    ("Signature", "a=:AAAA:"),
    ("x-amz-checksum-crc32", "AAAAAA=="),
    ("x-goog-hash", "crc32c=AAAAAA=="),
    ("Unencoded-Digest", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
    ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    ("x-goog-stored-content-length", "2"),
    ("X-Uncompressed-Content-Length", "2"),
    ("X-Decompressed-Content-Length", "2"),
    ("X-Content-Length", "2"),
)
KEPT = (("Last-Modified", "Tue, 01 Dec 2026 00:00:00 GMT"), ("Link", "</b>; rel=next"))


def reply(content: bytes, *more: tuple[str, str]) -> BufferedReply:
    json = ("Content-Type", "application/json")
    return BufferedReply(200, Headers((json, *OF_THE_BYTES, *KEPT, *more)), content)


def names(headers: Headers) -> set[str]:
    return {name.lower() for name, _ in headers}


def test_decoded() -> None:
    answer = reply(gzip.compress(b"{}"), ("Content-Encoding", "gzip"))
    got = asyncio.run(buffered(answer, 100))
    assert got.content == b"{}"
    assert names(got.headers) == {"content-type", "last-modified", "link"}


def test_mapped() -> None:
    got = asyncio.run(mapped(reply(b'{"a": 1}'), lambda document: at(document, "a")))
    assert asyncio.run(got.read(100)) == b"1"
    assert names(got.headers) == {"content-type", "last-modified", "link"}


@pytest.mark.parametrize("name", [name for name, _ in OF_THE_BYTES])
def test_as_it_came(name: str) -> None:
    got = asyncio.run(buffered(reply(b"{}"), 100))
    assert name.lower() in names(got.headers)
