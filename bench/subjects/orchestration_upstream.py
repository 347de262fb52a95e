"""The API of `orchestration.yaml`, which takes its time: `BENCH_DELAY` seconds for each answer."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from typing import Any, Final

from .serving import run

DELAY: Final = float(os.environ.get("BENCH_DELAY", "0"))
PEOPLE: Final = json.dumps(
    [
        {"badge": number, "name": f"Observer {number}", "licence": "A", "team": number % 7}
        for number in range(1000)
    ]
).encode()
CHANGING: Final = os.environ.get("BENCH_CHANGES") == "1"
"""Whether each list of people is another one than that before."""
PEOPLES: Final = itertools.cycle(
    [PEOPLE.replace(b"Observer", b"Observer %02d" % each) for each in range(50)]
)
ANSWERS: Final = {
    "nights": b'{"code":"n7","instrument":"N1","lead":"700"}',
    "people": PEOPLE,
    "instruments": b'{"id":"N1","name":"The northern one","site":"ridge"}',
    "weather": b'{"site":"ridge","seeing":0.8}',
}


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI."""
    if scope["type"] != "http":
        return
    what = scope["path"].split("/")[1]
    content = next(PEOPLES) if CHANGING and what == "people" else ANSWERS[what]
    if DELAY:
        await asyncio.sleep(DELAY)
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    run(app)
