"""Outputs: from an upstream answer to the shape that the spec gives, as the package's mappings build it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from ..errors import DecodingError
from ..messages import AUTO, Format, charset_of
from ..options import DEFAULT_MAX_RESPONSE_BYTES
from ..transport.base import AsyncReply
from ..values import Json
from .buffered import BufferedReply, Unmapped, as_json, buffered
from .decoding import AS_JSON, decode
from .json_slices import is_large, read_in_slices
from .odd_json import read, sayable, written

Mapping: TypeAlias = Callable[[Json], Json]
"""What is made of a document; None where nothing of it is there."""

_PLAIN: Final = json.JSONDecoder()
_LARGE: Final = 2 * 1024
"""Bytes of a document in another format than JSON: YAML of so many takes tens of milliseconds."""


def whole(document: Json) -> Json:
    """The document as it is; from another format, as JSON."""
    return document


async def mapped(
    reply: AsyncReply,
    *mappings: Mapping,
    read_as: Format = AUTO,
    strict: bool = False,
    limit: int = DEFAULT_MAX_RESPONSE_BYTES,
) -> AsyncReply:
    """An answer with its body mapped to JSON, by the first mapping that gives anything.

    A failed answer and an empty one pass as they came. So do, unless it is `strict`, one that cannot
    be read as its format and one of which every mapping gives null; else the first is an error, and of the
    second nothing is left but for models (`Unmapped`). A leaf that JSON cannot say is null, and passes
    nothing else. Raises `ResponseTooLargeError` and `DecodingError`.

    Args:
        reply: of the upstream.
        outputs: what is made of the document.
        read_as: the format of the body.
        strict: see above.
        limit: bytes of the body.
    """
    if not 200 <= reply.status < 300:
        return reply
    answer = await buffered(reply, limit)
    if not answer.content:
        return answer
    try:
        document = await _document(answer, read_as)
    except DecodingError:
        if strict:
            raise
        return answer
    content = _mapped(mappings, document)
    if content is None:
        return Unmapped(answer) if strict else answer
    return BufferedReply(answer.status, as_json(answer.headers), content)


def _mapped(mappings: tuple[Mapping, ...], document: Json) -> bytes | None:
    """The mapped document as JSON; None where every mapping gives null."""
    result = _first(mappings, document)
    if result is None:
        return None
    content = written(result)
    if content is not None:
        return content
    result = _first(mappings, sayable(document))
    return None if result is None else written(sayable(result))


def _first(mappings: Iterable[Mapping], document: Json) -> Json:
    for mapping in mappings:
        result = mapping(document)
        if result is not None:
            return result
    return None


async def _of_another_format(answer: BufferedReply, read_as: Format) -> Json:
    """A large one is read in a thread: others are served in between, whatever the library of its format does."""
    if len(answer.content) < _LARGE:
        return decode(answer.content, answer.headers, read_as)
    return await asyncio.to_thread(decode, answer.content, answer.headers, read_as)


async def _document(answer: BufferedReply, read_as: Format) -> Json:
    if read_as not in (AUTO, AS_JSON):
        return await _of_another_format(answer, read_as)
    if is_large(answer.content):
        with contextlib.suppress(ValueError, RecursionError):
            return await read_in_slices(answer.content.decode(), _PLAIN)
    try:
        return read(answer.content, charset_of(answer.headers))
    except ValueError:
        raise DecodingError("the body is not JSON") from None
