"""The upstream that stood behind the engine: it answers as recorded and keeps what it is asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any, Final, Self

from .cases import documents

_PNG: Final = b"\x89PNG\r\n\x1a\nxx"
_TYPES: Final = {
    ".json": "application/json",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".psv": "text/plain",
    ".yaml": "application/yaml",
    ".html": "text/html",
    ".md": "text/markdown",
    ".png": "image/png",
}


class StandIn:
    """A server on a free port of the loopback interface."""

    def __init__(self) -> None:
        self._requests: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        owner = self

        class Handler(_Handler):
            stand_in = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keep(self, request: dict[str, Any]) -> None:
        with self._lock:
            self._requests.append(request)

    def take(self) -> list[dict[str, Any]]:
        """What was asked since the last time."""
        with self._lock:
            taken, self._requests = self._requests, []
            return taken


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in: StandIn
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:
        """Every method is answered alike."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        body = self._body()
        request = {
            "method": self.command,
            "target": self.path,
            "headers": dict(self.headers.items()),
            "body": body.decode("utf-8", "replace"),
        }
        self.stand_in.keep(request)
        path = self.path.partition("?")[0]
        match path.split("/")[1:]:
            case ["fix", name]:
                self._document(name)
            case ["status", code, *rest] if code.isdigit():
                self._status(int(code), rest)
            case ["redirect"]:
                self._send(302, None, b"", location="/fix/obj.json")
            case _:
                said = {
                    "method": self.command,
                    "target": self.path,
                    "body": request["body"],
                    "contentType": self.headers.get("Content-Type"),
                }
                self._send(200, "application/json", json.dumps(said).encode())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            whole = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _document(self, name: str) -> None:
        content = _PNG if name == "a.png" else documents().get(name, "").encode()
        if name != "a.png" and name not in documents():
            self._status(404, [])
            return
        kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
        self._send(200, kind, content, etag='"abc"', x_up="1")

    def _status(self, code: int, rest: list[str]) -> None:
        if rest == ["empty"]:
            self._send(code, None, b"")
        elif rest == ["text"]:
            self._send(code, "text/plain", f"plain {code}".encode())
        else:
            said = {"error": f"e{code}", "message": f"status {code}"}
            self._send(code, "application/json", json.dumps(said).encode())

    def _send(self, code: int, kind: str | None, content: bytes, **headers: str) -> None:
        bodiless = code in (204, 304)
        self.send_response(code)
        if kind is not None:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if not bodiless:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not bodiless and self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: the requests are kept."""
