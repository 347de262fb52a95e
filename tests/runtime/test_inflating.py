"""A compressed body is the same in whichever pieces it comes (RFC 9110, 8.4; RFC 1952, 2.2)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from itertools import combinations

import pytest

from templates.runtime.errors import DecodingError
from templates.runtime.wire.inflating import Inflater

ONE, TWO = gzip.compress(b"one ", mtime=0), gzip.compress(b"two", mtime=0)


def _raw(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _read(coding: str, pieces: tuple[bytes, ...]) -> bytes:
    inflater = Inflater(coding)
    read = b"".join(plain for piece in pieces for plain in inflater.feed(piece))
    inflater.end()
    return read


def _cut(body: bytes) -> Iterator[tuple[bytes, ...]]:
    """The body in one piece, byte by byte, and in three pieces wherever they may end."""
    yield (body,)
    yield tuple(body[n : n + 1] for n in range(len(body)))
    for first, second in combinations(range(len(body) + 1), 2):
        yield body[:first], body[first:second], body[second:]


@pytest.mark.parametrize(
    ("coding", "body", "meant"),
    [
        ("gzip", ONE, b"one "),
        ("gzip", ONE + TWO, b"one two"),
        # What is no member is no part of the body: tapes are filled up with zeros.
        ("gzip", ONE + bytes(5), b"one "),
        ("gzip", ONE + TWO + b"\x1e\x8b", b"one two"),
        ("deflate", zlib.compress(b"one"), b"one"),
        ("deflate", zlib.compress(b"one") + b"junk", b"one"),
        ("deflate", _raw(b"one"), b"one"),
        ("gzip", b"", b""),
    ],
    ids=["member", "two", "zeros", "no-member", "zlib", "zlib-and-junk", "raw", "empty"],
)
def test_pieces_do_not_matter(coding: str, body: bytes, meant: bytes) -> None:
    for pieces in _cut(body):
        assert _read(coding, pieces) == meant, pieces


@pytest.mark.parametrize(
    "body",
    [ONE[:-1], ONE[:1], ONE + TWO[:1], ONE + TWO[:-1]],
    ids=["end", "begun", "second-begun", "end-of-second"],
)
def test_a_body_that_was_cut_off_never_looks_whole(body: bytes) -> None:
    for pieces in _cut(body):
        with pytest.raises(DecodingError, match="ends too early"):
            _read("gzip", pieces)
