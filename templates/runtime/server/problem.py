"""What the adapter itself refuses: problem documents (RFC 9457), safe to show to anybody.

A problem never repeats what a caller sent: it names declared inputs and settings, and where in the
request the fault is (a JSON pointer, RFC 6901, into path, query, header, cookie and body).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

RawHeaders = list[tuple[bytes, bytes]]

MEDIA_TYPE: Final = "application/problem+json"
_HTML_SAFE: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_TITLES: Final = {status.value: status.phrase for status in HTTPStatus} | {
    413: "Content Too Large",
    414: "URI Too Long",
    422: "Unprocessable Content",
}


class Fault:
    """One thing that is wrong with a request, and where."""

    __slots__ = ("detail", "pointer")

    def __init__(self, pointer: str, detail: str) -> None:
        self.pointer = pointer
        self.detail = detail


class Refusal(Exception):
    """The adapter answers this request itself, with a problem document."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = tuple(headers)

    def document(self, request_id: str) -> bytes:
        """The problem document: JSON in ASCII, without a character that means something in HTML."""
        content: dict[str, object] = {
            "type": "about:blank",
            "title": _TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
        }
        if self.faults:
            content["errors"] = [
                {"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults
            ]
        return json.dumps(content, separators=(",", ":")).translate(_HTML_SAFE).encode("ascii")

    def head(self, length: int) -> RawHeaders:
        """The headers of the answer; a body of `length` bytes follows."""
        return [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % length),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            *self.headers,
        ]


def pointer(*parts: str) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
