"""A request exactly as it was received, and an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

JSON_TYPE = "application/json"
HTML_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Received:
    """A request, byte for byte; header names keep their case and order."""

    method: str
    target: bytes
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def raw_path(self) -> str:
        return self.target.decode("latin-1").partition("?")[0]

    @property
    def raw_query(self) -> str:
        return self.target.decode("latin-1").partition("?")[2]

    @property
    def path(self) -> str:
        """The decoded path; like Quay's own server this makes `%2F` a slash."""
        return unquote(self.raw_path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    def header(self, name: str) -> str | None:
        """The value of a header; several are joined by commas."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def __str__(self) -> str:
        return f"{self.method} {self.target.decode('latin-1')}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and a body."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def header_pairs(self) -> tuple[tuple[str, str], ...]:
        own = (("Content-Type", self.content_type),) if self.content_type else ()
        return (*own, *self.headers)


CORS = (("Access-Control-Allow-Origin", "*"),)


def json_answer(
    document: Any,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
    *,
    cors: bool = True,
) -> Answer:
    """JSON as Quay's API library writes it: with spaces and a final newline."""
    body = json.dumps(document).encode() + b"\n"
    return Answer(status, body, JSON_TYPE, (*headers, *(CORS if cors else ())))
