"""Request bodies that are read while they are sent: files, and whatever has a `read`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

_PIECE: Final = 64 * 1024


class Readable(Protocol):
    """An open file or something like it; text is sent as UTF-8."""

    def read(self, size: int = -1, /) -> bytes | str: ...


class Stream:
    """A body made of bytes and files, read piece by piece each time it is sent."""

    __slots__ = ("_pieces", "length", "repeatable")

    def __init__(self, pieces: Sequence[bytes | Readable]) -> None:
        self._pieces = tuple((piece, _start(piece)) for piece in pieces)
        self.repeatable = all(start is not None for _, start in self._pieces)
        """Whether it can be sent a second time."""
        self.length = _total(_length(piece, start) for piece, start in self._pieces)
        """In bytes, if it is known before."""

    def __iter__(self) -> Iterator[bytes]:
        for piece, start in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from _read(piece, start)

    def __repr__(self) -> str:
        return f"Stream({self.length} bytes)"


def _start(piece: Any) -> int | None:
    """Where a file stands now; None if one cannot go back there."""
    if isinstance(piece, bytes):
        return 0
    try:
        return int(piece.tell()) if piece.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None


def _length(piece: Any, start: int | None) -> int | None:
    if isinstance(piece, bytes):
        return len(piece)
    if start is None or isinstance(piece.read(0), str):
        return None
    end = int(piece.seek(0, 2))
    piece.seek(start)
    return max(end - start, 0)


def _total(lengths: Iterator[int | None]) -> int | None:
    total = 0
    for length in lengths:
        if length is None:
            return None
        total += length
    return total


def _read(file: Any, start: int | None) -> Iterator[bytes]:
    if start is not None:
        file.seek(start)
    while data := file.read(_PIECE):
        yield data.encode() if isinstance(data, str) else bytes(data)
