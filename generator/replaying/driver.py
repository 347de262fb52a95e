"""Makes recorded exchanges again with a package, in a process of its own: `python driver.py FOLDER < JOB`.

JOB is JSON: the package, the recording, and what each surface is to be asked. What comes out is a line of JSON for
each answer that was looked at. Nothing of the generator is imported here: it runs what users run.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import sys
import threading
from typing import Any
from urllib.parse import unquote

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "capwright", "version": "1"},
}


class Watching:
    """Answers one exchange, and knows what was asked instead."""

    def __init__(self, package: str, exchanges: Any) -> None:
        self._matching = importlib.import_module(f"{package}._runtime.recording.matching")
        upstream = importlib.import_module(f"{package}._runtime.recording.upstream")
        self.server = upstream.Replay(exchanges)
        self.server.answers = lambda target: (self, target)
        self.sent: list[str] = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def expect(self, *exchanges: Any) -> None:
        # A slash inside a value: recordings of other clients have it as it is, and APIs take both for one.
        found = [
            each.replace(data={**each.data, "target": plain(each.target)}) for each in exchanges
        ]
        self._answers = self._matching.Answers(found)
        self._count = len(found)
        self.sent = []

    def of(self, method: str, target: str, kind: str | None, body: bytes) -> Any:
        found = self._answers.of(method, plain(target), kind, body)
        self.sent.append("" if found is not None else f"{method} {target}")
        return found

    def near(self, method: str, target: str) -> tuple[str, ...]:
        return ()

    def fault(self) -> str | None:
        """What is wrong with what was asked."""
        if not self.sent:
            return "nothing was sent to the API"
        other = [each for each in self.sent if each]
        if other:
            return f"sent {other[0]} with another query or body"
        if self._count > 1 and len(self.sent) != self._count:
            return f"sent {len(self.sent)} requests for {self._count}"
        return None


def plain(target: str) -> str:
    """A target with each slash of its path as one."""
    path, question, query = target.partition("?")
    return unquote(path) + question + query


def same(found: bytes, wanted: bytes) -> bool:
    """JSON by its value, all else by its bytes."""
    if found == wanted:
        return True
    try:
        return bool(json.loads(found) == json.loads(wanted))
    except ValueError:
        return False


class Clients:
    """The clients of the package, made once."""

    def __init__(self, package: str) -> None:
        self.module = importlib.import_module(package)
        self._made: dict[str, Any] = {}
        options = importlib.import_module(f"{package}._runtime.options")
        self._options = options.ClientOptions(retry=options.NO_RETRIES, max_redirects=0)

    def of(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = getattr(self.module, name)(options=self._options)
        return self._made[name]

    def forget(self) -> None:
        self._made.clear()


async def client(clients: Clients, trial: Any, exchange: Any, name: str) -> str | None:
    try:
        call = getattr(clients.of(name).with_raw_response, trial["method"])
        answer = call(**trial["arguments"])
        raw = await answer if hasattr(answer, "__await__") else answer
        status, content = raw.status, raw.content
    except clients.module.StatusError as error:
        status, content = error.status, error.content
    if status != exchange.status:
        return f"gave {status} for {exchange.status}"
    return None if same(content, exchange.body) else "gave another body"


async def asgi(app: Any, method: str, target: str, headers: Any, body: bytes) -> tuple[int, bytes]:
    """One request to an app of this process."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"localhost"),
            *((name.lower().encode(), value.encode()) for name, value in headers.items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if not waiting:
            await asyncio.get_running_loop().create_future()
        return waiting.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


async def rest(
    app: Any, call: Any, exchange: Any, *, is_flow: bool = False
) -> tuple[str | None, bytes]:
    """A request to a route; of one with several steps the answer is made of theirs, unless it is passed on."""
    body = b"" if call["body"] is None else json.dumps(call["body"]).encode()
    headers = dict(call["headers"])
    if body:
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    status, content = await asgi(app, call["method"], call["target"], headers, body)
    as_well = is_flow and not call["verbatim"] and 200 <= exchange.status < 300
    if not 200 <= status < 300 if as_well else status != exchange.status:
        return (
            f"gave {status} for {exchange.status}: {content[:200].decode(errors='replace')}",
            content,
        )
    passes = call["verbatim"] or status >= 300
    if passes and not same(content, exchange.body):
        return "gave another body", content
    return None, content


async def tool(app: Any, call: Any, exchange: Any) -> tuple[str | None, str]:
    params = {"name": call["tool"], "arguments": call["arguments"], "_meta": META}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": "tools/call",
        "Mcp-Name": call["tool"],
    }
    _, content = await asgi(app, "POST", "/mcp", headers, json.dumps(message).encode())
    answer = json.loads(content)
    if "result" not in answer:
        return f"gave the error {answer['error']['message']}", ""
    result = answer["result"]
    text = "".join(block.get("text", "") for block in result["content"])
    failed = not 200 <= exchange.status < 300
    if result.get("isError", False) is not failed:
        return f"said that it {'failed' if not failed else 'succeeded'}: {text[:200]}", text
    if failed or not call["verbatim"] or not exchange.body:
        return None, text
    is_json = (exchange.content_type or "").startswith("application/json")
    return (
        None if not is_json or same(text.encode(), exchange.body) else "gave another text"
    ), text


