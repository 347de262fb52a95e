"""Differences from the reference engine that no recorded call shows: files of our own, and what is said of them."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .cases import Call, Observed, StartUp
from .replay import begin, running

_FILE: Final = Path(__file__).parent / "reasons" / "beside.toml"
_SPEC: Final = """\
ikanos: "1.0.0-beta5"
capability:
  consumes:
    - namespace: up
      type: http
      description: d
      baseUri: "http://127.0.0.1:43080"
      resources:
        item: {path: "/items/{{id}}", operations: {item: {method: GET}}}
        made: {path: "/made", operations: {made: {method: POST, body: {type: json, data: {a: 1}}}}}
  exposes:
    - type: rest
      port: 0
      address: 127.0.0.1
      namespace: web
      resources:
        files:
          path: "/files/{path}"
          description: d
          operations:
            file:
              method: GET
              inputParameters: {path: {in: path, type: string, description: d}}
              call: up.item
              with: {id: web.path}
        made: {path: "/made", description: d, operations: {made: {method: POST, call: up.made}}}
"""


@dataclass(frozen=True)
class Case:
    """One file, or one request to what is generated for it."""

    name: str
    engine: str
    here: str
    """How the outcome begins: a code, or a status."""
    text: str
    path: str | None

    def outcome(self) -> str:
        """What is said of the file, or answered to the request."""
        with tempfile.TemporaryDirectory() as folder:
            if self.path is None:
                problem = begin(StartUp(self.name, self.text, ""), Path(folder), {}).problem
                return "starts" if problem is None else problem
            return _answer(self.text, self.path, Path(folder))


@dataclass(frozen=True)
class Beside:
    """A reason, and its cases."""

    text: str
    cases: tuple[Case, ...]


def beside() -> list[Beside]:
    """All of them, as they are written down."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        Beside(" ".join(each["why"].split()), tuple(map(_case, each["cases"])))
        for each in data["difference"]
    ]


def _case(data: dict[str, Any]) -> Case:
    text = _SPEC
    if "change" in data:
        old, new = data["change"]
        assert old in text, data["name"]
        text = text.replace(old, new)
    return Case(
        data["name"], data["engine"], data["here"], text + data.get("after", ""), data.get("ask")
    )


def _answer(text: str, path: str, folder: Path) -> str:
    call = {"kind": "rest", "port": 43002, "method": "GET", "path": path}
    asked = Call(path, {**call, "headers": {}, "body": None})
    served = text.replace("port: 0", "port: 43002")
    with running(Observed("beside", {"main.yaml": served}, {}, (asked,)), folder) as started:
        answer = started.ask(asked).answer
    return f"{answer['status']} {answer['body']}"
