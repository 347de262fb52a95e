"""`make bench ARGS="against" BASE=revision`: this tree beside another revision, in one run.

Both are built from git and installed as wheels beside the same libraries. Each measurement is taken of
one and then of the other, over and over: what the machine does besides falls on both.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from .aside import put_aside
from .builds import Build, built
from .generator import many_operations, sample
from .mcp import ERAS, listed_in_turn, request
from .measuring import beside, interleaved, middle, of_rounds
from .processes import ROOT, TOKEN, Request, Server, environment, free_port, serving
from .table import Goal, Part, Table, number
from .upstream import LIST_PATH, Upstream, upstream
from .wrk import Post, load

OPERATIONS: Final = 1000
_SUBJECT: Final = ROOT / "bench" / "subjects" / "against.py"
_UNCHANGED: Final = "unchanged generate"
_CHECK: Final = "generate --check"
_IDLE: Final = 10.0
"""Seconds that a server does nothing before its memory is looked at."""
_MORE: Final = 3
"""Times the rounds for what moves much and takes little time."""
_TWICE: Final = 2
_MANY: Final = 10
"""The same for an import, which takes a few milliseconds."""
_CALL: Final = {"name": "listrepos", "arguments": {"namespace": "coreos", "public": True}}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured of a build."""

    what: str
    unit: str
    take: Callable[[Build], float]
    less_is_better: bool
    wanted: float | None = None
    """How much better this tree is to be; None for what has no goal of its own."""
    times: int = 1
    """Measurements in a round: more of what is short, and moves more than it is long."""


