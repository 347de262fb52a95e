"""Differences from the reference engine that no recorded call shows: files of our own, and what is said of them."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Sequence
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
    asks: tuple[dict[str, Any], ...]
    """Requests, the last of which is looked at; none where it is the file."""
    part: str | None
    """A regular expression for the part of an answer that is told; all of it where there is none."""

    def outcome(self) -> str:
        """What is said of the file, or answered to the request."""
        with tempfile.TemporaryDirectory() as folder:
            if not self.asks:
                problem = begin(StartUp(self.name, self.text, ""), Path(folder), {}).problem
                return "starts" if problem is None else problem
            answer = _answer(self.text, self.asks, Path(folder))
        if self.part is None:
            return answer
        found = re.search(self.part, answer)
        assert found is not None, answer
        return found[0]


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
    for old, new in data.get("changes", [data["change"]] if "change" in data else []):
        assert old in text, data["name"]
        text = text.replace(old, new)
    asked = data.get("ask", [])
    asks = tuple(map(_ask, [asked] if isinstance(asked, str | dict) else asked))
    return Case(
        *(data["name"], data["engine"], data["here"]),
        text=text + data.get("after", ""),
        asks=asks,
        part=data.get("part"),
    )


def _ask(asked: str | dict[str, Any]) -> dict[str, Any]:
    """A request to the REST adapter by its path, to another port, or to the MCP server."""
    data = {"path": asked} if isinstance(asked, str) else asked
    if "rpc" in data:
        return {"kind": "mcp", "method": data["rpc"], "params": data["params"]}
    usual = {"kind": "rest", "port": 43002, "method": "GET", "headers": {}, "body": None}
    return {**usual, **data}


def _answer(text: str, asks: Sequence[dict[str, Any]], folder: Path) -> str:
    calls = [Call(each.get("path", ""), each) for each in asks]
    served = text.replace("port: 0", "port: 43002")
    case = Observed("beside", {"main.yaml": served}, {}, tuple(calls))
    with running(case, folder) as started:
        answer, upstream = [(it.answer, it.upstream) for it in map(started.ask, calls)][-1]
    sent = "".join(f" {each['method']} {each['target']}" for each in upstream)
    if "status" in answer:
        return f"{answer['status']} {answer['body']}{sent and f' (sent:{sent})'}".strip()
    return json.dumps(answer.get("result", answer.get("error", answer)), ensure_ascii=False)
