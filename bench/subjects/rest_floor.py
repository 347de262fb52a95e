"""The least that can be done on uvicorn with our HTTP library: one request sent on, nothing checked."""

from __future__ import annotations

from typing import Any

from pyreqwest.client import ClientBuilder

from .serving import BASE_URI, HEADERS, run

client = ClientBuilder().default_headers(HEADERS).build()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI."""
    if scope["type"] != "http":
        return
    url = BASE_URI + scope["raw_path"].decode("ascii")
    query = scope["query_string"].decode("ascii")
    reply = await client.request(scope["method"], f"{url}?{query}" if query else url).build().send()
    content = (await reply.bytes()).to_bytes()
    head = [
        (b"content-type", (reply.get_header("content-type") or "").encode("ascii")),
        (b"content-length", b"%d" % len(content)),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": head})
    await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    run(app)
