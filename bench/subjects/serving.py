"""How the hand-written servers are served: the same uvicorn, loop and parser as ours."""

from __future__ import annotations

import os
from typing import Any, Final

import uvicorn

BASE_URI: Final = os.environ.get("BENCH_BASE_URI", "http://127.0.0.1:1/api/v1")
HEADERS: Final = {"authorization": "Bearer benchmark"}


def run(app: Any) -> None:
    """Serve on `BENCH_PORT` of loopback."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        ws="none",
    )
