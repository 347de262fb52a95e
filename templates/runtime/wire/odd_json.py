"""JSON that is valid and still has no value here: read and written with null in place of each such leaf.

Numbers beyond every bound, lone surrogates, bytes that are no UTF-8, and what is nested deeper than the
parser goes. One such leaf must not decide about the rest of a document.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from ..values import Json, JsonObject
from .spelling import compact_json, standard

_DEEPEST: Final = 200
_MOST_DIGITS: Final = 4000
"""Python reads no longer ones (`sys.set_int_max_str_digits`)."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_STRUCTURE: Final = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


def read(content: bytes, charset: str) -> Json:
    """A document, null where it cannot be held. Raises ValueError for what is no JSON.

    Args:
        content: the body, decompressed.
        charset: its encoding.
    """
    try:
        return json.loads(content)
    except UnicodeDecodeError:
        pass
    except (ValueError, RecursionError):
        if content.lstrip()[:1] not in (b"{", b"["):
            raise ValueError("not a document") from None
    try:
        text = _decoded(content, charset)
        return json.loads(_shallow(text), parse_int=_integer)
    except (LookupError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None


def _decoded(content: bytes, charset: str) -> str:
    """The text; bytes that are none become lone surrogates, and those null."""
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode(json.detect_encoding(content), "surrogateescape")


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _shallow(text: str) -> str:
    """The text with null for what is nested too deeply; in one pass, whatever it is."""
    pieces: list[str] = []
    depth, kept, in_text = 0, 0, False
    for match in _STRUCTURE.finditer(text):
        mark = match.group()
        if mark == '"':
            in_text = not in_text
        elif in_text or len(mark) > 1:
            continue
        elif mark in "[{":
            depth += 1
            if depth == _DEEPEST:
                pieces += (text[kept : match.start()], "null")
        else:
            depth -= 1
            if depth == _DEEPEST - 1:
                kept = match.end()
    if depth >= _DEEPEST:
        raise ValueError("the document ends too early")
    return "".join((*pieces, text[kept:])) if pieces else text


def written(value: Json) -> bytes | None:
    """A document as JSON; None for one that JSON cannot say as it is."""
    try:
        return compact_json(value).encode()
    except (TypeError, ValueError, RecursionError):
        return None


def sayable(value: Json, depth: int = 0) -> Json:
    """A copy with null for each leaf that JSON cannot say."""
    if isinstance(value, str):
        return None if _SURROGATE.search(value) else value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {
            _key(key): sayable(item, depth + 1) for key, item in cast("JsonObject", value).items()
        }
    if isinstance(value, (list, tuple)):
        return [sayable(item, depth + 1) for item in cast("Iterable[Json]", value)]
    return _other(value, depth)


def _key(key: Any) -> str:
    return _SURROGATE.sub("\ufffd", str(key))


def _other(value: object, depth: int) -> Json:
    try:
        return sayable(standard(value), depth + 1)
    except (TypeError, ValueError):
        return None
