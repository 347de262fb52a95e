"""What a package costs to own: its files, and the lines of code of its runtime. `make count`.

A line of code has something on it besides white space, comments and documentation.
"""

from __future__ import annotations

import ast
import functools
import io
import subprocess
import sys
import tempfile
import tokenize
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from generator.diagnostics import Findings
from generator.options import BOTH, Options, Runtime, Transport
from generator.pipeline import build, understand
from generator.runtime.graph import runtime_modules

from .cost_features import FEATURES, feature_of

ROOT: Final = Path(__file__).resolve().parent.parent
QUAY: Final = ROOT / "specs" / "quay-capability.yaml"
PAGE: Final = ROOT / "docs" / "vendoring.md"
_RUNTIME: Final = "_runtime/"
FIRST: Final = "4a64450"
"""The commit with which the counts are compared."""
NO_FEATURE: Final = "nothing"
_TELLING: Final = 16
"""Characters of a line that is known again; shorter ones stand in many functions."""
_NO_CODE: Final = frozenset(
    (
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT),
        *(tokenize.DEDENT, tokenize.ENDMARKER),
    )
)


def code_lines(content: bytes) -> int:
    """How many lines of code a Python file has."""
    return len(_code(content))


def _code(content: bytes) -> list[str]:
    """The lines of code of a Python file, without the white space around them."""
    text = content.decode("utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(ast.Constant(str())):
                lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    written = text.splitlines()
    return [written[number - 1].strip() for number in sorted(lines)]


def counted(files: Mapping[str, bytes]) -> tuple[int, int, int]:
    """Of a package: files, files of its runtime, lines of code of its runtime."""
    runtime = [path for path in files if path.startswith(_RUNTIME) and path.endswith(".py")]
    return len(files), len(runtime), sum(code_lines(files[path]) for path in runtime)


@functools.cache
def quay(
    kinds: tuple[str, ...],
    runtime: Runtime = Runtime.VENDORED,
    transports: Collection[Transport] = BOTH,
) -> Mapping[str, bytes]:
    """Quay's package with the adapters of some kinds only, and with some transports."""
    document: Any = yaml.safe_load(QUAY.read_text(encoding="utf-8"))
    capability = document["capability"]
    capability["exposes"] = [each for each in capability["exposes"] if each["type"] in kinds]
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / QUAY.name
        spec.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        understood = understand(spec, None, Findings())
    assert understood is not None
    parent = "generated" if runtime is Runtime.SHARED else ""
    return build(
        understood,
        Options("quay", runtime=runtime, parent=parent, transports=tuple(transports)),
    )


def table() -> str:
    """The counts as Markdown."""
    lines = [
        "| Quay | files | of these runtime | lines of code of the runtime |",
        "| --- | --- | --- | --- |",
    ]
    for name, files in _kinds():
        every, modules, code = counted(files)
        lines.append(f"| {name} | {every} | {modules} | {code:,} |")
    return "".join(f"{line}\n" for line in lines)


@functools.cache
def _kinds() -> tuple[tuple[str, Mapping[str, bytes]], ...]:
    """Packages of Quay that people have, each under a name."""
    return (
        ("client alone", quay(())),
        ("client and REST", quay(("rest",))),
        ("client and MCP", quay(("mcp",))),
        ("all three", quay(("rest", "mcp"))),
        *(
            (f"{name}, on {transport.value} alone", quay(kinds, transports=(transport,)))
            for name, kinds in (("client", ()), ("all three", ("rest", "mcp")))
            for transport in Transport
        ),
        ("all three, beside a shared runtime", quay(("rest", "mcp"), Runtime.SHARED)),
        ("client and REST, beside a shared runtime", quay(("rest",), Runtime.SHARED)),
    )


def spent() -> str:
    """What the lines of code are spent on, as Markdown: a row for each feature."""
    full = quay(("rest", "mcp"))
    client, every, before = _by_feature(quay(())), _by_feature(full), _before()
    used = before - _left(full)
    more = Counter({name: count - min(count, used[name]) for name, count in every.items()})
    lines = [
        "| what it is for | what asks for it | client | all three | at first | more since | what came since |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    columns = (client, every, before, more)
    for each in FEATURES:
        counts = (column[each.name] for column in columns)
        shown = " | ".join(f"{count:,}" if count else "" for count in counts)
        lines.append(f"| {each.name} | {each.need} | {shown} | {each.later} |")
    sums = (f"{sum(each.values()):,}" for each in columns)
    lines.append(f"| **all** | | {' | '.join(sums)} | |")
    return "".join(f"{line}\n" for line in lines)


AIMS: Final = {"client": 2_700, "all three": 6_800}
"""Lines of code of the runtime that were aimed at for what there was at first."""


def account() -> str:
    """Which of the lines serve what there was at first, and which came with later features, as Markdown.

    A row of `FEATURES` counts as it was at first, less what has left the package, or as it is now where that
    is less.
    """
    every = ("rest", "mcp")
    lean = frozenset((Transport.PYREQWEST,))
    packages = (quay(()), quay(every), quay((), transports=lean), quay(every, transports=lean))
    first = _first()
    before = _by_feature(first)
    columns = [_accounted(_by_feature(each), before - _left(each)) for each in packages]
    rows = zip(
        (
            "what there was at first, and is used",
            "grown in the rows that there were",
            "rows that there were not",
            "**all**",
        ),
        *columns,
        strict=True,
    )
    lines = [
        "| lines of code | client | all three | client, on pyreqwest alone | all three, on pyreqwest alone |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [f"| {name} | {_in_columns(counts)} |" for name, *counts in rows]
    lines.append(
        f"| the aim for the first line | {_in_columns((*AIMS.values(), *AIMS.values()))} |"
    )
    modules = [{path for path in each if path.startswith(_RUNTIME)} for each in packages]
    came = [len(each - first.keys()) for each in modules]
    there = [len(each & first.keys()) for each in modules]
    lines.append(f"| modules of the runtime that there were | {_in_columns(there)} |")
    lines.append(f"| modules that came since | {_in_columns(came)} |")
    return "".join(f"{line}\n" for line in lines)


def _in_columns(counts: Iterable[int]) -> str:
    return " | ".join(f"{count:,}" for count in counts)


def by_age() -> str:
    """Which files of each kind of package were there at first, and which came since, as Markdown."""
    first = _files_at_first()
    lines = [
        "| Quay | modules of the runtime, at first | since | other files, at first | since |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, files in _kinds():
        runtime = {path for path in files if path.startswith(_RUNTIME)}
        counts = [
            len(side)
            for part in (runtime, files.keys() - runtime)
            for side in (part & first, part - first)
        ]
        lines.append(f"| {name} | {' | '.join(map(str, counts))} |")
    return "".join(f"{line}\n" for line in lines)


def _accounted(now: Counter[str], before: Counter[str]) -> tuple[int, int, int, int]:
    """At first, grown, new, all. A row counts as it was at first, or less where it shrank."""
    first = sum(min(count, before[name]) for name, count in now.items())
    new = sum(count for name, count in now.items() if not before[name])
    return first, now.total() - first - new, new, now.total()


def _left(files: Mapping[str, bytes]) -> Counter[str]:
    """By feature, the lines of code that were there at first, and that have left a package since.

    They stand, as they were, in modules of the runtime that the package does not have. What was written anew
    on the way is not found, so there are more.
    """
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for path, content in runtime_modules().items():
        (inside if f"{_RUNTIME}{path}" in files else outside).update(_code(content))
    left: Counter[str] = Counter()
    for path, content in _first().items():
        feature = feature_of(path.removeprefix(_RUNTIME))
        if feature is None:
            continue
        for line in _code(content):
            if inside[line]:
                inside[line] -= 1
            elif outside[line] and len(line) >= _TELLING:
                outside[line] -= 1
                left[feature.name] += 1
    return left


def _by_feature(files: Mapping[str, bytes]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path, content in files.items():
        if path.startswith(_RUNTIME) and path.endswith(".py"):
            feature = feature_of(path.removeprefix(_RUNTIME))
            counts[NO_FEATURE if feature is None else feature.name] += code_lines(content)
    return counts


def _before() -> Counter[str]:
    """The same for the package before this was counted."""
    return _by_feature(_first())


@functools.cache
def _first() -> Mapping[str, bytes]:
    """The runtime of the package before this was counted; nothing where git does not know it."""
    folder = f"{FIRST}:generated/quay/{_RUNTIME}"
    names = map(bytes.decode, _git("ls-tree", "-r", "--name-only", folder).split())
    return {f"{_RUNTIME}{each}": _git("show", f"{folder}{each}") for each in names}


@functools.cache
def _files_at_first() -> frozenset[str]:
    """The paths of all files of that package."""
    folder = f"{FIRST}:generated/quay"
    return frozenset(map(bytes.decode, _git("ls-tree", "-r", "--name-only", folder).split()))


def _git(*arguments: str) -> bytes:
    done = subprocess.run(("git", *arguments), cwd=ROOT, capture_output=True, check=False)
    return done.stdout


def renewed(page: str, tables: Iterable[str]) -> str:
    """A page in Markdown with new tables in the places of those that have the same heads."""
    lines = page.splitlines(keepends=True)
    for each in tables:
        new = each.splitlines(keepends=True)
        start = lines.index(new[0])
        end = next((n for n, line in enumerate(lines) if n > start and line[0] != "|"), len(lines))
        lines[start:end] = new
    return "".join(lines)


def main() -> None:
    """Says what there is; with `--write` in the page as well."""
    tables = (table(), by_age(), spent(), account())
    sys.stdout.write("\n".join(tables))
    if "--write" in sys.argv[1:]:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