def environ(job: Any, url: str, trial: Any) -> None:
    os.environ.update(dict.fromkeys(job["variables"], "replayed"))
    os.environ[f"{trial['prefix']}_BASE_URI"] = url + trial["base_path"]


async def run(job: Any) -> None:
    package = job["package"]
    reading = importlib.import_module(f"{package}._runtime.recording.reading")
    exchanges = reading.exchanges(job["recording"])
    watching = Watching(package, exchanges)
    clients = Clients(package)
    apps: dict[Any, Any] = {}
    base: Any = None
    for trial in job["trials"]:
        exchange = exchanges[trial["number"]]
        if base != (trial["prefix"], trial["base_path"]):
            base = (trial["prefix"], trial["base_path"])
            environ(job, watching.server.url, trial)
            clients.forget()
            apps.clear()
        await one(job, trial, exchange, watching, clients, apps)
    for flow in job["flows"]:
        for prefix, path in flow["apis"].items():
            environ(job, watching.server.url, {"prefix": prefix, "base_path": path})
        await several(job, flow, [exchanges[number] for number in flow["numbers"]], watching)


async def several(job: Any, flow: Any, exchanges: Any, watching: Watching) -> None:
    """A route or tool of several steps: what it sends, and that it succeeds where each of them did.

    What becomes of a step that failed is the unit's affair.
    """
    all_good = all(200 <= each.status < 300 for each in exchanges)
    apps: dict[Any, Any] = {}

    def note(surface: str, fault: str | None) -> None:
        fault = "; ".join(filter(None, (watching.fault(), fault if all_good else None))) or None
        print(json.dumps({"number": flow["numbers"][0], "surface": surface, "fault": fault}))

    for call in flow["rest"]:
        watching.expect(*exchanges)
        app = opened(apps, job["package"], "rest", call["adapter"])
        fault, _ = await rest(app, call, exchanges[-1], is_flow=True)
        note(f"{call['adapter']} {call['method']} {call['target'].partition('?')[0]}", fault)
    for call in flow["tools"]:
        watching.expect(*exchanges)
        app = opened(apps, job["package"], "mcp_server", call["adapter"])
        fault, _ = await tool(app, call, exchanges[-1])
        note(f"{call['adapter']} {call['tool']}", fault)


async def one(
    job: Any, trial: Any, exchange: Any, watching: Watching, clients: Clients, apps: Any
) -> None:
    def note(surface: str, fault: str | None) -> None:
        fault = "; ".join(filter(None, (watching.fault(), fault))) or None
        print(json.dumps({"number": trial["number"], "surface": surface, "fault": fault}))

    for name in (trial["client"], f"Async{trial['client']}"):
        watching.expect(exchange)
        note(name, await client(clients, trial, exchange, name))
    for call in trial["rest"]:
        watching.expect(exchange)
        app = opened(apps, job["package"], "rest", call["adapter"])
        fault, _ = await rest(app, call, exchange)
        note(f"{call['adapter']} {call['method']} {call['target'].partition('?')[0]}", fault)
    for call in trial["tools"]:
        watching.expect(exchange)
        app = opened(apps, job["package"], "mcp_server", call["adapter"])
        fault, _ = await tool(app, call, exchange)
        note(f"{call['adapter']} {call['tool']}", fault)


def opened(apps: Any, package: str, module: str, adapter: str) -> Any:
    if (module, adapter) not in apps:
        apps[module, adapter] = importlib.import_module(f"{package}.{module}").create_app(adapter)
    return apps[module, adapter]


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    asyncio.run(run(json.load(sys.stdin)))
