"""The least that can be done on uvicorn with our HTTP library: one request sent on, nothing checked."""

from __future__ import annotations

from typing import Any

from .sending import chosen
from .serving import BASE_URI, run

forward = chosen()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI."""
    if scope["type"] != "http":
        return
    url = BASE_URI + scope["raw_path"].decode("ascii")
    query = scope["query_string"].decode("ascii")
    status, kind, content = await forward(scope["method"], f"{url}?{query}" if query else url)
    head = [
        (b"content-type", kind.encode("ascii")),
        (b"content-length", b"%d" % len(content)),
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    run(app)
