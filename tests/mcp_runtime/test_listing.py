"""What is listed was written when the package was generated, and is what the SDK would say."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mcp_types as types
import pytest

from generator.lower.mcp_answers import server_version
from templates.runtime.mcp.about import About
from templates.runtime.mcp.call import Toolbox
from templates.runtime.mcp.results import Limits
from tests.conformance_openapi.packages import write_package

from .asking import Asked, ask, legacy, modern, running
from .sample import PLAIN

SURFACE = Path(__file__).parent / "surface-capability.yaml"
ERAS = {
    **{version: legacy("tools/list", version=version) for version in ("2024-11-05", "2025-11-25")},
    "2026-07-28": modern("tools/list"),
}

INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "x", "version": "1"},
}


class Package:
    """A generated package with one MCP adapter."""

    def __init__(self, name: str) -> None:
        def module(inner: str) -> Any:
            return importlib.import_module(f"{name}.{inner}")

        self.server = module("mcp_server")
        self.settings = module("settings").Settings
        self.listing = module("_runtime.mcp.listing")
        self.fast = module("_runtime.mcp.fast")
        self.tool = module("_runtime.mcp.tools").Tool
        ((self.namespace, self.adapter),) = self.server.ADAPTERS.items()
        root = Path(self.server.__file__).parent
        self.file = root / self.adapter.answers
        self.prefix = self.adapter.declaration.prefix
        self.is_official = name == "own"  # the surface beside this file

    def app(self, environ: Mapping[str, str] | None = None) -> Any:
        return self.server.create_app(settings=self.settings.from_environment(environ or {}))

    def result(self, app: Any, asked: Asked) -> bytes:
        """The bytes of the result in an answer."""

        async def one() -> bytes:
            async with running(app):
                return (await ask(app, asked)).body

        head, _, rest = asyncio.run(one()).partition(b',"result":')
        assert head == b'{"jsonrpc":"2.0","id":1'
        return rest[:-1]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    """The package of a spec that has everything a list can show."""
    folder = tmp_path_factory.mktemp("harbour")
    write_package(SURFACE, folder)
    sys.path.insert(0, str(folder))
    try:
        yield Package("own")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "own"]:
            del sys.modules[name]


@pytest.fixture(params=["quay", "harbour"])
def package(request: pytest.FixtureRequest) -> Package:
    if request.param == "quay":
        return Package("generated.quay")
    made: Package = request.getfixturevalue("harbour")
    return made


def canonical(text: bytes | str) -> str:
    """JSON with its keys in order: an object has none, and the SDK's differs from era to era."""
    return json.dumps(json.loads(text), sort_keys=True)


def by_sdk(package: Package, asked: Asked) -> bytes:
    """The result that the SDK writes, with nothing in front of it."""
    app = package.app()
    app.all.fast = SimpleNamespace(understand=lambda headers, body, read: None)
    return package.result(app, asked)


def test_the_file_says_what_the_declarations_say(package: Package) -> None:
    app = package.app()
    made = package.listing.made(app.toolbox.about, package.adapter.tools)
    lines = package.file.read_bytes().split(b"\n")
    assert lines == [made.discovery, *made.entries.values(), b""]


def test_the_spec_is_in_the_file(harbour: Package) -> None:
    discovery, *entries = map(json.loads, harbour.file.read_text("utf-8").split("\n")[:-1])
    assert (discovery["ttlMs"], discovery["cacheScope"]) == (90000, "public")
    assert discovery["instructions"].endswith("with a \u2028 if lost.")
    identity = discovery["_meta"]["io.modelcontextprotocol/serverInfo"]
    assert identity == {"name": "harbour-mcp", "version": "7.1", "title": "Harbour “Süd”"}
    assert [each.get("title") for each in entries] == ["List berths", None, "Drop", None]
    assert entries[1]["annotations"]["openWorldHint"] is False
    assert entries[1]["outputSchema"]["properties"]["length"] == {"type": ["number", "null"]}


def test_schemas_are_of_the_subset_that_every_client_takes(package: Package) -> None:
    allowed = {
        *("type", "properties", "required", "additionalProperties", "description", "enum"),
        *("default", "pattern", "items", "contentEncoding"),
    }
    for tool in package.adapter.tools:
        schema = tool.input_schema
        assert schema["type"] == "object"
        # Tools of the official language take arguments that they do not declare.
        assert schema.get("additionalProperties") is (None if package.is_official else False)
        assert all(each.keys() <= allowed for each in (schema, *schema["properties"].values()))
        assert re.fullmatch("[A-Za-z0-9_-]{1,64}", tool.name)
        shown = tool.output_schema
        assert shown is None or (shown["type"] == "object" and "required" not in shown)


@pytest.mark.parametrize("era", ERAS)
def test_lists_are_what_the_sdks_models_write(package: Package, era: str) -> None:
    said = package.result(package.app(), ERAS[era])
    model = types.ListToolsResult.model_validate_json(said)
    written = model.model_dump_json(by_alias=True, exclude_unset=True)
    assert canonical(said) == canonical(written)
    assert canonical(said) == canonical(by_sdk(package, ERAS[era]))
    assert len(said) == len(written.encode())


def test_discovery_is_what_the_sdks_models_write(package: Package) -> None:
    asked = modern("server/discover")
    said = package.result(package.app(), asked)
    assert said == package.file.read_bytes().split(b"\n")[0]
    model = types.DiscoverResult.model_validate_json(said)
    assert canonical(said) == canonical(model.model_dump_json(by_alias=True, exclude_unset=True))
    assert canonical(said) == canonical(by_sdk(package, asked))


