"""Scripts that were copied from a specification: each call is a process that can be ended.

The process has no environment, the builtins of a list, a bound on memory and on time where the system knows
one, and nothing of this package. That is an aid for whoever reviewed the copy, and no sandbox.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

from ..errors import Error
from ..package_files import PackageFile
from ..values import OMIT, Json
from .scripts import Governed, Hook
from .steps import Step

_MEMORY: Final = 512 * 1024 * 1024
"""Bytes of a script's process, where the system can bound it."""
AT_ONCE: Final = max(4, os.cpu_count() or 1)
"""Scripts that run side by side; others wait for their turn, as long as one of them may take."""
_turns: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]()
_LARGEST: Final = 16 * 1024 * 1024
"""Bytes of JSON that a script may give."""
_CHILD: Final = """
import builtins, json, os, sys
given = json.loads(sys.stdin.buffer.read())
try:
    import resource
except ImportError:
    resource = None
for name, most in given["limits"].items():
    try:
        resource.setrlimit(getattr(resource, name), (most, most))
    except (AttributeError, ValueError, OSError):
        pass
left, file = given["statements"], given["file"]
def count(frame, event, argument):
    global left
    if event == "line":
        left -= 1
        if left < 0:
            # Nothing that the script could catch.
            sys.stderr.write("more statements than the limit")
            sys.stderr.flush()
            os._exit(3)
    return count
def begin(frame, event, argument):
    return count if frame.f_code.co_filename == file else None
known = {name: getattr(builtins, name) for name in given["builtins"]}
scope = {"__builtins__": known}
try:
    exec(compile(given["source"], given["file"], "exec"), scope)
    sys.settrace(None if left is None else begin)
    result = scope[given["name"]](given["context"])
    sys.settrace(None)
    answer = json.dumps(result, allow_nan=False)
except BaseException as error:
    sys.stderr.write(type(error).__name__)
    sys.exit(3)
sys.stdout.buffer.write(answer.encode())
"""
_BUILTINS: Final = (
    *("abs", "all", "any", "bool", "dict", "divmod", "enumerate", "filter", "float", "int"),
    *("isinstance", "len", "list", "map", "max", "min", "range", "repr", "reversed", "round"),
    *("set", "sorted", "str", "sum", "tuple", "zip", "Exception", "IndexError", "KeyError"),
    *("TypeError", "ValueError", "ZeroDivisionError"),
)


class ScriptError(Error):
    """A copied script failed, took too long, or gave what JSON cannot say."""


class CopiedScript(Hook):
    """The place of a script that has a copy; a function that the team gives goes before it."""

    __slots__ = ("_module", "_path", "_seconds")

    def __init__(
        self,
        name: str,
        file: str,
        *,
        module: str,
        path: str,
        seconds: float,
        governance: Governed | None = None,
    ) -> None:
        super().__init__(name, file, "python", governance=governance)
        self._module = module
        self._path = path
        self._seconds = seconds

    async def _without_function(self, context: Mapping[str, Json]) -> Step:
        governance = self._governance
        seconds = self._seconds if governance is None else governance.seconds
        order = {
            "name": self.name,
            "file": self._path,
            "source": PackageFile(self._module, self._path).read().decode(),
            "context": context,
            "builtins": _BUILTINS,
            "statements": None if governance is None else governance.statements,
            "limits": {
                "RLIMIT_AS": _MEMORY,
                "RLIMIT_CPU": max(1, round(seconds) + 1),
                # No file grows, no process is begun, no memory is written down.
                **dict.fromkeys(("RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_CORE"), 0),
            },
        }
        result = await self._done(json.dumps(order).encode(), seconds)
        return Step(OMIT if result is None else result)

    async def _done(self, order: bytes, seconds: float) -> Json:
        turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
        try:
            async with asyncio.timeout(seconds):
                await turns.acquire()
        except TimeoutError:
            raise ScriptError(f"{self._told} had no turn: {AT_ONCE} scripts are running") from None
        try:
            return await self._ran(order, seconds)
        finally:
            turns.release()

    async def _ran(self, order: bytes, seconds: float) -> Json:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", _CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )
        try:
            async with asyncio.timeout(seconds):
                answer, problem = await _exchanged(process, order)
        except TimeoutError:
            raise ScriptError(f"{self._told} took longer than {seconds:g} seconds") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            name = problem.decode("ascii", "replace")[:80]
            raise ScriptError(f"{self._told} failed ({name or 'it was ended'})")
        if len(answer) > _LARGEST:
            raise ScriptError(f"{self._told} gives more than {_LARGEST} bytes")
        try:
            read: Json = json.loads(answer)
        except (ValueError, RecursionError):
            raise ScriptError(f"{self._told} gives what cannot be read") from None
        return read

    @property
    def _told(self) -> str:
        return f"the script step {self.name} ({self.file})"


async def _exchanged(process: asyncio.subprocess.Process, order: bytes) -> tuple[bytes, bytes]:
    """What the process says on both streams; of the first no more than may be."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        process.stdin.write(order)
        await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        pass  # It has ended; its status says why.
    answer = await _read(process.stdout, _LARGEST + 1)
    if len(answer) > _LARGEST:
        return answer, b""
    problem = await _read(process.stderr, 1000)
    await process.wait()
    return answer, problem


async def _read(stream: asyncio.StreamReader, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size < limit:
        part = await stream.read(limit - size)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _environment() -> dict[str, str]:
    """Nothing but what a process on Windows needs to begin."""
    needed: dict[str, Any] = {name: os.environ.get(name) for name in ("SYSTEMROOT",)}
    return {name: value for name, value in needed.items() if value is not None}
