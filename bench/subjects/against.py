"""The client of one build: `against.py async|sync|import PACKAGE BASE_URI SECONDS`.

Prints a number: calls a second, or the seconds of an import.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import time
from typing import Any, Final

TASKS: Final = 16
WARM_UP: Final = 100


async def asynchronous(package: Any, base: str, seconds: float) -> float:
    """Calls a second of so many tasks."""
    async with package.AsyncQuayClient(base_uri=base, token="benchmark") as client:  # noqa: S106
        for _ in range(WARM_UP):
            await client.listrepos(namespace="coreos", public=True)
        began = time.perf_counter()

        async def calls() -> int:
            count = 0
            while time.perf_counter() - began < seconds:
                await client.listrepos(namespace="coreos", public=True)
                count += 1
            return count

        counts = await asyncio.gather(*(calls() for _ in range(TASKS)))
        return sum(counts) / (time.perf_counter() - began)


def blocking(package: Any, base: str, seconds: float) -> float:
    """Calls a second, one after the other."""
    with package.QuayClient(base_uri=base, token="benchmark") as client:  # noqa: S106
        for _ in range(WARM_UP):
            client.listrepos(namespace="coreos", public=True)
        began = time.perf_counter()
        count = 0
        while time.perf_counter() - began < seconds:
            client.listrepos(namespace="coreos", public=True)
            count += 1
        return count / (time.perf_counter() - began)


def main(kind: str, name: str, base: str, seconds: float) -> float:
    began = time.perf_counter()
    package = importlib.import_module(name)
    if kind == "import":
        return time.perf_counter() - began
    if kind == "sync":
        return blocking(package, base, seconds)
    return asyncio.run(asynchronous(package, base, seconds))


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
