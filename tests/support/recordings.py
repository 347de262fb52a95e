"""The exchanges that were recorded with a real Quay. They stand outside of the repository.

`CAPWRIGHT_SHARED` names the folder that has them; tests that need them skip without it.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from tests.fake_quay.tokens import EXPIRED, NARROW, NOSUPER, READER, WIDE

AUTHORIZATION: Final = {
    "wide": f"Bearer {WIDE}",
    "nosuper": f"Bearer {NOSUPER}",
    "narrow": f"Bearer {NARROW}",
    "reader": f"Bearer {READER}",
    "expired": f"Bearer {EXPIRED}",
    "bad": "Bearer no-token-at-all",
    "Bearer": "Bearer ",
    "Basic": "Basic ZGV2dGFibGU6cGFzc3dvcmQ=",
    None: None,
}
"""The `Authorization` header for each kind of caller in the recordings."""

_LONG: Final = 1_100_000


@dataclass(frozen=True, slots=True)
class Recording:
    """One exchange."""

    number: int
    """Its place in the file, from 0."""
    data: dict[str, Any]

    def __str__(self) -> str:
        kind = self.data["auth"] or "nobody"
        return f"{self.number}-{self.operation}-{self.status}-{kind}"

    @property
    def operation(self) -> str:
        return str(self.data["op"])

    @property
    def method(self) -> str:
        return str(self.data["method"])

    @property
    def target(self) -> str:
        return str(self.data["target"])

    @property
    def path(self) -> str:
        """The decoded path below the base URI."""
        return unquote(self.target.partition("?")[0]).removeprefix("/api/v1")

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def auth(self) -> str | None:
        kind: str | None = self.data["auth"]
        return kind

    @property
    def status(self) -> int:
        return int(self.data["status"])

    @property
    def content_type(self) -> str:
        return str(self.data["content_type"])

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.data["headers"])

    @property
    def is_from_browser(self) -> bool:
        return str(self.data.get("note", "")).startswith("browser UA")

    @property
    def request_content_type(self) -> str | None:
        kind: str | None = self.data["request_content_type"]
        return kind

    @property
    def request_body(self) -> bytes:
        """The body that was sent; the one that the file shortens has its length again."""
        body = self.data["request_body"]
        if self.data["request_body_is_raw_text"]:
            return str(body).encode()
        if body is None:
            return b""
        text = json.dumps(body)
        if self.data.get("request_body_shortened"):
            text = json.dumps({"unstructured_metadata": {"k": "v" * _LONG}})
        return text.encode()

    @property
    def is_truncated(self) -> bool:
        body = self.data["body"]
        return isinstance(body, str) and len(body.encode()) < int(self.data["body_length"]) - 3

    @property
    def body(self) -> bytes:
        """The body of the answer, as near to its bytes as the file keeps it.

        JSON is written as Quay's libraries do, with the final newline where the length asks for it.
        """
        body, length = self.data["body"], int(self.data["body_length"])
        if length == 0:
            return b""
        if isinstance(body, str) and self.content_type.startswith("text/html"):
            return body.encode()
        spelled = json.dumps(body).encode()
        return spelled + b"\n" if len(spelled) == length - 1 else spelled

    def request_headers(self) -> dict[str, str]:
        """What the recorded caller sent."""
        headers = {}
        if authorization := AUTHORIZATION[self.auth]:
            headers["Authorization"] = authorization
        if self.request_content_type:
            headers["Content-Type"] = self.request_content_type
        if self.is_from_browser:
            headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64)"
        return headers


@functools.cache
def recordings() -> tuple[Recording, ...]:
    """All of them; none without `CAPWRIGHT_SHARED`."""
    folder = os.environ.get("CAPWRIGHT_SHARED")
    if not folder:
        return ()
    found = json.loads((Path(folder) / "quay" / "recordings.json").read_text(encoding="utf-8"))
    return tuple(Recording(number, data) for number, data in enumerate(found))