def measured(base: str, seconds: int, rounds: int, corpus: Path | None = None) -> Part:
    """The table of both builds, with ratios.

    Args:
        base: a revision of git.
        seconds: of one measurement under load.
        rounds: of each measurement; the middle one counts.
        corpus: a folder of specifications; None takes those of this repository.
    """
    with tempfile.TemporaryDirectory(prefix="bench-against-") as name, upstream() as api:
        work = Path(name)
        builder = ROOT / ".venv" / "bin" / "python"
        builds = {
            "base": built(base, "base", work, builder),
            "now": built(None, "now", work, builder),
        }
        many = _many(work)
        found: list[_Found] = []
        for measure in (*_of_the_generator(many, corpus, work), *_of_packages(api, seconds)):
            take = partial(_taken, measure, builds)
            taken = interleaved(builds, take, rounds * measure.times)
            ratio = of_rounds(taken["now"], taken["base"])
            better = 1 / ratio if measure.less_is_better else ratio
            found.append(_found(measure.what, measure.unit, taken, better, measure.wanted))
        found += _loaded(api, builds, seconds, rounds)
        table = _table(f"This tree beside {base}", found)
        listed = _listed(api, seconds, rounds, builds["now"])
        goals = [*_goals(found), *_between(found, rounds, builds["now"]), listed]
    return Part("against", f"Beside {base}, at {head()}", [table], goals)


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of the table."""

    what: str
    unit: str
    base: float
    now: float
    ratio: float
    """How much better this tree is."""
    wanted: float | None


def _found(
    what: str, unit: str, taken: Mapping[str, Sequence[float]], better: float, wanted: float | None
) -> _Found:
    return _Found(what, unit, middle(taken["base"]), middle(taken["now"]), better, wanted)


def head() -> str:
    """The commit of this tree, with a `+` where files differ from it."""
    command = ["git", "describe", "--always", "--abbrev=8", "--dirty=+", "--exclude=*"]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def _table(title: str, found: Sequence[_Found]) -> Table:
    table = Table(title, ("", "unit", "base", "now", "ratio"))
    for one in found:
        table.add(one.what, one.unit, number(one.base), number(one.now), f"{one.ratio:.2f}")
    table.note = (
        "The ratio is how much better this tree is: above 1 it is quicker or smaller. It is the middle one of those of "
        "the rounds, of which every other one begins with the other build. Of REST and MCP both builds' servers run at once."
    )
    return table


def _goals(found: Sequence[_Found]) -> Iterator[Goal]:
    for one in found:
        if one.wanted is not None:
            yield Goal(f"{one.what}: times better", one.ratio, one.wanted)


def _between(found: Sequence[_Found], rounds: int, build: Build) -> Iterator[Goal]:
    """Goals that hold one row against another, or this tree against what is no build."""
    now = {one.what: one.now for one in found}
    base = {one.what: one.base for one in found}
    ratio = now[_UNCHANGED] / base[_CHECK]
    yield Goal(f"{_UNCHANGED}, of the base's --check", ratio, 0.25, at_least=False)
    click = partial(_run, [str(ROOT / ".venv/bin/python"), "-c", "import click"])
    spec = ROOT / "specs" / "quay-capability.yaml"
    for what, options in ((_UNCHANGED, ()), (_CHECK, ("--check",))):
        ours = partial(_again, spec, *options, build)
        said = f'{what}, times `python -c "import click"`'
        yield Goal(said, beside(partial(_timed, click), ours, 4 * rounds), 3, at_least=False)


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, env=environment())


def _taken(measure: Measure, builds: Mapping[str, Build], name: str) -> float:
    return measure.take(builds[name])


# --- the generator --------------------------------------------------------------------------------


def _of_the_generator(many: Path, corpus: Path | None, work: Path) -> Iterator[Measure]:
    spec = ROOT / "specs" / "quay-capability.yaml"
    yield Measure("cold generate of Quay", "s", partial(_cold, spec), True, 2, _MORE)
    yield Measure(_UNCHANGED, "s", partial(_again, spec), True)
    yield Measure(_CHECK, "s", partial(_again, spec, "--check"), True, 4)
    title = f"cold generate of {OPERATIONS} operations"
    yield Measure(title, "s", partial(_cold, many), True, 1 / 0.3)
    # Our own files use what another revision may not know, and refuse at once.
    if corpus is not None:
        specs = _specs(corpus, work)
        count = len(list(specs.iterdir()))
        title = f"{count} files, cold, two processes"
        yield Measure(title, "s", partial(_all_of, specs), True, 2, _TWICE)


def _specs(corpus: Path, work: Path) -> Path:
    folder = work / "specs"
    folder.mkdir()
    for index, text in enumerate(sample(corpus)):
        (folder / f"spec-{index:04}.yaml").write_bytes(text)
    return folder


def _all_of(specs: Path, build: Build) -> float:
    """A corpus has files that are refused, as it should be."""
    out = build.folder / "corpus"
    put_aside(build.folder, "corpus", "cache")
    arguments = ["generate", str(specs), "--out", str(out), "--jobs", "2", "--ignore", "CAP"]
    command = build.command(build.module, *arguments)
    variables = environment(**build.variables())
    return _timed(
        lambda: subprocess.run(
            command, cwd=build.folder, env=variables, capture_output=True, check=False
        )
    )


def _cold(spec: Path, build: Build) -> float:
    put_aside(build.folder, "cold", "cache")
    return _timed(lambda: build.generate(spec, build.folder / "cold", "cold"))


def _again(spec: Path, *rest: Any) -> float:
    *options, build = rest
    build.generate(spec, build.folder, build.package)  # Untimed: what is known of it is known then.
    return _timed(lambda: build.generate(spec, build.folder, build.package, *options))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _many(folder: Path) -> Path:
    spec = folder / "many.yaml"
    spec.write_text(many_operations(OPERATIONS), "utf-8")
    return spec


# --- the packages ---------------------------------------------------------------------------------


def _of_packages(api: Upstream, seconds: int) -> Iterator[Measure]:
    for kind in ("async", "sync"):
        yield Measure(
            f"client, {kind}", "calls/s", partial(_client, kind, api, seconds), False, None, _MORE
        )
    yield Measure("import of the package", "s", partial(_client, "import", api, 0), True, 1, _MANY)
    yield Measure("REST, resident memory", "MB", partial(_memory, "rest", api), True, 1 / 0.85)
    yield Measure("MCP, resident memory", "MB", partial(_memory, "mcp", api), True, 1 / 0.8)


def _client(kind: str, api: Upstream, seconds: int, build: Build) -> float:
    subject = [str(build.python), str(_SUBJECT), kind, build.package, api.base_uri, str(seconds)]
    variables = environment(**build.variables())
    run = subprocess.run(subject, env=variables, check=True, capture_output=True, text=True)
    return float(run.stdout)


def _loads() -> Iterator[tuple[str, str, Request, float | None]]:
    """What is asked of a server of each build: the row, the adapter, the request, and how much better it is to be."""
    yield "REST, GET", "rest", Request(LIST_PATH), 1.25
    for era in ERAS:
        for method, params, wanted in (("tools/call", _CALL, 1.25), ("tools/list", {}, None)):
            yield f"MCP {era}, {method}", "mcp", request(era, method, params), wanted


def _loaded(
    api: Upstream, builds: Mapping[str, Build], seconds: int, rounds: int
) -> Iterator[_Found]:
    """Servers of both builds, which run at once and are measured in turn."""
    for what, kind, asked, wanted in _loads():
        post = None if asked.body is None else Post(asked.headers or {}, asked.body)
        with contextlib.ExitStack() as stack:
            servers = {
                name: stack.enter_context(_served(kind, api, build, asked))
                for name, build in builds.items()
            }
            take = partial(_rates, servers, asked.path, post)
            interleaved(servers, partial(take, 1), 1)
            rates = interleaved(servers, partial(take, seconds), _MORE * rounds)
        yield _found(what, "req/s", rates, of_rounds(rates["now"], rates["base"]), wanted)


def _rates(
    servers: Mapping[str, Server], path: str, post: Post | None, seconds: int, name: str
) -> float:
    return load(servers[name], path, seconds, post=post).rate


def _listed(api: Upstream, seconds: int, rounds: int, build: Build) -> Goal:
    """`tools/list` of the newer era beside the older one's: of one server, in turn."""
    with _served("mcp", api, build, request(ERAS[0], "tools/list", {})) as server:
        ratio = listed_in_turn(server, 4 * seconds * (rounds + 1))
    return Goal(f"tools/list, {ERAS[1]} of {ERAS[0]}", ratio, 0.95)


def _memory(kind: str, api: Upstream, build: Build) -> float:
    first = Request(LIST_PATH) if kind == "rest" else request(ERAS[0], "tools/list", {})
    with _served(kind, api, build, first) as server:
        time.sleep(_IDLE)
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
