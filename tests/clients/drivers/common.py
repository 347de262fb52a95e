"""What each driver does with its client: the list, and five calls. Run by the client's own Python.

python NAME.py http URL
python NAME.py stdio COMMAND ARGUMENT...

The last line of standard output is what came of it, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "call": ("list_beds", {"kind": "alpine"}),
    "404": ("get_bed", {"bed": 404}),
    "bad": ("list_beds", {"limit": "many"}),
    "null": ("list_beds", {"kind": "alpine", "limit": None}),
    "204": ("remove_bed", {"bed": 1}),
}


@dataclass(frozen=True)
class Target:
    """Where the server is, or how it is started."""

    url: str
    """Empty for one that is started."""
    command: str
    arguments: list[str]

    @property
    def environment(self) -> dict[str, str]:
        """Of a server that is started; clients leave most of theirs out."""
        names = ("PATH", "PYTHONPATH", "GARDEN_BASE_URI", "TRIAL_MARK")
        return {name: os.environ[name] for name in names}


Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""A tool's name and its arguments; raises, or returns what `said` can read."""
Connect = Callable[[Target], AbstractAsyncContextManager[tuple[list[str], Call]]]


def main(connect: Connect) -> None:
    """Try a client."""
    kind, first, *rest = sys.argv[1:]
    target = Target(first, "", []) if kind == "http" else Target("", first, rest)
    outcome = asyncio.run(_tried(connect, target))
    print("\n" + json.dumps(outcome), flush=True)
    os._exit(0)  # Some clients leave threads behind.


async def _tried(connect: Connect, target: Target) -> dict[str, Any]:
    outcome: dict[str, Any] = {}
    try:
        async with connect(target) as (names, call):
            outcome["list"] = {"said": " ".join(sorted(names)), "failed": False}
            for step, (name, arguments) in CALLS.items():
                outcome[step] = await _called(call, name, dict(arguments))
    except BaseException as error:
        outcome.setdefault("list", _raised(error))
    return outcome


async def _called(call: Call, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        result = await asyncio.wait_for(call(name, arguments), 30)
    except Exception as error:
        return _raised(error)
    failed = getattr(result, "is_error", None) or getattr(result, "isError", None)
    if isinstance(result, dict):
        failed = result.get("status") == "error" or result.get("isError")
    return {"said": said(result), "failed": bool(failed)}


def _raised(error: BaseException) -> dict[str, Any]:
    inner = error
    while isinstance(inner, BaseExceptionGroup) and inner.exceptions:
        inner = inner.exceptions[0]
    return {"said": f"{type(inner).__name__}: {inner}", "failed": True}


def said(result: Any) -> str:
    """The texts in a result, of whatever classes the client has for it."""
    if isinstance(result, str):
        return result
    if isinstance(result, dict):
        return json.dumps(result, default=str)
    content = getattr(result, "content", None)
    if content is None:
        content = getattr(result, "result", result)
    parts = content if isinstance(content, (list, tuple)) else [content]
    return "\n".join(
        str(getattr(part, "text", None) or getattr(part, "content", part)) for part in parts
    )
