"""`make bench ARGS="against" BASE=revision`: this tree beside another revision, in one run.

Both are built from git and installed as wheels beside the same libraries. Each measurement is taken of
one and then of the other, over and over: what the machine does besides falls on both.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from .builds import Build, built
from .mcp import ERAS, request
from .measuring import interleaved, medians
from .processes import ROOT, TOKEN, Request, Server, environment, free_port, serving
from .table import Part, Table, number
from .upstream import LIST_PATH, Upstream, upstream
from .wrk import Post, load

OPERATIONS: Final = 1000
_SUBJECT: Final = ROOT / "bench" / "subjects" / "against.py"
_CALL: Final = {"name": "listrepos", "arguments": {"namespace": "coreos", "public": True}}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured of a build."""

    what: str
    unit: str
    take: Callable[[Build], float]
    less_is_better: bool


def measured(base: str, seconds: int, rounds: int) -> Part:
    """The table of both builds, with ratios.

    Args:
        base: a revision of git.
        seconds: of one measurement under load.
        rounds: of each measurement; the middle one counts.
    """
    with tempfile.TemporaryDirectory(prefix="bench-against-") as name, upstream() as api:
        work = Path(name)
        builder = ROOT / ".venv" / "bin" / "python"
        builds = {
            "base": built(base, "base", work, builder),
            "now": built(None, "now", work, builder),
        }
        many = _many(work)
        table = Table(f"This tree beside {base}", ("", "unit", "base", "now", "ratio"))
        for measure in (*_of_the_generator(many), *_of_packages(api, seconds)):
            taken = interleaved(builds, partial(_taken, measure, builds), rounds)
            found = medians(taken)
            better = found["base"] / found["now"] if measure.less_is_better else 0
            ratio = better or found["now"] / found["base"]
            table.add(
                measure.what,
                measure.unit,
                number(found["base"]),
                number(found["now"]),
                f"{ratio:.2f}",
            )
    table.note = "The ratio is how much better this tree is: above 1 it is quicker or smaller."
    return Part("against", f"Beside {base}", [table], ())


def _taken(measure: Measure, builds: Mapping[str, Build], name: str) -> float:
    return measure.take(builds[name])


# --- the generator --------------------------------------------------------------------------------


def _of_the_generator(many: Path) -> Iterator[Measure]:
    spec = ROOT / "specs" / "quay-capability.yaml"
    yield Measure("cold generate of Quay", "s", partial(_cold, spec), True)
    yield Measure("unchanged generate", "s", partial(_again, spec), True)
    yield Measure("generate --check", "s", partial(_again, spec, "--check"), True)
    yield Measure(f"cold generate of {OPERATIONS} operations", "s", partial(_cold, many), True)


def _cold(spec: Path, build: Build) -> float:
    for folder in ("cold", "cache"):
        shutil.rmtree(build.folder / folder, ignore_errors=True)
    return _timed(lambda: build.generate(spec, build.folder / "cold", "cold"))


def _again(spec: Path, *rest: Any) -> float:
    *options, build = rest
    build.generate(spec, build.folder, build.package)  # Untimed: what is known of it is known then.
    return _timed(lambda: build.generate(spec, build.folder, build.package, *options))


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _many(folder: Path) -> Path:
    """A capability of many operations, each exposed under REST; JSON is YAML 1.2."""
    names = [f"list-things-{index:04}" for index in range(OPERATIONS)]
    get = {"method": "GET"}
    consumed = [{"name": n, "path": f"/{n}", "operations": [{**get, "name": n}]} for n in names]
    exposed = [
        {"path": f"/{n}", "operations": [{**get, "name": n, "call": f"many.{n}"}]} for n in names
    ]
    api = {"type": "http", "namespace": "many", "baseUri": "https://api.example.com"}
    rest = {"type": "rest", "namespace": "many-rest", "port": 8080}
    capability = {
        "consumes": [{**api, "resources": consumed}],
        "exposes": [{**rest, "resources": exposed}],
    }
    document = {"naftiko": "1.0.0-alpha2", "info": {"label": "Many"}, "capability": capability}
    spec = folder / "many.yaml"
    spec.write_text(json.dumps(document), "utf-8")
    return spec


# --- the packages ---------------------------------------------------------------------------------


def _of_packages(api: Upstream, seconds: int) -> Iterator[Measure]:
    for kind in ("async", "sync"):
        yield Measure(f"client, {kind}", "calls/s", partial(_client, kind, api, seconds), False)
    yield Measure("import of the package", "s", partial(_client, "import", api, 0), True)
    yield Measure("REST, GET", "req/s", partial(_rest, api, seconds), False)
    yield Measure("REST, resident memory", "MB", partial(_memory, "rest", api), True)
    for era in ERAS:
        for method, params in (("tools/call", _CALL), ("tools/list", {})):
            take = partial(_mcp, era, method, params, api, seconds)
            yield Measure(f"MCP {era}, {method}", "req/s", take, False)
    yield Measure("MCP, resident memory", "MB", partial(_memory, "mcp", api), True)


def _client(kind: str, api: Upstream, seconds: int, build: Build) -> float:
    subject = [str(build.python), str(_SUBJECT), kind, build.package, api.base_uri, str(seconds)]
    variables = environment(**build.variables())
    run = subprocess.run(subject, env=variables, check=True, capture_output=True, text=True)
    return float(run.stdout)


def _rest(api: Upstream, seconds: int, build: Build) -> float:
    with _served("rest", api, build, Request(LIST_PATH)) as server:
        load(server, LIST_PATH, 1)
        return load(server, LIST_PATH, seconds).rate


def _mcp(
    era: str, method: str, params: dict[str, Any], api: Upstream, seconds: int, build: Build
) -> float:
    asked = request(era, method, params)
    post = Post(asked.headers or {}, asked.body or "")
    with _served("mcp", api, build, asked) as server:
        load(server, "/mcp", 1, post=post)
        return load(server, "/mcp", seconds, post=post).rate


def _memory(kind: str, api: Upstream, build: Build) -> float:
    first = Request(LIST_PATH) if kind == "rest" else request(ERAS[0], "tools/list", {})
    with _served(kind, api, build, first) as server:
        return server.forget_peak() / 1e6


@contextlib.contextmanager
def _served(kind: str, api: Upstream, build: Build, first: Request) -> Iterator[Server]:
    port = free_port()
    adapter = f"QUAY_{kind.upper()}"
    variables = {
        **build.variables(),
        "QUAY_BASE_URI": api.base_uri,
        "QUAY_TOKEN": TOKEN,
        f"{adapter}_PORT": str(port),
        f"{adapter}_ACCESS_LOG": "off",
    }
    transport = ("--transport", "http") if kind == "mcp" else ()
    command = build.command(build.package, kind, *transport)
    with serving(command, variables, port, first) as server:
        yield server
