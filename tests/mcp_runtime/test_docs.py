"""docs/mcp.md names every setting, and its configurations and requests are what it says."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

from templates.runtime.settings import McpSettings

from .asking import Asked, ask
from .conftest import sample_app

TEXT = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text()


def test_every_setting_is_named() -> None:
    fields = set(McpSettings.__annotations__) - {"environ"}
    assert [name for name in sorted(fields) if f"`{name.upper()}`" not in TEXT] == []


def test_configurations_are_json() -> None:
    blocks = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert json.loads(block)


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
