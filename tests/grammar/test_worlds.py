"""Made capabilities of several files, generated and run, against the independent reading (`tests/oracle/worlds.py`)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from anyio.from_thread import BlockingPortal
from hypothesis import given, settings

from tests.corpus.generating import generate
from tests.oracle.holes import MISSING
from tests.oracle.worlds import Reading, Sent
from tests.support.processes import environment, serve
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, http_session, portal, text_of
from tests.support.upstreams import Asked, Told, Upstream

from .test_grammar import EXAMPLES, SEARCH
from .worlds import ITEMS, PAPERS, ROOT, World, worlds

CALLER = {"X-Keep": "kept", "X-Drop": "dropped", "Authorization": "Bearer caller"}


@pytest.fixture(scope="module")
def loop() -> Iterator[BlockingPortal]:
    with portal() as opened:
        yield opened


@settings(SEARCH, max_examples=max(EXAMPLES // 2, 1))
@given(world=worlds())
def test_worlds(world: World, loop: BlockingPortal, tmp_path: Path) -> None:
    folder = tmp_path / f"world{len(list(tmp_path.iterdir()))}"
    write(world.files, folder / "source")
    made = generate(folder / "source" / "capability.yaml", folder, "made")
    assert made.written, (made.messages, made.crash, world.files["capability.yaml"])
    write(world.secrets, folder)
    reading = Reading(world.files, world.secrets, world.environment)
    with Upstream() as upstream:
        told = {
            f"GET {ROOT}/docs/{at}": Told(raw=one.content) for at, one in enumerate(world.answers)
        }
        items = {f"GET {ROOT}/item/{quote(each, safe='')}": Told(_item(each)) for each in ITEMS}
        upstream.tell(told | items)
        base = {f"{each.upper()}_BASE_URI": upstream.url + ROOT for each in reading.apis}
        environ = environment(**base, **world.environment, PYTHONPATH=str(folder))
        with serve("rest", environ, package="made", folder=folder) as served:
            _rest(reading, world, served.url, upstream)
        with (
            serve("mcp", environ, package="made", folder=folder) as served,
            http_session(loop, f"{served.url}/mcp", "auto") as tools,
        ):
            _mcp(reading, world, tools, upstream)


def write(files: Mapping[str, str], folder: Path) -> None:
    """Texts by their paths below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _asked(upstream: Upstream) -> Sent:
    """The only request since the last one."""
    (asked,) = upstream.asked
    upstream.asked.clear()
    return _sent(asked)


def _sent(asked: Asked) -> Sent:
    assert "x-drop" not in asked.headers
    return Sent(asked.target, asked.headers.get("authorization", ""), asked.headers.get("x-keep"))


def _rest(reading: Reading, world: World, url: str, upstream: Upstream) -> None:
    resources = reading.rest["resources"]
    for number, answer in enumerate(world.answers):
        unit = resources[f"e{number}"]["operations"]["get"]
        reply = fetch(url, "GET", f"/e/{number}")
        assert _asked(upstream) == reading.called(unit["call"]), number
        expected = reading.document(unit, answer.content)
        got = json.loads(reply.body) if reply.body else MISSING
        assert (reply.status, got) == (200, expected), (answer, unit)
    flow = reading.flow(resources["item"]["operations"]["get"]["ref"])
    for item in ITEMS:
        reply = fetch(url, "GET", f"/item/{quote(item, safe='')}")
        assert _asked(upstream) == reading.called(flow["call"], id=item)
        assert reply.json == {"is": item}
    for rest in world.handed_on:
        fetch(url, "GET", f"/pass/{rest}", headers=CALLER)
        assert _asked(upstream) == reading.handed_on(rest, CALLER), rest


def _mcp(reading: Reading, world: World, tools: ToolCaller, upstream: Upstream) -> None:
    def ask(method: str, *arguments: Any) -> Any:
        async def asked() -> Any:
            return await getattr(tools.client, method)(*arguments)

        return tools._portal.call(asked)

    for number, answer in enumerate(world.answers):
        unit = reading.mcp["resources"][f"r{number}"]
        (content,) = ask("read_resource", unit["uri"]).contents
        assert _asked(upstream) == reading.called(unit["call"])
        expected = reading.document(unit, answer.content)
        if "mimeType" in unit:
            assert content.mime_type == unit["mimeType"]
        if expected is not MISSING:
            assert json.loads(content.text) == expected, (answer, unit)
    _items(reading, tools, upstream, ask)
    listed = ask("list_resources").resources
    assert [(each.uri, each.title, each.mime_type) for each in listed] == reading.listed()
    templates = ask("list_resource_templates").resource_templates
    assert [(each.uri_template, each.mime_type) for each in templates] == reading.templates()
    papers = reading.papers(reading.mcp["resources"]["papers"])
    assert len(papers) == len(PAPERS)
    for uri, (media, expected) in papers.items():
        (content,) = ask("read_resource", uri).contents
        is_text = isinstance(expected, str)
        found = content.text if is_text else base64.b64decode(content.blob)
        assert (content.mime_type, found) == (media, expected), uri
    for prompt in ask("list_prompts").prompts:
        said = [(each.name, each.required) for each in prompt.arguments]
        assert said == reading.needs(prompt.name)
        for arguments in world.prompts:
            messages = ask("get_prompt", prompt.name, arguments).messages
            shown = [(each.role, each.content.text) for each in messages]
            assert shown == reading.prompt(prompt.name, arguments), arguments


def _item(name: str) -> dict[str, Any]:
    by = {"x": {"n": 1}, "y": {"n": {"deep": None}}, "z": 5}
    return {"id": name, "more": 1, "by": by}


def _items(
    reading: Reading, tools: ToolCaller, upstream: Upstream, ask: Callable[..., Any]
) -> None:
    """Resources with a variable, and a tool of the same flow."""
    flow = reading.flow(reading.mcp["tools"]["item"]["ref"])
    for item in ITEMS:
        told = json.dumps(_item(item)).encode()
        for name in ("item", "given", "flow", "by"):
            resource = reading.mcp["resources"][name]
            uri, sent = reading.item(resource, item)
            (content,) = ask("read_resource", uri).contents
            assert _asked(upstream) == sent
            assert json.loads(content.text) == reading.document(resource, told), name
            assert content.mime_type == resource.get("mimeType", "application/json")
        result = tools.call("item", {"id": item})
        assert _asked(upstream) == reading.called(flow["call"], id=item)
        assert json.loads(text_of(result)) == {"is": item}
