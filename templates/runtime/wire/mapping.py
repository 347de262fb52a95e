"""Outputs: from an upstream document to the shape that the spec gives.

What is missing is null, never an error (`paths`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..errors import DecodingError
from ..messages import AUTO, Format, charset_of
from ..options import DEFAULT_MAX_RESPONSE_BYTES
from ..transport.base import AsyncReply
from ..values import OMIT, Json, JsonValue, Omit
from .buffered import BufferedReply, Unmapped, as_json, buffered
from .decoding import AS_JSON, decode
from .json_slices import is_large, read_in_slices
from .odd_json import read, sayable, written
from .paths import Path, at


@dataclass(frozen=True, slots=True)
class Output:
    """One output, or a property or the items of one (language: output parameters)."""

    type: str = "any"
    """`object` and `array` are built where they have properties or items; else values are copied."""
    path: Path | None = None
    value: Json | Omit = OMIT
    """A fixed value, in place of anything from the document."""
    properties: tuple[tuple[str, Output], ...] = ()
    items: Output | None = None
    values: Output | None = None
    """How each value of an object with free names is rebuilt."""
    max_length: int | None = None
    """Longer texts are cut, in characters."""


IDENTITY: Final = Output(path=())
"""The document as it is; from another format, as JSON."""


_PLAIN: Final = json.JSONDecoder()


def evaluate(output: Output, root: Json) -> Json:
    """An output of a document, or None.

    Paths below an output with a path of its own are relative to what that leads to.

    Args:
        output: what is declared.
        root: the document.
    """
    if not isinstance(output.value, Omit):
        return output.value
    found = root if output.path is None else at(output.path, root)
    if output.type == "object" and output.values is not None:
        return _free_names(output.values, found)
    if output.type == "object" and output.properties:
        if found is None and output.path is not None:
            return None
        return {name: evaluate(inner, found) for name, inner in output.properties}
    if output.type == "array":
        return _elements(output, found)
    if output.path is None and output.type not in ("object", "any"):
        return None
    if output.max_length is not None and isinstance(found, str):
        return found[: output.max_length]
    return found


def _free_names(values: Output, found: JsonValue) -> Json:
    if not isinstance(found, dict):
        return None
    rebuilt: dict[str, Json] = {}
    for name, value in found.items():
        result = evaluate(values, value)
        rebuilt[name] = value if result is None else result
    return rebuilt


def _elements(output: Output, found: JsonValue) -> Json:
    if output.items is None and output.path in (None, ()):
        return found  # An identity: the document, whatever it is.
    if not isinstance(found, list):
        return None
    if output.items is None or output.items == Output(output.items.type):
        return found
    return [evaluate(output.items, element) for element in found]


def first(outputs: Iterable[Output], root: Json) -> Json | Omit:
    """The first output that is not null; `OMIT` where all of them are."""
    for output in outputs:
        result = evaluate(output, root)
        if result is not None:
            return result
    return OMIT


async def mapped(
    reply: AsyncReply,
    *outputs: Output,
    read_as: Format = AUTO,
    strict: bool = False,
    limit: int = DEFAULT_MAX_RESPONSE_BYTES,
) -> AsyncReply:
    """An answer with its body mapped to JSON.

    A failed answer and an empty one pass as they came. So do, unless it is `strict`, one that cannot
    be read as its format and one in which every output is null; else the first is an error, and of the
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
    content = _mapped(outputs, document)
    if content is None:
        return Unmapped(answer) if strict else answer
    return BufferedReply(answer.status, as_json(answer.headers), content)


def _mapped(outputs: tuple[Output, ...], document: Json) -> bytes | None:
    """The mapped document as JSON; None where every output is null."""
    result = first(outputs, document)
    if isinstance(result, Omit):
        return None
    content = written(result)
    if content is not None:
        return content
    result = first(outputs, sayable(document))
    return None if isinstance(result, Omit) else written(sayable(result))


async def _document(answer: BufferedReply, read_as: Format) -> Json:
    if read_as not in (AUTO, AS_JSON):
        return decode(answer.content, answer.headers, read_as)
    if is_large(answer.content):
        with contextlib.suppress(ValueError, RecursionError):
            return await read_in_slices(answer.content.decode(), _PLAIN)
    try:
        return read(answer.content, charset_of(answer.headers))
    except ValueError:
        raise DecodingError("the body is not JSON") from None