def test_no_schema_is_encoded_once_an_app_is_made(
    harbour: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is when it is made, to hold the declarations against the file."""
    apps = [(asked, harbour.app()) for asked in (*ERAS.values(), modern("server/discover"))]
    monkeypatch.delattr(harbour.tool, "wire")
    monkeypatch.delattr(harbour.listing, "made")
    for asked, app in apps:
        assert harbour.result(app, asked)


@pytest.mark.parametrize("era", ERAS)
def test_settings_choose_among_the_lines(harbour: Package, era: str) -> None:
    every = harbour.file.read_bytes().split(b"\n")[1:-1]
    for environ, lines in (
        ({}, every),
        ({"READ_ONLY": "true"}, [every[0], every[1], every[3]]),
        ({"TOOLS": "*berth*", "EXCLUDE": "drop*,berth-*"}, every[:2]),
    ):
        app = harbour.app(
            {
                f"{harbour.prefix}_{name}": value
                for name, value in {**environ, "MAX_RESULT_BYTES": "50000"}.items()
            }
        )
        said = harbour.result(app, ERAS[era])
        assert said.startswith(b'{"tools":[%b]' % b",".join(lines))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:1], *lines[2:], lines[1]],
        lambda lines: [lines[0].replace(b"0", b"1"), *lines[1:]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines[:-1], lines[-1].replace(b"object", b"array", 1)],
    ],
)
def test_a_file_that_says_something_else_is_refused(
    package: Package, spoil: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = b"".join(b"%b\n" % line for line in spoil(package.file.read_bytes().splitlines()))
    monkeypatch.setattr(Path, "read_bytes", lambda _: spoilt)
    with pytest.raises(Exception, match="generate again") as caught:
        package.app()
    assert type(caught.value).__name__ == "EditedPackageError"
    assert package.file.name in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", "Something else."),
        ("name", "another_name"),
        ("input_schema", {"type": "object", "properties": {"renamed": {}}}),
        ("annotations", None),
    ],
)
def test_an_edited_declaration_is_refused_and_never_served_beside_the_old_list(
    package: Package, field: str, value: Any
) -> None:
    first, *others = package.adapter.tools
    if field == "annotations":
        value = dataclasses.replace(
            first.annotations, destructive=not first.annotations.destructive
        )
    edited = dataclasses.replace(first, **{field: value})
    app = dataclasses.replace(package.adapter, tools=(edited, *others))
    settings = package.settings.from_environment({})
    with pytest.raises(Exception, match=rf"differ in {edited.name}: .* generate again"):
        app.create_app(settings.mcp[package.namespace], settings.apis)
    # Who wants it served as edited says so: without the file the declarations are what is listed.
    own = dataclasses.replace(app, answers=None)
    served = own.create_app(settings.mcp[package.namespace], settings.apis)
    assert json.loads(served.toolbox.listing.entries[edited.name]) == edited.wire()


@pytest.mark.parametrize("field", ["title", "instructions", "version", "ttl_ms", "cache_scope"])
def test_what_a_server_says_of_itself_is_held_against_the_file_too(
    package: Package, field: str
) -> None:
    value = {"ttl_ms": 7, "cache_scope": "public"}.get(field, "edited")
    if getattr(package.adapter, field) == value:
        value = "private"
    app = dataclasses.replace(package.adapter, **{field: value})
    settings = package.settings.from_environment({})
    with pytest.raises(Exception, match=r"differ in server/discover: .* generate again"):
        app.create_app(settings.mcp[package.namespace], settings.apis)


def test_a_server_has_a_version_that_changes_with_its_tools(package: Package) -> None:
    """The spec's, else the package's own; hosts keep what they know of a server by it."""
    said = json.loads(package.file.read_bytes().splitlines()[0])
    version = said["_meta"]["io.modelcontextprotocol/serverInfo"]["version"]
    app = package.app()
    asked = legacy("initialize", INITIALIZE)
    handshake = json.loads(package.result(app, asked))
    assert handshake["serverInfo"]["version"] == version
    if package.namespace == "quay-mcp":
        assert re.fullmatch("0[+][0-9a-f]{12}", version)
    assert server_version("2.1", [b"a"]) == "2.1"
    assert server_version(None, [b"a"]) != server_version("", [b"b"])


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    ("limit", "longest"),
    [(None, 100_000), ("50000", None), ("50001", 50_001), ("9000000", 500_000)],
)
def test_hosts_learn_how_long_a_text_may_be(
    harbour: Package, era: str, limit: str | None, longest: int | None
) -> None:
    """Users' world, B.9: `anthropic/maxResultSizeChars` of `_meta`."""
    environ = {} if limit is None else {f"{harbour.prefix}_MAX_RESULT_BYTES": limit}
    tools = json.loads(harbour.result(harbour.app(environ), ERAS[era]))["tools"]
    meta = None if longest is None else {"anthropic/maxResultSizeChars": longest}
    assert tools
    assert all(tool.get("_meta") == meta for tool in tools)


def test_bytes_are_no_text_that_could_be_long() -> None:
    binary = replace(PLAIN[0], name="bytes", binary=True)
    toolbox = Toolbox(About(name="x", version="1"), (PLAIN[0], binary), Limits(9_000_000, 90_000))
    listed = json.loads(b"[%b]" % toolbox.listed())
    assert listed == toolbox.entries()
    assert ["_meta" in entry for entry in listed] == [True, False]
