"""No value in a path reaches another operation, whatever the upstream does to paths before it routes.

120 hostile values against every REST operation and tool of Quay and of five specs of our own, over real
sockets. The upstream is read as servers read paths: decoded up to three times, a backslash as a slash,
path parameters and blanks cut off, dot segments resolved, and routed only then.

Source: seen with a real Quay: `deletetag("org/x", "y/z")` deleted a repository.
"""

from __future__ import annotations

import importlib
import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from generator.command.cli import cli
from tests.corpus.examine import Bench, environment
from tests.corpus.naming import meet
from tests.corpus.rest_caller import RestCaller, rest_call
from tests.corpus.servers import Served
from tests.corpus.tool_caller import ToolCaller
from tests.corpus.values import plain
from tests.oracle import reading
from tests.oracle.holes import Hole
from tests.oracle.loader import load_text
from tests.oracle.things import Operation, Spec, Unit
from tests.oracle.units import inputs

ROOT = Path(__file__).parents[2]
OWN = [
    ROOT / "tests" / "corpus" / "specs" / f"{name}-capability.yaml"
    for name in ("answers", "arrivals", "bodies", "places", "second-generation")
]
QUAY = ROOT / "specs" / "quay-capability.yaml"

SLASHES = (
    "/", "%2F", "%2f", "%252F", "%25252f", "\\", "%5C", "%255c", "/./", "/../", "/..;/", "%2F..%2F",
    "%c0%af", "%u002f", "%%32%46", "/%2e%2e/", "\t/", "%2F%2F", "//", "\\..\\", "%252e%252e%252f", "/;x/",
)  # fmt: skip
FRAMES = (
    ("a", "robots"), ("a", "tag"), ("", "a"), ("a", ""), ("..", "user"),
)  # fmt: skip
ALONE = (
    "%2e%2e",
    "%2E",
    "..;",
    "..;x=1",
    "%252e%252e",
    ".\t.",
    "%2e%2e;a",
    "tag",
    "robots",
    "?x=/a",
)
HOSTILE = [f"{a}{slash}{b}" for slash in SLASHES for a, b in FRAMES] + list(ALONE)


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 120


# --- an upstream that decodes before it routes -------------------------------------------------


def as_servers_read_it(path: str) -> Iterator[tuple[str, bool]]:
    """The path after each of the things that servers do, and whether it was decoded."""
    for times in range(4):
        seen = path
        for _ in range(times):
            seen = unquote(seen)
        for backslash in ("\\", "/"):
            for cut in (False, True):
                found = seen.replace("\\", backslash)
                if cut:
                    found = re.sub(r"[\x00-\x20]|;[^/]*", "", found)
                yield found, times > 0
                yield resolved(found), times > 0


