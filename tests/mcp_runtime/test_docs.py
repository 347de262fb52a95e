"""docs/mcp.md names every setting, and its configurations and requests are what it says."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import itertools
import json
import re
import shlex
import subprocess
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from templates.runtime.errors import SettingError
from templates.runtime.mcp.settings import McpAdapter, McpSettings
from templates.runtime.rest.settings import RestSettings
from templates.runtime.server import running
from templates.runtime.server.problem import Refusal
from templates.runtime.server.security import authenticator
from tests.clients.subjects import SUBJECTS, NodeClient, Subject

from .asking import META, Asked, ask
from .conftest import sample_app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "mcp.md").read_text()


class Noting(Mapping[str, str]):
    """An environment without anything in it that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def settings_read() -> set[str]:
    """The settings that the code reads of an MCP adapter, without its namespace."""
    noting = Noting()
    adapter = McpAdapter("quay-mcp", "QUAY_MCP")
    McpSettings.from_environment(adapter, noting)
    authenticator("QUAY_MCP", None, noting)
    # These three are read once one of the others is there.
    for kind in ({"QUAY_MCP_API_KEY": "x"}, {"QUAY_MCP_BASIC_PASSWORD": "x"}):
        given = ChainMap(kind, noting)  # type: ignore[arg-type]
        check = authenticator("QUAY_MCP", None, given)
        with contextlib.suppress(SettingError, Refusal):
            assert check is not None
            asyncio.run(check({}, {}))
    launcher = inspect.getsource(running)
    of_plans = {
        f"QUAY_MCP_{name.upper()}" for name in re.findall(r"settings\.([a-z_]+)\b", launcher)
    }
    fields = {f"QUAY_MCP_{name.upper()}" for name in RestSettings.__annotations__}
    fields.discard("QUAY_MCP_DOCUMENTATION")  # Of the page for people, which only REST has.
    return {name.removeprefix("QUAY_MCP_") for name in noting.names | (of_plans & fields)}


def test_every_setting_that_is_read_is_named_and_no_other() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", TEXT.partition("## Settings")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert named == settings_read()
    assert len(named) > 20


def configurations() -> list[Any]:
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]


def test_configurations_are_what_the_clients_read() -> None:
    """As their documentation has it: Claude Desktop, Claude Code and Cursor differ from VS Code."""
    servers = []
    for given in configurations():
        if "servers" in given:
            assert {one["type"] for one in given["servers"].values()} == {"stdio", "http"}
            asked = set(re.findall(r"\$\{input:(\w+)\}", json.dumps(given)))
            assert asked == {one["id"] for one in given["inputs"]}
            servers += given["servers"].values()
        else:
            assert given.keys() == {"mcpServers"}
            servers += given["mcpServers"].values()
    assert len(servers) == 5
    for server in servers:
        if "url" in server:
            assert server["url"] == "http://127.0.0.1:9090/mcp"
            assert server["headers"].keys() == {"Authorization"}
        else:
            assert server["args"] == ["-m", "quay", "mcp", "--transport", "stdio"]
            assert server["env"].keys() == {"PYTHONPATH", "QUAY_TOKEN"}


def test_words_after_lists_of_options_are_none_of_theirs() -> None:
    """`--env` and `--header` of Claude Code take every word up to the next option."""
    commands = re.findall(r"^claude mcp add ((?:.*\\\n)*.*)", TEXT, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        words = shlex.split(command.replace("\\\n", " "))
        before = list(itertools.takewhile(lambda word: word not in ("--env", "--header"), words))
        assert "quay" in before
        assert "http" not in before or "http://127.0.0.1:9090/mcp" in before
        rest = words[len(before) :]
        end = rest.index("--") if "--" in rest else len(rest)
        assert [word in ("--env", "--header") for word in rest[:end]] == [True, False] * (end // 2)


def test_the_command_of_the_configurations_starts_a_server(tmp_path: Path) -> None:
    """Another folder, no environment but the one that is configured: what a client does."""
    (server,) = [
        one
        for given in configurations()
        for one in given.get("mcpServers", {}).values()
        if "args" in one
    ]
    request = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "server/discover",
        "params": {"_meta": META},
    }
    done = subprocess.run(
        [sys.executable, *server["args"]],
        env={**server["env"], "PYTHONPATH": str(ROOT / "generated")},
        cwd=tmp_path,
        input=json.dumps(request).encode() + b"\n",
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["result"]["supportedVersions"] == ["2026-07-28"]


def test_the_requests_of_the_plain_client_are_answered() -> None:
    commands = re.findall(
        r"^curl http://127.0.0.1:9090/mcp(.*?)'\n```", TEXT, re.DOTALL | re.MULTILINE
    )
    assert len(commands) == 2
    for command in commands:
        given = [pair.split(": ", 1) for pair in re.findall(r"-H '([^']+)'", command)]
        headers = [(name.lower().encode(), value.encode()) for name, value in given]
        body = (
            command.partition("-d '")[2]
            .replace('"listrepos"', '"object"')
            .replace('"namespace":"coreos"', "")
        )
        asked = Asked((*headers, (b"host", b"127.0.0.1:9090")), body.encode())
        if dict(headers).get(b"mcp-name"):
            asked = asked.with_header("mcp-name", "object")

        async def one(asked: Asked = asked) -> bytes:
            app, _ = sample_app()
            answer = await ask(app, asked)
            await app.aclose()
            assert answer.status == 200, answer
            return answer.body

        assert json.loads(asyncio.run(one()))["result"]["isError"] is False


def test_the_table_has_every_client_that_is_tried() -> None:
    """`make clients` writes it; what it says is of the versions that are locked."""
    table = TEXT.partition("<!-- clients: ")[2].partition("<!-- end of clients -->")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| ")]
    found = {cells[0]: cells[1] for cells in rows[2:]}
    assert found == {one.name: _locked(one) for one in SUBJECTS}
    assert all(len(cells) == 9 for cells in rows)


def _locked(subject: Subject) -> str:
    folder = ROOT / "tests" / "clients"
    if isinstance(subject, NodeClient):
        lock = json.loads((folder / "npm" / subject.folder / "package-lock.json").read_text())
        return str(lock["packages"][f"node_modules/{subject.package}"]["version"])
    lines = (folder / "requirements" / f"{subject.lock}.txt").read_text().splitlines()
    (version,) = [
        line.split("==")[1].split(" ")[0]
        for line in lines
        if line.startswith(f"{subject.package}==")
    ]
    return version
