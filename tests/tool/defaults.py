"""The settings and options of this build with their defaults, and those that the first build had.

    python -m tests.tool.defaults            # prints this build's
    python -m tests.tool.defaults --first    # writes the first build's into first_build.json, from git

The first build is looked at by this file as well, inside a copy of that commit, so nothing of `tests` is imported.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import click

FIRST: Final = "4a64450"
"""The commit of the first build."""
ROOT: Final = Path(__file__).resolve().parent.parent.parent
FACTS: Final = Path(__file__).parent / "first_build.json"
Facts: TypeAlias = dict[str, dict[str, str]]
_README: Final = Path("generated/quay/README.md")
_VARIABLE: Final = re.compile(r"\| `([A-Z0-9_]+)` \| .* \| ([^|]*) \|")
_SHARED: Final = ("ClientOptions", "Hooks", "Network", "RequestOptions", "RetryPolicy", "Timeout")
"""What a program hands to a client, exported by each package."""


def facts() -> Facts:
    """By kind, names and their defaults as text; nothing for one that is off, empty or not there."""
    return {
        "variable": dict(_variables()),
        "field": dict(_fields()),
        "option of the package": dict(_of_package()),
        "option of the command": dict(_of_command()),
    }


def _variables() -> Iterator[tuple[str, str]]:
    """As the README of Quay's package lists them."""
    for name, default in _VARIABLE.findall(_README.read_text(encoding="utf-8")):
        yield name, _text(default.strip().strip("`"))


def _fields() -> Iterator[tuple[str, str]]:
    package: Any = importlib.import_module("generated.quay")
    for kind in _SHARED:
        record: Any = getattr(package, kind)
        # The first build's stood as attributes of the class.
        given = getattr(record, "_defaults", {})
        for name in record.fields:
            yield f"{kind}.{name}", _text(given.get(name, getattr(record, name, None)))


def _of_package() -> Iterator[tuple[str, str]]:
    """`python -m generated.quay`, asked for its help where its parser is made."""
    command: Any = importlib.import_module("generated.quay._runtime.server.command")
    made: list[argparse.ArgumentParser] = []
    parse = argparse.ArgumentParser.parse_args
    try:
        # A method is exchanged for a moment, which checkers refuse: the parser is made inside of `main`, and both
        # builds have no other way to it.
        argparse.ArgumentParser.parse_args = (  # type: ignore[method-assign]
            lambda self, *_, **__: made.append(self) or sys.exit()
        )
        command.main("quay", rest=("quay-rest",), mcp=("quay-mcp",), arguments=["--help"])
    except SystemExit:
        pass
    finally:
        argparse.ArgumentParser.parse_args = parse  # type: ignore[method-assign]
    for action in made[0]._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, parser in action.choices.items():
                for each in parser._actions:
                    if each.option_strings and each.dest != "help":
                        yield f"{name} {each.option_strings[-1]}", _text(each.default)


def _of_command() -> Iterator[tuple[str, str]]:
    """`capwright`, wherever its group of commands stands."""
    for place in ("generator.command.cli", "generator.cli"):
        try:
            cli: Any = importlib.import_module(place)
        except ModuleNotFoundError:
            continue
        yield from _of_group(cli.cli, "")
        return


def _of_group(group: click.Group, prefix: str) -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _of_group(command, f"{prefix}{name} ")
            continue
        for each in command.params:
            if isinstance(each, click.Option):
                for spelled in (max(each.opts, key=len), *each.secondary_opts):
                    yield f"{prefix}{name} {spelled}", _text(each.default)


def _text(value: object) -> str:
    """A default; text, numbers and switches that are on have one."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, frozenset):
        return ",".join(sorted(map(str, value)))
    if isinstance(value, (str, Path)):
        return "" if value == "false" else str(value)
    return ""


def first() -> Facts:
    """Those of the first build, from git."""
    archive = subprocess.run(
        ("git", "-C", str(ROOT), "archive", FIRST, "generated/quay", "generator", "templates"),
        capture_output=True,
        check=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
        return of_tree(Path(folder))


def of_tree(folder: Path = ROOT) -> Facts:
    """Those of the build in a folder, looked at by a process of its own."""
    done = subprocess.run(
        (sys.executable, __file__),
        capture_output=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    read: Facts = json.loads(done.stdout)
    return read


def main() -> None:
    """See above."""
    if "--first" in sys.argv[1:]:
        FACTS.write_text(json.dumps(first(), indent=1) + "\n", encoding="utf-8")
    else:
        json.dump(facts(), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
