"""The least that can be done for `tools/call` on uvicorn with our HTTP library: nothing is checked."""

from __future__ import annotations

import json
from typing import Any

from bench.upstream import LIST_PATH

from .sending import chosen
from .serving import BASE_URI, run

forward = chosen()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI."""
    if scope["type"] != "http":
        return
    asked = json.loads((await receive())["body"])
    _, _, body = await forward("GET", BASE_URI + LIST_PATH)
    text = body.decode()
    block = {"type": "text", "text": text}
    result = {"content": [block], "isError": False, "structuredContent": json.loads(text)}
    content = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    run(app)
