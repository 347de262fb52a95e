"""The API that the tools of the trial call."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator

BEDS = [{"bed": 1, "kind": "alpine"}, {"bed": 2, "kind": "herb"}]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(f"GET {self.path}")
        path = self.path.partition("?")[0]
        if path == "/beds":
            self._answer(200, {"beds": BEDS})
        else:
            self._answer(404, {"error": "no such bed"})

    def do_DELETE(self) -> None:
        self.asked.append(f"DELETE {self.path}")
        self._answer(204, None)

    def _answer(self, status: int, value: object) -> None:
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if content:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def garden() -> Iterator[tuple[str, list[str]]]:
    """The API on a free port of loopback: its base URI, and the requests that it gets."""
    asked: list[str] = []
    handler = type("Handler", (_Handler,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
