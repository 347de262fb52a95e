"""`capwright init`: a small capability and the table, to begin with. What is there is left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import click

from ... import regex
from ..configuration import FILE
from ..terminal import say

SPECS: Final = "specs"
_OWN: Final = Path(__file__).parent
_NAME: Final = regex.late(r"[A-Za-z][A-Za-z0-9-]*\Z")


def write(folder: Path, name: str) -> int:
    """Write what is missing of the two; the exit code."""
    if not _NAME.match(name):
        message = f"{name!r}: give letters, digits and hyphens, a letter first"
        raise click.BadParameter(message, param_hint="--name")
    spec = folder / SPECS / f"{name}-capability.yaml"
    table = folder / FILE
    try:
        before = table.read_text(encoding="utf-8") if table.exists() else ""
        has_table = "capwright" in tomllib.loads(before).get("tool", {})
        if spec.exists() or spec.is_symlink():
            say(f"{spec.as_posix()} is there already: nothing was written")
            return 1
        _create(spec, _filled("capability.yaml", NAME=name))
        if not has_table:
            _append(table, before, _filled("table.toml", SPECS=SPECS))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        say(f"{table.as_posix()} or {spec.as_posix()}: {reason}")
        return 1
    say(f"{spec.as_posix()}: written")
    say(f"{table.as_posix()}: {'has its table already' if has_table else 'table written'}")
    say("Now: capwright generate")
    return 0


def _filled(template: str, **values: str) -> str:
    text = (_OWN / template).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def _create(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _append(path: Path, before: str, text: str) -> None:
    """Add a table at the end; what stands before keeps its bytes."""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(gap + text)
