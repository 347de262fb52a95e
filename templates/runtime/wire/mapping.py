"""Outputs: from an upstream document to the shape that the spec gives.

Paths are the subset of JSONPath (RFC 9535) that names, indices and `*` make up; they are taken apart
when the package is generated. What is missing is null, never an error.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from ..errors import DecodingError
from ..messages import Format, Headers, ReadAs, charset_of
from ..options import DEFAULT_MAX_RESPONSE_BYTES
from ..transport.base import AsyncReply
from ..values import OMIT, Json, JsonValue, Omit
from .buffered import BufferedReply, buffered, without_bytes
from .decoding import decode
from .odd_json import read, sayable, written


class Each(enum.Enum):
    """The type of `EACH`."""

    EACH = "*"

    def __repr__(self) -> str:
        return "EACH"


EACH: Final = Each.EACH
"""The step `[*]`: every element of an array, every value of an object."""

Path: TypeAlias = tuple[str | int | Each, ...]
"""Steps from the document: a name, an index (negative from the end), `EACH`; `()` is `$`."""


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


def at(path: Path, document: Json) -> Json:
    """What a path leads to: None if nothing is there; a list of all hits if it has an `EACH`."""
    hits: list[Json] = [document]
    for step in path:
        hits = [found for hit in hits for found in _next(step, hit)]
    if EACH in path:
        return hits
    return hits[0] if hits else None


def _next(step: str | int | Each, value: JsonValue) -> Iterable[Json]:
    if isinstance(step, Each):
        if isinstance(value, dict):
            return value.values()
        return value if isinstance(value, list) else ()
    if isinstance(step, int):
        return (
            (value[step],) if isinstance(value, list) and -len(value) <= step < len(value) else ()
        )
    return (value[step],) if isinstance(value, dict) and step in value else ()


def evaluate(output: Output, root: Json) -> Json:
    """An output of a document, or None.

    Paths below an output with a path of its own are relative to what that leads to.
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
    bare = output.items is None or output.items == Output(output.items.type)
    if bare and output.path in (None, ()):
        return found  # An identity: the document, whatever it is.
    if not isinstance(found, list):
        return None
    if output.items is None or bare:
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
    read_as: ReadAs = Format.AUTO,
    limit: int = DEFAULT_MAX_RESPONSE_BYTES,
) -> AsyncReply:
    """An answer with its body mapped to JSON.

    A failed answer, an empty one, one that cannot be read as its format and one in which every
    output is null pass as they came: what upstream got wrong does not break a call that succeeded.
    A leaf that JSON cannot say is null, and passes nothing else. Raises `ResponseTooLargeError`.
    """
    if not 200 <= reply.status < 300:
        return reply
    answer = await buffered(reply, limit)
    if not answer.content:
        return answer
    try:
        document = _document(answer, read_as)
    except DecodingError:
        return answer
    content = _mapped(outputs, document)
    if content is None:
        return answer
    return BufferedReply(answer.status, _as_json(answer.headers), content)


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


def _document(answer: BufferedReply, read_as: ReadAs) -> Json:
    if read_as not in (Format.AUTO, Format.JSON):
        return decode(answer.content, answer.headers, read_as)
    try:
        return read(answer.content, charset_of(answer.headers))
    except ValueError:
        raise DecodingError("the body is not JSON") from None


def _as_json(headers: Headers) -> Headers:
    kept = (pair for pair in without_bytes(headers) if pair[0].lower() != "content-type")
    return Headers((("content-type", "application/json"), *kept))
