"""What was observed of the reference engine: capabilities, calls and answers, and start-ups."""

from __future__ import annotations

import functools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

NAMES: Final = ("map", "fmt", "ext", "orch", "imp", "ctl")
"""The files of calls; `load` has the start-ups."""


@dataclass(frozen=True)
class Call:
    """One call: what was asked, what upstream saw, what was answered."""

    name: str
    """For people, and unique in its file: `tool echo {"q": 1}`."""
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.data["answer"]
        return answer

    @property
    def upstream(self) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = self.data["upstream"]
        return seen


@dataclass(frozen=True)
class Observed:
    """One capability and the calls that were made to it."""

    name: str
    files: dict[str, str]
    """By path; the first one is the capability."""
    environment: dict[str, str]
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class StartUp:
    """A capability that the engine started, or why it did not."""

    name: str
    text: str
    outcome: str

    @property
    def started(self) -> bool:
        return self.outcome == "STARTED"


def folder() -> Path | None:
    """Where the observations are, if they are anywhere."""
    shared = os.environ.get("CAPWRIGHT_SHARED")
    found = None if not shared else Path(shared) / "observed"
    return found if found is not None and found.is_dir() else None


def _read(name: str) -> Any:
    here = folder()
    assert here is not None
    return json.loads((here / f"{name}.json").read_text(encoding="utf-8"))


@functools.cache
def observed(name: str) -> Observed:
    """One of `NAMES`."""
    data = _read(name)
    seen: dict[str, int] = {}
    calls = []
    for each in data["calls"]:
        title = _title(each)
        seen[title] = seen.get(title, 0) + 1
        calls.append(Call(title if seen[title] == 1 else f"{title} #{seen[title]}", each))
    return Observed(name, data["files"], data["environment"], tuple(calls))


def _title(call: dict[str, Any]) -> str:
    def short(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    match call["kind"]:
        case "tool":
            return f"tool {call['tool']} {short(call['arguments'])}"
        case "mcp":
            return f"{call['method']} {short(call['params'])}"
        case _:
            said = [short(call[key]) for key in ("headers", "body") if call[key]]
            return " ".join([call["method"], f":{call['port']}{call['path']}", *said])


def one_by_one(case: Observed) -> dict[str, str]:
    """The settings under which the steps of a capability go out in the order of its files."""
    names = {
        name
        for text in case.files.values()
        for name in re.findall(r"\b(?:namespace|as|import): ([\w-]+)", text)
    }
    return {f"{name.upper().replace('-', '_')}_PARALLEL": "false" for name in sorted(names)}


@functools.cache
def start_ups() -> tuple[StartUp, ...]:
    """Every start-up, and the file beside them that some of them import."""
    data = _read("load")
    return tuple(StartUp(each["name"], each["yaml"], each["outcome"]) for each in data["cases"])


def start_up_files() -> dict[str, str]:
    """What stood beside the capabilities of `start_ups`."""
    files = {"unk.yaml": str(_read("load")["unk"]), "x.env": "a=1\n"}
    files.update({path: text for path, text in observed("imp").files.items() if "/" in path})
    return files


@functools.cache
def documents() -> dict[str, str]:
    """What the stand-in for an upstream serves at `/fix/…`, by name."""
    found: dict[str, str] = _read("upstream-documents")["documents"]
    return found
