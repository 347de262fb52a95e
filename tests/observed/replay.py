"""What is generated for an observed capability: started, and asked what the engine was asked."""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.corpus.generating import Generated, generate
from tests.support.processes import Served, environment, start, wait_for
from tests.support.raw_http import Reply, fetch, free_port

from .cases import Call, Observed, StartUp, start_up_files
from .standin import StandIn

_UPSTREAM: Final = "http://127.0.0.1:43080"
_FOLDER: Final = "/capability"
_PORTS: Final = re.compile(r"\b430(?:0[1-9]|55)\b")
_VERSION: Final = "2026-07-28"
_META: Final = {
    "io.modelcontextprotocol/protocolVersion": _VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "replay", "version": "1"},
}
_DOCUMENTS: Final = {
    # What the resources and prompts of the observed capabilities read; told by their answers.
    "docs/p.md": "# P {{who}}\n",
    "docs/i.png": b"\x89PNG\r\n\x1a\nxx",
    "docs/sub/x.json": '{"a":1}\n',
    "docs/sp ace.txt": "x",
}


class NotStartedError(Exception):
    """The package is not generated, or it does not start."""


@dataclass(frozen=True)
class Outcome:
    """What one call got, in the shape of the recorded answer, and what upstream saw of it."""

    answer: dict[str, Any]
    upstream: list[dict[str, Any]]


@dataclass(frozen=True)
class Started:
    """A package that runs."""

    served: Served
    ports: Mapping[str, int]
    upstream: StandIn

    def ask(self, call: Call) -> Outcome:
        """The same call as the one that the engine got."""
        self.upstream.take()
        answer = _rest(self, call) if call.kind == "rest" else _mcp(self, call)
        return Outcome(answer, self.upstream.take())


def write(files: Mapping[str, str], folder: Path, upstream: str) -> dict[str, int]:
    """The files of a capability with addresses of today; recorded port -> port."""
    ports: dict[str, int] = {}

    def port(match: re.Match[str]) -> str:
        return str(ports.setdefault(match[0], free_port()))

    for name, content in _DOCUMENTS.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, text in files.items():
        today = text.replace(_UPSTREAM, upstream).replace(_FOLDER, str(folder))
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_PORTS.sub(port, today), encoding="utf-8")
    return ports


@contextmanager
def running(case: Observed, folder: Path, **variables: str) -> Iterator[Started]:
    """The package of a capability, all of its adapters, as a process."""
    with StandIn() as upstream:
        source = folder / "capability"
        ports = write(case.files, source, upstream.url)
        made = generate(source / next(iter(case.files)), folder, "observed", keep_going=True)
        if not made.written:
            raise NotStartedError("; ".join(made.messages) or made.crash or "not generated")
        command = [sys.executable, "-m", "observed", "serve"]
        # The engine runs where the capability is, and so finds the files that it names.
        environ = environment(PYTHONPATH=str(folder), **case.environment, **variables)
        served = start(command, environ, "", source)
        with served:
            _wait_for(served, _listening(ports, folder / "observed"))
            yield Started(served, ports, upstream)


def _wait_for(served: Served, ports: list[int]) -> None:
    try:
        for each in ports:
            wait_for(served, each)
    except RuntimeError as error:
        raise NotStartedError(str(error)) from None


def _listening(ports: Mapping[str, int], package: Path) -> list[int]:
    """The ports that the package has something for."""
    settings = (package / "settings.py").read_text(encoding="utf-8")
    return [port for port in ports.values() if re.search(rf"\bport={port}\b", settings)]


# --- REST ---------------------------------------------------------------------------------------


def _rest(started: Started, call: Call) -> dict[str, Any]:
    data = call.data
    body = data["body"]
    content = None
    if body is not None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    port = started.ports.get(str(data["port"]))
    if port is None:
        return {"status": 0, "headers": {}, "body": ""}
    headers = {**data["headers"]}
    if isinstance(body, dict) and "jsonrpc" in body:
        headers.setdefault("Accept", "application/json, text/event-stream")
    try:
        reply = fetch(
            f"http://127.0.0.1:{port}", data["method"], data["path"], headers=headers, body=content
        )
    except ConnectionError:
        return {"status": 0, "headers": {}, "body": ""}
    return _answer(reply)


def _answer(reply: Reply) -> dict[str, Any]:
    try:
        body = reply.body.decode()
    except UnicodeDecodeError:
        body = "base64:" + base64.b64encode(reply.body).decode("ascii")
    return {"status": reply.status, "headers": dict(reply.headers), "body": body}


# --- MCP ----------------------------------------------------------------------------------------


def _mcp(started: Started, call: Call) -> dict[str, Any]:
    if call.kind == "tool":
        params = {"name": call.data["tool"], "arguments": call.data["arguments"]}
        answer = _exchanged(started, "tools/call", params)
        if "error" in answer:
            return {"code": answer["error"]["code"], "message": answer["error"]["message"]}
        result = answer["result"]
        return {"content": result["content"], "isError": bool(result.get("isError"))}
    return _exchanged(started, call.data["method"], call.data["params"])


def _exchanged(started: Started, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    headers = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": _VERSION,
        "Mcp-Method": method,
    }
    name = params.get("name", params.get("uri"))
    if isinstance(name, str):
        headers["Mcp-Name"] = name
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": method,
        "params": {**params, "_meta": _META},
    }
    port = started.ports.get("43001", 0)
    reply = fetch(
        f"http://127.0.0.1:{port}",
        "POST",
        "/mcp",
        headers=headers,
        body=json.dumps(message).encode(),
    )
    text = reply.body.decode()
    if (reply.content_type or "").startswith("text/event-stream"):
        text = next(line[5:] for line in text.splitlines() if line.startswith("data:"))
    answer: dict[str, Any] = json.loads(text)
    return answer


# --- start-ups ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beginning:
    """What became of a start-up: an error of the generator or of the package, or neither."""

    made: Generated
    problem: str | None

    @property
    def started(self) -> bool:
        return self.problem is None


def begin(case: StartUp, folder: Path, beside: Mapping[str, str] | None = None) -> Beginning:
    """Generate a package without mercy, and start it; `beside` are other files than the observed ones."""
    source = folder / "capability"
    files = start_up_files() if beside is None else beside
    ports = write({**files, "main.yaml": case.text}, source, _UPSTREAM)
    made = generate(source / "main.yaml", folder, "observed")
    if not made.written:
        return Beginning(made, "; ".join(made.messages) or made.crash or "nothing is generated")
    # Of a capability that exposes nothing there is no process; the client is imported.
    serves = (folder / "observed" / "units.py").exists()
    command = ["serve"] if serves else []
    what = ["-m", "observed", *command] if serves else ["-c", "import observed"]
    served = start([sys.executable, *what], environment(), "", folder)
    with served:
        try:
            for port in _listening(ports, folder / "observed"):
                wait_for(served, port)
            if serves:
                _wait_for_lines(served)
        except RuntimeError as error:
            return Beginning(made, str(error).splitlines()[-1])
    return Beginning(made, None)


def _wait_for_lines(served: Served) -> None:
    """Return once the server says where it listens, which it does last."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if served.process.poll() is not None:
            raise RuntimeError(f"ended:\n{served.output()}")
        if "http://127.0.0.1:" in served.output():
            return
        time.sleep(0.05)
    raise RuntimeError(f"says nothing:\n{served.output()}")
