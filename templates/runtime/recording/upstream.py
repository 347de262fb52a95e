"""An API that answers from a recording: for demonstrations and CI without a network.

It takes any credential, and answers nothing that was not recorded: 501, with what comes near.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast
from urllib.parse import unquote

from .matching import Answers
from .reading import Exchange

_LONGEST: Final = 64 * 1024 * 1024
_ITS_OWN: Final = frozenset(("server", "date", "connection", "content-length", "content-type"))


class Replay(ThreadingHTTPServer):
    """Serves a recording; each API below its namespace too, where several are in one recording."""

    daemon_threads = True

    def __init__(
        self, exchanges: Iterable[Exchange], host: str = "127.0.0.1", port: int = 0
    ) -> None:
        found = tuple(exchanges)
        self.apis = tuple(dict.fromkeys(each.api for each in found if each.api))
        self._by_api = {
            api: Answers(each for each in found if each.api == api) for api in self.apis
        }
        self._all = Answers(found)
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """Where it is, without a path."""
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}"

    def base_uri(self, api: str | None, path: str) -> str:
        """What `<API>_BASE_URI` is to be; `path` is that of the API's own base URI."""
        own = "" if api is None or len(self.apis) < 2 else f"/{api}"
        return f"{self.url}{own}{path}"

    def answers(self, target: str) -> tuple[Answers, str]:
        """What answers a target, and the target as it was recorded."""
        first, slash, rest = target[1:].partition("/")
        if len(self.apis) > 1 and slash and unquote(first) in self._by_api:
            return self._by_api[unquote(first)], f"/{rest}"
        return self._all, target


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """No line for a request."""

    def answer(self) -> None:
        """One request."""
        body = self._body()
        if body is None:
            return
        answers, target = cast("Replay", self.server).answers(self.path)
        found = answers.of(self.command, target, self.headers.get("Content-Type"), body)
        if found is None:
            self._refuse(
                "nothing was recorded for this request", answers.near(self.command, target)
            )
        elif found.body is None:
            self._refuse("this exchange was recorded without the body of its answer", ())
        else:
            headers = dict(found.headers)
            if found.content_type is not None:
                headers["Content-Type"] = found.content_type
            self._send(found.status, headers, found.body)

    def _body(self) -> bytes | None:
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            return self._chunked()
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > _LONGEST:
            self.close_connection = True
            self._refuse("the body is too long", ())
            return None
        return self.rfile.read(int(length))

    def _chunked(self) -> bytes | None:
        pieces: list[bytes] = []
        left = _LONGEST
        while True:
            size = int(self.rfile.readline(64).partition(b";")[0] or b"0", 16)
            left -= size
            if left < 0:
                self.close_connection = True
                self._refuse("the body is too long", ())
                return None
            if not size:
                while self.rfile.readline(65536) not in (b"\r\n", b"\n", b""):
                    pass
                return b"".join(pieces)
            pieces.append(self.rfile.read(size))
            self.rfile.readline(64)

    def _refuse(self, why: str, near: tuple[str, ...]) -> None:
        said: dict[str, Any] = {"title": "Not recorded", "status": 501, "detail": why}
        if near:
            said["recorded"] = near
        content = json.dumps(said).encode()
        self._send(501, {"Content-Type": "application/problem+json"}, content)

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _ITS_OWN or name == "Content-Type":
                self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        bodiless = status < 200 or status in (204, 304)
        if not bodiless:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not bodiless and self.command != "HEAD":
            self.wfile.write(content)


for _method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"):
    setattr(_Handler, f"do_{_method}", _Handler.answer)
