"""JSON in whatever Unicode encoding, however short: as `json` itself reads it, or refuses it."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from templates.runtime.messages import Headers, json_in_charset

_NONE = Headers()
_BYTES = (b"{", b"}", b"[", b"]", b"1", b" ", b"\0", b"\xff", b"\xfe", b"\xef", b"\xbb", b"\xbf")


def _read(read: Any, content: bytes) -> tuple[object, ...]:
    try:
        return ("read", read(content))
    except UnicodeDecodeError:
        return ("not in an encoding",)
    except ValueError as error:
        return (str(error),)


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("utf-32", "utf-32-le", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("value", [{}, [], {"a": "ü€😀"}, ["\x00"], [1], 1, "ü"])
def test_each_encoding(encoding: str, value: object) -> None:
    content = json.dumps(value, ensure_ascii=False).encode(encoding)
    assert json_in_charset(content, _NONE) == value


def test_a_lone_surrogate_is_read_as_json_reads_it() -> None:
    assert json_in_charset(b'["\xed\xa0\x80"]', _NONE) == ["\ud800"]


def test_every_short_body() -> None:
    def ours(content: bytes) -> Any:
        return json_in_charset(content, _NONE)

    for length in range(1, 5):
        for pieces in itertools.product(_BYTES, repeat=length):
            content = b"".join(pieces)
            # Without a charset, what is in no encoding is looked at as UTF-8 once more, in vain.
            assert _read(ours, content) == _read(json.loads, content), content
