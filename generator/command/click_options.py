"""Options that several commands share, and the kinds of their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from ..dialect import Dialect
from ..options import Runtime, Transport

DIALECTS: Final = click.Choice([dialect.value for dialect in Dialect])
RUNTIMES: Final = click.Choice([runtime.value for runtime in Runtime])
TRANSPORTS: Final = click.Choice([transport.value for transport in Transport])
FORMATS: Final = click.Choice(["text", "json", "sarif", "github"])
_MOST: Final = 10_000
"""Names of a folder that are looked at for the one that was meant."""


class Existing(click.Path):
    """A path that is there; where it is not, the one beside it that was meant is named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises `click.BadParameter`."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            meant = _meant(Path(os.fsdecode(value)), folders=self.dir_okay)
            if meant is None:
                raise
            message = f"{error.message} Did you mean {meant.as_posix()!r}?"
            raise click.BadParameter(message, ctx, param) from None


def _meant(path: Path, *, folders: bool) -> Path | None:
    """What stands beside a path that is not there, and of which it is a slip."""
    from ..diagnostics.spelling import nearest  # For a command that fails.

    try:
        if path.exists():
            return None
        beside = islice(path.parent.iterdir(), _MOST)
        names = [each.name for each in beside if folders or each.is_file()]
    except (OSError, ValueError):
        return None
    name = nearest(path.name, sorted(each for each in names if not each.startswith(".")))
    return None if name is None else path.with_name(name)


SPECS: Final = Existing(exists=True, path_type=Path, allow_dash=True)
SPEC: Final = Existing(exists=True, dir_okay=False, path_type=Path, allow_dash=True)
FILE: Final = Existing(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator; they are listed in this order."""

    def added(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


DIALECT: Final = click.option("--dialect", type=DIALECTS, help="Default: found out from the file.")
STDIN_NAME: Final = click.option(
    "--stdin-name",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="What a SPEC from standard input (`-`) is called.",
)
CONFIG: Final = click.option(
    "--config",
    type=FILE,
    help="Default: the nearest pyproject.toml with a table [tool.capwright].",
)
OVERLAY: Final = click.option(
    "--overlay",
    type=FILE,
    multiple=True,
    help="A file that changes SPEC, in the place of those of the configuration; several in their order.",
)
FAIL_ON: Final = click.option(
    "--fail-on",
    type=click.Choice(["breaking", "risky", "any"]),
    help="Exit with 1 if a change is as grave as that.",
)
FINDING_OPTIONS: Final = with_options(
    DIALECT,
    click.option(
        "--format",
        "format_",
        type=FORMATS,
        default="text",
        help="How findings are written: for people, or to standard output for programs.",
    ),
    click.option("--strict/--no-strict", default=None, help="Warnings are errors."),
    click.option(
        "--select",
        metavar="CODE",
        multiple=True,
        help="Show no other warnings and notes. CAP4 stands for all codes that begin so.",
    ),
    click.option("--ignore", metavar="CODE", multiple=True, help="Do not show these."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
    click.option(
        "--jobs", type=click.IntRange(min=1), help="Processes. Default: one for each core."
    ),
    CONFIG,
    STDIN_NAME,
    OVERLAY,
)
