"""Steps on routes, tools and resources, generated and run, against the independent reading (`tests/oracle/programs.py`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
import yaml
from anyio.from_thread import BlockingPortal
from hypothesis import given, settings

from tests.corpus.generating import generate
from tests.oracle.programs import Program
from tests.support.processes import environment, serve
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, http_session, portal, text_of
from tests.support.upstreams import Told, Upstream

from . import stepped
from .orchestrated import DOCUMENTS, INPUTS
from .test_grammar import EXAMPLES, SEARCH, _NoAliases
from .test_worlds import write


@pytest.fixture(scope="module")
def loop() -> Iterator[BlockingPortal]:
    with portal() as opened:
        yield opened


@dataclass
class Bench:
    """A made file, read and served."""

    text: str
    operations: Mapping[str, Mapping[str, Any]]
    upstream: Upstream

    def hold(
        self,
        namespace: str,
        units: Mapping[str, Mapping[str, Any]],
        inputs: tuple[Mapping[str, str], ...],
        ask: Callable[[str, Mapping[str, str]], str],
    ) -> None:
        """Each unit answers and asks what the reading says."""
        documents = {f"/docs/{n}": each for n, each in enumerate(DOCUMENTS)}
        for (name, unit), given_inputs in zip(units.items(), inputs, strict=True):
            program = Program(namespace, self.operations, documents.__getitem__, given_inputs)
            expected = program.answer(unit)
            where = (self.text, namespace, name, given_inputs)
            assert json.loads(ask(name, given_inputs)) == expected, where
            sent = sorted(unquote(each) for each in self.upstream.targets())
            assert sent == sorted(unquote(each) for each in program.asked), where
            self.upstream.asked.clear()


@settings(SEARCH, max_examples=max(EXAMPLES // 2, 1))
@given(made=stepped.files())
def test_stepped(made: stepped.Stepped, loop: BlockingPortal, tmp_path: Path) -> None:
    folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
    text = yaml.dump(made.spec, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)
    write({**stepped.SCRIPTS, "made.yaml": text}, folder / "source")
    copying = 'scripts = "copy"\n'
    done = generate(folder / "source" / "made.yaml", folder, "made", settings=copying)
    assert done.written, (text, done.messages, done.crash)
    (api,) = made.spec["capability"]["consumes"]
    rest, mcp, _ = made.spec["capability"]["exposes"]
    operations = {
        f"docs.{name}": {**operation, "path": resource["path"]}
        for resource in api["resources"].values()
        for name, operation in resource["operations"].items()
    }
    with Upstream() as upstream:
        upstream.tell({f"GET /docs/{n}": Told(each) for n, each in enumerate(DOCUMENTS)})
        bench = Bench(text, operations, upstream)
        environ = environment(DOCS_BASE_URI=upstream.url, PYTHONPATH=str(folder))
        with serve("rest", environ, package="made", folder=folder) as served:
            routes = {
                name: operation
                for name, resource in rest["resources"].items()
                for operation in resource["operations"].values()
            }
            bench.hold(stepped.DESK, routes, made.inputs, _route(served.url))
        with (
            serve("mcp", environ, package="made", folder=folder) as served,
            http_session(loop, f"{served.url}/mcp", "auto") as tools,
        ):
            bench.hold(stepped.KEEPER, mcp["tools"], made.inputs, _tool(tools))
            whole = tuple({**dict.fromkeys(INPUTS, "9"), **each} for each in made.inputs)
            bench.hold(stepped.KEEPER, mcp["resources"], whole, _resource(tools, mcp))


def _route(url: str) -> Callable[[str, Mapping[str, str]], str]:
    def ask(name: str, inputs: Mapping[str, str]) -> str:
        reply = fetch(url, "GET", f"/u/{name.removeprefix('u')}?{urlencode(inputs)}")
        assert reply.status == 200, reply
        return reply.body.decode()

    return ask


def _tool(tools: ToolCaller) -> Callable[[str, Mapping[str, str]], str]:
    def ask(name: str, inputs: Mapping[str, str]) -> str:
        result = tools.call(name, inputs)
        assert not result.is_error, result
        return text_of(result)

    return ask


def _resource(tools: ToolCaller, mcp: Mapping[str, Any]) -> Callable[[str, Mapping[str, str]], str]:
    def ask(name: str, inputs: Mapping[str, str]) -> str:
        uri = mcp["resources"][name]["uri"]
        for each, value in inputs.items():
            uri = uri.replace(f"{{{each}}}", quote(value, safe=""))

        async def asked() -> Any:
            return await tools.client.read_resource(uri)

        (content,) = tools._portal.call(asked).contents
        return str(content.text)

    return ask
