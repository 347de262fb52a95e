"""What a unit answered, as the result of a tool call (MCP `CallToolResult`).

Results are plain data in the wire's own spelling: the SDK takes them as they are, and the fast path
writes them without it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http
from dataclasses import dataclass, field
from json.encoder import encode_basestring as _write_text
from typing import Any, NamedTuple

from ..errors import InvalidArgumentError, ResponseTooLargeError
from ..transport.base import AsyncReply
from ..transport.whole import WholeReply
from ..values import OMIT, Json, JsonValue, Omit
from ..wire.buffered import BufferedReply, Unmapped, buffered
from ..wire.json_slices import MANY, is_large, read_in_slices
from . import media
from .contents import (
    BINARY_TYPES,
    clean,
    content_type,
    decoded,
    decoded_as,
    is_plain,
    media_type_of,
)
from .json_texts import DECODER, ESCAPED, parsed, scan, write
from .tools import Tool


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a result may become, in bytes."""

    response: int
    """More than this is not read from upstream; the call fails."""
    result: int
    """Text beyond this is cut, with a marker."""
    prefix: str = ""
    """Of the settings that allow more: whoever reads that something is missing learns their names."""
    plain: int = field(init=False, repr=False)
    """Up to here an answer is within both, in any letters, and too short to be read in slices."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", min(self.response, self.result // 4, MANY - 1))


class ToolResult(NamedTuple):
    """The result of one call."""

    content: tuple[dict[str, Any], ...]
    structured: dict[str, Json] | None = None
    is_error: bool = False
    structured_text: str = "{}"
    """`structured` as JSON: it is written when it is checked, and not a second time."""

    def wire(self) -> dict[str, Any]:
        """The result as the protocol spells it, without what a revision adds."""
        result: dict[str, Any] = {"content": list(self.content), "isError": self.is_error}
        if self.structured is not None:
            result["structuredContent"] = self.structured
        return result

    def json(self) -> str:
        """The same as JSON, without its last brace."""
        blocks, structured, is_error, structured_text = self
        content = _block(blocks[0]) if len(blocks) == 1 else ",".join(map(_block, blocks))
        failed = "true" if is_error else "false"
        if structured is None:
            return f'{{"content":[{content}],"isError":{failed}'
        return f'{{"content":[{content}],"isError":{failed},"structuredContent":{structured_text}'


def _block(block: dict[str, Any]) -> str:
    # A text by itself is written by a function of its own in C, which is most of what there is.
    if block["type"] == "text":
        return f'{{"type":"text","text":{_write_text(block["text"])}}}'
    return write(block)


def failure(message: str) -> ToolResult:
    """A result that says what went wrong; a model reads it."""
    return ToolResult((_text(clean(message)),), is_error=True)


def text_result(text: str) -> ToolResult:
    """A result that is a text of ours."""
    return ToolResult((_text(text),))


def plainly(tool: Tool, reply: WholeReply, limits: Limits) -> ToolResult | None:
    """What `presented` makes of the answer that most calls get; None of any other.

    A short JSON object in UTF-8, as it is, with nothing to undo, to cut or to wait for.

    Args:
        tool: whose unit answered.
        reply: the answer.
        limits: in bytes.
    """
    body, headers = reply.content, reply.headers
    if (
        reply.status != 200
        or body[:1] != b"{"
        or len(body) > limits.plain
        or tool.binary
        or headers.get("content-encoding") is not None
        or not is_plain(headers.get("content-type") or "")
    ):
        return None
    try:
        text = body.decode()
        value, end = scan(text)
    except (ValueError, RecursionError):
        return None
    if end != len(text) or "\n" in text or "\r" in text or ("\\" in text and ESCAPED in text):
        return None
    written = text
    if tool.fit is not None:
        value = tool.fit(tool, text, value)
        written = write(value)
    return ToolResult((_text(text),), value, False, written)


async def presented(tool: Tool, reply: AsyncReply, limits: Limits, namespace: str) -> ToolResult:
    """The answer of a unit as a tool result.

    Raises what reading the answer raises (`errors.Error`). The answer is not closed here.

    Args:
        tool: whose unit answered.
        reply: the answer.
        limits: in bytes.
        namespace: the adapter's, for the address of bytes.
    """
    if isinstance(reply, Unmapped):
        reply = reply.document
    status, headers = reply.status, reply.headers
    try:
        if 200 <= status < 300 and headers.get("content-encoding") is None:
            body = await reply.read(limits.response)  # Which is most calls: nothing to undo.
        else:
            answer = await buffered(reply, limits.response)
            headers, body = answer.headers, answer.content
    except ResponseTooLargeError:
        return _too_large(limits)
    if not 200 <= status < 300:
        return _refused(BufferedReply(status, headers, body), limits)
    media_type, charset = content_type(headers.get("content-type") or "")
    is_binary = tool.binary or media_type.startswith(BINARY_TYPES)
    if not body or (body.isspace() and not is_binary):
        said = _text(f"{_status_line(status)}: the call succeeded and returned no content.")
        return ToolResult((said,), structured={} if tool.output_schema is not None else None)
    text = None if is_binary else decoded_as(media_type, charset, body)
    if text is None:
        return _binary(tool, media_type, body, limits, namespace)
    read = await _read_ahead(text) if is_large(body) else OMIT
    return _textual(tool, text, limits, read)


def _too_large(limits: Limits) -> ToolResult:
    return failure(
        f"The result is larger than {limits.response} bytes. Ask for less: narrow the arguments, "
        "or page through it if the tool can; the setting "
        f"{limits.prefix}_MAX_RESPONSE_BYTES allows more."
    )


async def _read_ahead(text: str) -> JsonValue | Omit:
    """A large document, read in slices; of what is no JSON, nothing."""
    with contextlib.suppress(ValueError, RecursionError):
        document: JsonValue = await read_in_slices(text, DECODER)
        return document
    return OMIT


def _textual(tool: Tool, text: str, limits: Limits, read: JsonValue | Omit) -> ToolResult:
    """The text is the answer itself, whatever it is; only structured content is put into a shape."""
    structured, written = None, "{}"
    if tool.fit is not None:
        structured = tool.fit(tool, text, read)
        written = write(structured)
    elif text[:1] == "{" or text.lstrip(" \t\r\n")[:1] == "{":
        value, written = parsed(text, read)
        structured = value if isinstance(value, dict) else None
    shown, cut = _cut(text, limits)
    if not cut:
        return ToolResult((_text(text),), structured, False, written)
    # Half an object is none; a tool with an output schema must still show one that fits.
    return ToolResult((_text(shown),), {} if tool.output_schema is not None else None)


def _cut(text: str, limits: Limits) -> tuple[str, bool]:
    """The text within the limit, and whether something is missing."""
    if len(text) * 4 <= limits.result:
        return text, False
    encoded = text.encode()
    if len(encoded) <= limits.result:
        return text, False
    head = encoded[: limits.result].decode("utf-8", "ignore")
    marker = (
        f"\n\n[Cut here: the first {limits.result} of {len(encoded)} bytes. To get the rest, narrow the "
        "arguments or page through the result if the tool can; the setting "
        f"{limits.prefix}_MAX_RESULT_BYTES allows more.]"
    )
    return head + marker, True


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


# --- errors of upstream ------------------------------------------------------------------------


def _refused(answer: BufferedReply, limits: Limits) -> ToolResult:
    """An answer that is no success: its status, and upstream's own words."""
    lines = [_status_line(answer.status)]
    location = answer.headers.get("location")
    if 300 <= answer.status < 400 and location:
        lines.append(f"The API points to {location}; redirects are not followed.")
    text = decoded(answer.headers, media_type_of(answer.headers), answer.content)
    if text is None:
        lines.append(f"({len(answer.content)} bytes that are not text)")
    elif text.strip():
        lines.append(_cut(text, limits)[0])
    return failure("\n".join(lines))


def _status_line(status: int) -> str:
    try:
        return f"HTTP {status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _binary(tool: Tool, media_type: str, body: bytes, limits: Limits, namespace: str) -> ToolResult:
    kind, block = media.block_of(media_type, body)
    data = base64.b64encode(body).decode("ascii")
    structured: dict[str, Json] | None = {} if tool.output_schema is not None else None
    if block is not None:
        return ToolResult(({"type": block, "data": data, "mimeType": kind},), structured)
    # The name of the content, so that the same bytes have the same address.
    digest = hashlib.sha256(body).hexdigest()[:16]
    resource = {
        "uri": f"result://{namespace}/{tool.name}/{digest}",
        "mimeType": kind,
        "blob": data,
    }
    return ToolResult(({"type": "resource", "resource": resource},), structured)


def argument_failure(tool: Tool, error: InvalidArgumentError) -> ToolResult:
    """An argument that fits the schema and still cannot be sent (an empty path segment, a line break).

    Args:
        tool: that was called.
        error: which parameter, and what is wrong with it.
    """
    return failure(f"Nothing was sent: {tool.argument(error.name)} {error.problem}.")
