"""HTTP/1.1 as far as a fake needs it: requests are kept exactly as they came, answers go out whole."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from .messages import Answer, Received

LARGEST_HEAD = 1 << 16


class MalformedError(Exception):
    """Bytes that are no request."""


async def read_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Received | None:
    """The next request of a connection; None when the peer has closed it between requests."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise MalformedError("the connection ended within a head") from None
        return None
    except asyncio.LimitOverrunError:
        raise MalformedError("the head is too large") from None
    method, target, headers = _parse_head(head)
    by_name = {name.lower(): value for name, value in headers}
    if by_name.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = await _read_body(reader, by_name)
    return Received(method, target, headers, body)


def _parse_head(head: bytes) -> tuple[str, bytes, tuple[tuple[str, str], ...]]:
    first, *rest = head[:-4].split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
        raise MalformedError(f"no request line: {first[:80]!r}")
    headers: list[tuple[str, str]] = []
    for line in rest:
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip():
            raise MalformedError(f"no header: {line[:80]!r}")
        headers.append((name.decode("latin-1"), value.strip(b" \t").decode("latin-1")))
    return parts[0].decode("latin-1"), parts[1], tuple(headers)


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    coding = headers.get("transfer-encoding")
    length = headers.get("content-length")
    if coding is not None and length is not None:
        raise MalformedError("two lengths for one body")
    try:
        if coding is not None:
            return await _read_chunks(reader)
        return await reader.readexactly(int(length)) if length else b""
    except (ValueError, asyncio.IncompleteReadError):
        raise MalformedError("the body is not as long as it says") from None


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    parts: list[bytes] = []
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    while (await reader.readuntil(b"\r\n")) != b"\r\n":
        pass
    return b"".join(parts)


def head_of(answer: Answer) -> bytes:
    """The status line and the headers; a 204 or 304 has no length (RFC 9110, 8.6)."""
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {reason}", "Server: fake-quay"]
    lines += [f"{name}: {value}" for name, value in answer.header_pairs()]
    lengthy = any(
        name.lower() in ("content-length", "transfer-encoding") for name, _ in answer.headers
    )
    if answer.status not in (204, 304) and not lengthy:
        lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def whole(answer: Answer, method: str) -> bytes:
    """An answer as bytes; HEAD has the head only."""
    return head_of(answer) + (b"" if method == "HEAD" else answer.body)
