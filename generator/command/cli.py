"""The command line. Data goes to standard output, everything that is said to standard error.

Exit codes: 0 good, 1 the specification has errors or a difference was found, 2 wrong usage.
"""

from __future__ import annotations

import keyword
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn, TypeVar

import click

from .. import __version__
from ..dialect import Dialect
from .apology import apology

DIALECTS: Final = click.Choice([dialect.value for dialect in Dialect])
FORMATS: Final = click.Choice(["text", "json", "sarif", "github"])
SPECS: Final = click.Path(exists=True, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def main() -> NoReturn:
    """The console script: the commands, and no traceback whatever happens."""
    signal.signal(signal.SIGTERM, _end)
    try:
        cli(prog_name="capwright")
    except Exception:  # noqa: BLE001 - the last resort: a mistake in the generator
        click.echo(apology(traceback.format_exc(), "this command"), err=True, nl=False)
    sys.exit(1)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM, like Ctrl-C: what is half written is put back first."""
    raise KeyboardInterrupt


def _finding_options(command: _Command) -> _Command:
    """The options of every command that reports findings."""
    for option in (
        click.option("--ignore", metavar="CODE", multiple=True, help="Do not show these."),
        click.option(
            "--select",
            metavar="CODE",
            multiple=True,
            help="Show no other warnings and notes. CAP4 stands for all codes that begin so.",
        ),
        click.option("--strict", is_flag=True, help="Warnings are errors."),
        click.option(
            "--format",
            "format_",
            type=FORMATS,
            default="text",
            help="How findings are written: for people, or to standard output for programs.",
        ),
        click.option("--dialect", type=DIALECTS, help="Default: found out from the file."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="capwright")
def cli() -> None:
    """Compile a capability file into a Python package: a client, a REST app, an MCP server."""


@cli.command()
@click.argument("specs", metavar="SPEC...", type=SPECS, nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("generated"),
    show_default=True,
    help="The folder in which the package's folder is written.",
)
@click.option("--package", metavar="NAME", help="Default: from the file's name.")
@click.option("--check", is_flag=True, help="Write nothing; fail if the package is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited or are not ours.")
@click.option("--keep-going", is_flag=True, help="Leave out what has errors, generate the rest.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes. Default: one for each core.")
@click.option("--no-cache", is_flag=True, help="Generate anew what has not changed.")
@_finding_options
def generate(
    specs: Sequence[Path],
    out: Path,
    package: str | None,
    check: bool,
    diff: bool,
    force: bool,
    keep_going: bool,
    jobs: int | None,
    no_cache: bool,
    dialect: str | None,
    format_: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Generate a package from each SPEC: a capability file, or a folder of them."""
    from .job import Mode
    from .session import Request, carry_out

    if check and diff:
        raise click.UsageError("--check and --diff exclude each other.")
    if diff and format_ != "text":
        raise click.UsageError("--diff writes to standard output, so it takes no --format.")
    mode = Mode.CHECK if check else Mode.DIFF if diff else Mode.WRITE
    request = Request(
        specs=_expanded(specs),
        out=out,
        package=_package(package, specs),
        dialect=_dialect(dialect),
        mode=mode,
        force=force,
        keep_going=keep_going,
        cached=not no_cache,
        workers=jobs,
        policy=_policy(strict, select, ignore, keep_going=keep_going),
        format=format_,
    )
    sys.exit(carry_out(request))


@cli.command()
@click.argument("specs", metavar="SPEC...", type=SPECS, nargs=-1, required=True)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes. Default: one for each core.")
@_finding_options
def validate(
    specs: Sequence[Path],
    jobs: int | None,
    dialect: str | None,
    format_: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Check each SPEC and generate nothing."""
    from .job import Mode
    from .session import Request, carry_out

    request = Request(
        specs=_expanded(specs),
        dialect=_dialect(dialect),
        mode=Mode.NOTHING,
        workers=jobs,
        policy=_policy(strict, select, ignore),
        format=format_,
    )
    sys.exit(carry_out(request))


@cli.command()
@click.argument("spec", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dialect", type=DIALECTS, help="Default: found out from the file.")
def inspect(spec: Path, dialect: str | None) -> None:
    """Show what was understood of SPEC: operations, units, and where each input goes."""
    from .session import inspect_spec

    [path] = _expanded([spec])
    sys.exit(inspect_spec(path, _dialect(dialect)))


@cli.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown", "sarif"]),
    default="text",
    help="For people, for programs, for a pull request, for code scanning.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "risky", "any"]),
    help="Exit with 1 if a change is as grave as that.",
)
@click.option("--dialect", type=DIALECTS, help="Default: found out from the file.")
def diff(old: str, new: str, format_: str, fail_on: str | None, dialect: str | None) -> None:
    """Show what changes for callers from OLD to NEW, and whether it breaks them.

    Each is a specification, a generated package, a CONTRACT.json, or REV:path for one of them in git.
    """
    from .diff import DiffFormat, FailOn, show_changes

    failing = None if fail_on is None else FailOn(fail_on)
    sys.exit(show_changes(old, new, DiffFormat(format_), failing, _dialect(dialect)))


@cli.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a diagnostic, or a change that `diff` shows."""
    from ..contract.explain import explain as change_text
    from ..contract.registry import CHANGE_RULES
    from ..diagnostics.explain import explain as text_of
    from ..diagnostics.registry import ALL_RULES

    if change_rule := CHANGE_RULES.get(code.upper()):
        click.echo(change_text(change_rule), nl=False)
        return
    rule = ALL_RULES.get(code.upper())
    if rule is None:
        raise click.BadParameter(f"there is no diagnostic {code!r}", param_hint="CODE")
    click.echo(text_of(rule), nl=False)


def _expanded(paths: Sequence[Path]) -> tuple[Path, ...]:
    from .batch import specifications

    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise click.BadParameter(f"{path} is neither a file nor a folder", param_hint="SPEC")
    specs = specifications(paths)
    if not specs:
        raise click.UsageError("There is no .yaml or .yml file below the folder given.")
    return specs


def _package(name: str | None, specs: Sequence[Path]) -> str | None:
    if name is None:
        return None
    if len(specs) != 1 or specs[0].is_dir():
        raise click.UsageError("--package goes with one file only.")
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        raise click.BadParameter(f"{name!r} is no name of a package", param_hint="--package")
    return name


def _dialect(name: str | None) -> Dialect | None:
    return Dialect(name) if name else None


def _policy(
    strict: bool, select: tuple[str, ...], ignore: tuple[str, ...], *, keep_going: bool = False
) -> Any:
    from .policy import Policy

    return Policy(strict, keep_going, _codes(select), _codes(ignore))


def _codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes as written, several in one option separated by commas."""
    from ..diagnostics.registry import ALL_RULES

    split = tuple(part.strip().upper() for code in codes for part in code.split(","))
    for code in split:
        if not code or not any(known.startswith(code) for known in ALL_RULES):
            raise click.UsageError(f"There is no diagnostic whose code begins with {code!r}.")
    return split
