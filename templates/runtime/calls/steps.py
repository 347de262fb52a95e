"""Units of several steps: what a step gave, reads side by side, and the answer of them all.

A step's output is the JSON document of its answer; an answer that is no JSON gives nothing. A status
that says failure does not end a unit: its document can be read like any other. It is the unit's own
status in the end where the unit's answer reads it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from ..errors import DecodingError, InvalidArgumentError, StatusError, status_error_type
from ..messages import Headers, Operation, Request
from ..options import DEFAULT_MAX_RESPONSE_BYTES
from ..transport.base import AsyncReply
from ..values import OMIT, Json, JsonValue, Omit
from ..wire.buffered import BufferedReply, buffered
from ..wire.decoding import AS_JSON, decode
from .upstream import Send

_JSON: Final = Headers((("content-type", "application/json"),))
_encoder: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Step:
    """What a step gave."""

    __slots__ = ("_document", "failed")

    def __init__(self, document: Json | Omit, failed: BufferedReply | None = None) -> None:
        self._document = document
        self.failed = failed
        """The answer that it stands on, where that says failure."""

    @property
    def document(self) -> Json | Omit:
        """The whole; `OMIT` where it gave nothing."""
        return self._document

    def at(self, *path: str) -> Any:
        """What keys lead to, one inside the other; `OMIT` where nothing or null is there."""
        found = self.found(path)
        return OMIT if found is None else found

    def need(self, *path: str) -> Any:
        """The same where a request cannot be made without it.

        Raises:
            StatusError: nothing is there because the step's own call failed.
            DecodingError: nothing is there.
        """
        found = self.at(*path)
        if found is not OMIT:
            return found
        if self.failed is not None:
            raise _status_error(self.failed)
        what = ".".join(path) or "a document"
        raise DecodingError(f"the answer of a step lacks {what}, which the next request needs")

    def found(self, path: Sequence[str]) -> Json | Omit:
        """What keys lead to, null too."""
        value: Json | Omit = self.document
        for key in path:
            inside: JsonValue | Omit = value
            if not isinstance(inside, dict) or key not in inside:
                return OMIT
            value = inside[key]
        return value


class Answer(Step):
    """What the call of a step was answered."""

    __slots__ = ("_operation", "_output", "_unread", "reply")

    def __init__(
        self,
        reply: BufferedReply,
        output: Callable[[Json], Json] | None,
        operation: Operation | None = None,
    ) -> None:
        super().__init__(OMIT, None if 200 <= reply.status < 300 else reply)
        self.reply = reply
        self._operation = operation
        self._output = output
        self._unread = True

    @property
    def document(self) -> Json | Omit:
        """The JSON of the answer, read when somebody asks for it."""
        if self._unread:
            self._unread = False
            self._document = _document(self.reply)
            if self._output is not None and self._document is not OMIT:
                self._document = _shaped(self._output, self._document)
        return self._document

    @property
    def unread(self) -> tuple[Operation, bytes] | None:
        """The operation and what it answered, where the document is that as it came and nobody has read it yet."""
        if self._operation is None or not self._unread or self._output is not None:
            return None
        return self._operation, self.reply.content


async def read(
    send: Send,
    request: Request,
    output: Callable[[Json], Json] | None = None,
    *,
    limit: int = DEFAULT_MAX_RESPONSE_BYTES,
) -> Answer:
    """Send a request and read its answer. `output` shapes the document.

    Raises the errors of `errors`, never `StatusError`.

    Args:
        send: how units reach the API.
        request: of the step's operation.
        output: shapes the document; None leaves it as it came.
        limit: bytes of the body.
    """
    reply = await send(request)
    try:
        return Answer(await buffered(reply, limit), output, request.operation)
    finally:
        await reply.aclose()


async def together(send: Send, *steps: Coroutine[Any, Any, Answer]) -> list[Answer]:
    """Steps that do not need each other, side by side; one by one where settings want an order.

    The first step in this order that fails decides, whatever fails earlier in time; what comes
    after it is cancelled.
    """
    if send.in_order:
        return await _in_order(steps)
    tasks = [asyncio.ensure_future(step) for step in steps]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _in_order(steps: Sequence[Coroutine[Any, Any, Answer]]) -> list[Answer]:
    try:
        return [await step for step in steps]
    finally:
        for step in steps:
            step.close()


def answer(*targets: tuple[str, Step, *tuple[str, ...]]) -> AsyncReply | None:
    """An object of what steps gave: for each target its name, the step, and keys into its document.

    Dots in a name nest; what is not there leaves no trace. None where nothing is there at all. Where
    a step that is read has failed, its status is the answer's: with the object where something of
    the failed answer is in it, else with that answer as it came.
    """
    record: dict[str, Json] = {}
    failed: BufferedReply | None = None
    is_told = False
    for name, step, *path in targets:
        failed = failed or step.failed
        value = step.found(path)
        if value is OMIT:
            continue
        is_told = is_told or (step.failed is not None and value is not None)
        _put(record, name, value)
    if failed is not None and not is_told:
        return failed
    return _json(record, 200 if failed is None else failed.status) if record else None


def _put(record: dict[str, Json], name: str, value: Json) -> None:
    *outer, last = name.split(".")
    for key in outer:
        inside: JsonValue = record.get(key)
        # A copy: an object that a step gave is nobody's to change.
        record[key] = dict(inside) if isinstance(inside, dict) else {}
        record = record[key]
    record[last] = value


def _json(value: Json, status: int) -> BufferedReply:
    try:
        return BufferedReply(status, _JSON, _encoder.encode(value).encode())
    except (ValueError, RecursionError):
        raise DecodingError("the answers of the steps hold what JSON cannot say") from None


def _document(reply: BufferedReply) -> Json | Omit:
    """The JSON of an answer; `OMIT` for an empty one and for anything else."""
    if not reply.content:
        return OMIT
    try:
        return decode(reply.content, reply.headers, AS_JSON)
    except (DecodingError, InvalidArgumentError):
        return OMIT


def _shaped(output: Callable[[Json], Json], document: JsonValue) -> Json:
    """The declared outputs of a document; each element of a list keeps what it has as well."""
    if not isinstance(document, list):
        return output(document)
    return [_with_outputs(output, each) for each in document]


def _with_outputs(output: Callable[[Json], Json], element: JsonValue) -> Json:
    return {**element, **output(element)} if isinstance(element, dict) else element


def _status_error(reply: BufferedReply) -> StatusError:
    return status_error_type(reply.status)(reply.status, reply.headers, reply.content)