def resolved(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and kept:
            kept.pop()
        elif segment not in ("", ".", ".."):
            kept.append(segment)
    return "/" + "/".join(kept)


def pattern(operation: Operation, segments: dict[str, int]) -> re.Pattern[str]:
    text = ""
    for part in operation.path:
        if isinstance(part, Hole):
            count = segments.get(part.name, 1)
            text += "/".join(["[^/]+"] * count)
        else:
            text += re.escape(unquote(part))
    return re.compile(f"{text.rstrip('/')}/?")


def routed(spec: Spec, method: str, path: str, segments: dict[str, int]) -> Operation | None:
    """The operation with the most constants in its path, as routers choose it."""
    fitting = [
        each
        for each in spec.operations
        if each.method == method and pattern(each, segments).fullmatch(path)
    ]
    constants = {id(each): sum(len(p) for p in each.path if isinstance(p, str)) for each in fitting}
    return max(fitting, key=lambda each: constants[id(each)], default=None)


# --- the packages ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    opened = Bench.open()
    yield opened
    opened.close()


_NUMBERS = itertools.count(1)


class Package:
    """A generated package that calls the recording upstream."""

    def __init__(self, path: Path, folder: Path, table: str, bench: Bench) -> None:
        self.spec = reading.read(load_text(path.read_text(encoding="utf-8")))
        self.name = f"others{next(_NUMBERS)}"
        self.bench = bench
        config = folder / "pyproject.toml"
        config.write_text(f"[tool.capwright]\n{table}\n", encoding="utf-8")
        arguments = ["generate", str(path), "--out", str(folder), "--package", self.name]
        result = CliRunner().invoke(cli, [*arguments, "--config", str(config)])
        assert result.exit_code == 0, result.output
        sys.path.insert(0, str(folder))

    def reached(self) -> list[tuple[str, str]]:
        found = self.bench.upstream.take()
        return [
            (each.method, each.target.partition("?")[0].removeprefix("/base")) for each in found
        ]

    def rest(self, unit: Unit, caller: RestCaller, value: str) -> list[tuple[str, str]]:
        items = inputs(unit)
        given = {
            item.name: value if item.place == "path" else plain(item, "rest") for item in items
        }
        caller.send(rest_call(unit, items, given, fields_first=False))
        return self.reached()

    def tool(
        self, unit: Unit, caller: ToolCaller, name: str, names: dict[str, str], value: str
    ) -> list[tuple[str, str]]:
        in_path = {part.name for part in unit.operation.path if isinstance(part, Hole)}
        fed = {
            hole.name
            for key, template in (unit.arguments or {}).items()
            if key in in_path
            for hole in getattr(template, "text", ())
            if isinstance(hole, Hole)
        }
        given = {
            names.get(item.name, item.name): (
                value if item.name in in_path | fed else plain(item, "tool")
            )
            for item in inputs(unit)
        }
        caller.call(name, given)
        return self.reached()


def wrong(
    spec: Spec, unit: Unit, reached: list[tuple[str, str]], segments: dict[str, int]
) -> list[str]:
    """The other operations that what was sent may be taken for."""
    found = []
    for method, path in reached:
        for seen, is_decoded in as_servers_read_it(path):
            # To a server that does not decode, a value is one segment.
            other = routed(spec, method, seen, segments if is_decoded else {})
            if other is not None and other is not unit.operation:
                found.append(f"{unit.label}: {method} {path} is {seen}, which is {other.label}")
    return found


@pytest.mark.parametrize(
    ("path", "table", "segments"),
    [
        (QUAY, "path-segments = {repository = 2}", {"repository": 2}),
        (QUAY, "", {}),
        *((own, "", {}) for own in OWN),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_no_value_reaches_another_operation(
    tmp_path: Path,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    path: Path,
    table: str,
    segments: dict[str, int],
) -> None:
    package = Package(path, tmp_path, table, bench)
    spec = package.spec
    for name, value in environment(spec).items():
        monkeypatch.setenv(name.rpartition(":")[2], value)
    for operation in spec.operations:
        prefix = re.sub(r"[^A-Z0-9]+", "_", operation.namespace.upper())
        monkeypatch.setenv(f"{prefix}_BASE_URI", bench.upstream.base_uri)
        for name in environment(spec):
            if name.startswith(f"{operation.namespace}:"):
                own = re.sub(r"[^A-Z0-9]+", "_", name.rpartition(":")[2].upper())
                monkeypatch.setenv(f"{prefix}_{own}", "v")
    monkeypatch.setenv("LIBRARY_REGION", os.environ.get("LIBRARY_REGION", "eu"))
    found: list[str] = []
    called = 0
    for unit, call in _calls(package, bench):
        for value in HOSTILE:
            reached = call(value)
            called += bool(reached)
            found += wrong(spec, unit, reached, segments)
    assert found == []
    assert called  # some values are harmless, and arrive


def _calls(package: Package, bench: Bench) -> Iterator[tuple[Unit, object]]:
    spec = package.spec
    for adapter in dict.fromkeys(unit.adapter for unit in spec.rest):
        module = importlib.import_module(f"{package.name}.rest")
        served = Served(bench.loop, module.create_app(adapter))
        caller = RestCaller(served.port)
        for unit in spec.rest:
            if unit.adapter == adapter:
                yield unit, lambda value, u=unit, c=caller: package.rest(u, c, value)
        caller.close()
        served.close()
    for adapter in dict.fromkeys(unit.adapter for unit in spec.tools):
        module = importlib.import_module(f"{package.name}.mcp_server")
        served = Served(bench.loop, module.create_app(adapter))
        tools = ToolCaller(served.port)
        listed = tools.names()
        for unit in spec.tools:
            if unit.adapter == adapter and unit.name in listed:
                names = meet(
                    [item.name for item in inputs(unit)],
                    list(listed[unit.name]["inputSchema"].get("properties", {})),
                )
                yield unit, lambda value, u=unit, n=names, t=tools: package.tool(
                    u, t, u.name, n, value
                )
        tools.close()
        served.close()
