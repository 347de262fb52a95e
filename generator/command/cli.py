"""The command line. Data goes to standard output, everything that is said to standard error.

Exit codes: 0 good, 1 the specification has errors or a difference was found, 2 wrong usage.
"""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from .. import __version__
from ..dialect import Dialect
from . import streams
from .apology import apology
from .click_options import (
    CONFIG,
    DIALECT,
    DIALECTS,
    FAIL_ON,
    FINDING_OPTIONS,
    FOLDER,
    OVERLAY,
    RUNTIMES,
    SPEC,
    SPECS,
    STDIN_NAME,
    TRANSPORTS,
    with_options,
)
from .collecting import collect_rarely
from .distribution_cli import package, runtime, ship
from .openapi_cli import export, import_
from .replay_cli import replay
from .terminal import give, say


def main() -> NoReturn:
    """The console script: the commands, and no traceback whatever happens."""
    collect_rarely()
    streams.prepare()
    signal.signal(signal.SIGTERM, _end)
    try:
        cli(prog_name="capwright")
    except OSError as error:
        # Of a stream, not of a file: help that cannot be printed is nobody's mistake.
        about = "standard output" if error.filename is None else str(error.filename)
        say(f"Error: {about}: {error.strerror or error}")
    except Exception:  # noqa: BLE001 - the last resort: a mistake in the generator
        import traceback

        say(apology(traceback.format_exc(), "this command"), newline=False)
    sys.exit(1)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM, like Ctrl-C: what is half written is put back first."""
    raise KeyboardInterrupt


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="capwright")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_context
def cli(context: click.Context, quiet: bool) -> None:
    """Compile a capability file into a Python package: a client, a REST app, an MCP server."""
    if quiet:
        context.default_map = {name: {"quiet": True} for name in cli.commands}


@cli.command(short_help="Generate the package of each SPEC.")
@click.argument("specs", metavar="[SPEC]...", type=SPECS, nargs=-1)
@click.option(
    "--out",
    type=FOLDER,
    help="The folder in which the package's folder is written. Default: generated.",
)
@click.option("--package", metavar="NAME", help="Default: from the file's name.")
@click.option("--check", is_flag=True, help="Write nothing; fail if the package is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("-v", "--verbose", is_flag=True, help="With --check: name each file that differs.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited or are not ours.")
@click.option(
    "--keep-going/--no-keep-going",
    default=None,
    help="Leave out what has errors, generate the rest.",
)
@click.option(
    "--copy-scripts/--no-copy-scripts",
    default=None,
    help="Copy Python scripts of script steps beside the units, for review. They run as code.",
)
@click.option(
    "--recording/--no-recording",
    default=None,
    help="Let the package record its exchanges with APIs where <API>_RECORD says so.",
)
@click.option(
    "--runtime",
    type=RUNTIMES,
    help="Where the runtime stands: in each package (vendored), beside them, or installed.",
)
@click.option(
    "--transport",
    "transports",
    type=TRANSPORTS,
    multiple=True,
    help="What the package can send with; several with several options. Default: all.",
)
@click.option(
    "--cache/--no-cache",
    default=None,
    help="Whether what has not changed is remembered. Default: not where CI=true.",
)
@click.option(
    "--against",
    metavar="REV",
    help="With --check: also show what changed for callers since a revision of git.",
)
@FAIL_ON
@FINDING_OPTIONS
def generate(against: str | None, fail_on: str | None, **flags: Any) -> None:
    """Generate a package from each SPEC: a capability file, a folder of them, or - for one from
    standard input.

    Without a SPEC: all that [tool.capwright] in pyproject.toml lists.
    """
    from .arguments import CommandOptions, request
    from .session import carry_out

    options = CommandOptions(**flags)
    if options.check and options.diff:
        raise click.UsageError("--check and --diff exclude each other.")
    if options.diff and options.format_ != "text":
        raise click.UsageError("--diff writes to standard output, so it takes no --format.")
    if against is None:
        if fail_on is not None:
            raise click.UsageError("--fail-on goes with --against.")
        sys.exit(carry_out(request(options, options.mode)))
    if not options.check or options.format_ not in ("text", "github"):
        raise click.UsageError("--against goes with --check, and with --format text or github.")
    from .against import show_against
    from .diff import FailOn

    wanted = request(options, options.mode)
    failed = carry_out(wanted)
    sys.exit(failed or show_against(wanted, against, FailOn(fail_on or "breaking")))


@cli.command(short_help="Check each SPEC and generate nothing.")
@click.argument("specs", metavar="[SPEC]...", type=SPECS, nargs=-1)
@FINDING_OPTIONS
def validate(**flags: Any) -> None:
    """Check each SPEC and generate nothing.

    Without a SPEC: all that [tool.capwright] in pyproject.toml lists.
    """
    from .arguments import CommandOptions, request
    from .jobs import Mode
    from .session import carry_out

    sys.exit(carry_out(request(CommandOptions(**flags), Mode.NOTHING)))


@cli.command(short_help="Show what was understood of SPEC.")
@click.argument("spec", type=SPEC, required=False)
@click.option("--package", metavar="NAME", help="Which one, where there are several packages.")
@click.option(
    "--effective",
    is_flag=True,
    help="Print the capability as it is read: overlays and imports applied.",
)
@with_options(DIALECT, CONFIG, STDIN_NAME, OVERLAY)
@click.option("--tokens", is_flag=True, help="How many tokens its tools are, and what weighs most.")
@click.option("--reach", is_flag=True, help="The page REACH.md, with lines of the specification.")
def inspect(spec: Path | None, effective: bool, tokens: bool, reach: bool, **flags: Any) -> None:
    """Show what was understood of SPEC: operations, units, and where each input goes.

    Without a SPEC: of each package that [tool.capwright] in pyproject.toml lists.
    """
    from .inspecting import Inspection, inspect_all, inspected

    if sum((effective, tokens, reach)) > 1:
        raise click.UsageError("--effective, --tokens and --reach exclude each other.")
    wanted = [
        (
            options.package,
            Inspection(
                *(path, options.dialect, content, overlays, effective),
                tokens=options if tokens else None,
                reach=options if reach else None,
            ),
        )
        for path, content, options, overlays in inspected(spec, **flags)
    ]
    sys.exit(inspect_all(wanted))


@cli.command(short_help="Show what changes for callers from OLD to NEW.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown", "sarif"]),
    default="text",
    help="For people, for programs, for a pull request, for code scanning.",
)
@FAIL_ON
@click.option("--dialect", type=DIALECTS, help="Default: found out from the file.")
def diff(old: str, new: str, format_: str, fail_on: str | None, dialect: str | None) -> None:
    """Show what changes for callers from OLD to NEW, and whether it breaks them.

    Each is a specification, a generated package, a CONTRACT.json, or REV:path for one of them in git.
    """
    from .diff import DiffFormat, FailOn, show_changes

    failing = None if fail_on is None else FailOn(fail_on)
    sys.exit(
        show_changes(old, new, DiffFormat(format_), failing, Dialect(dialect) if dialect else None)
    )


def _codes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """For completion."""
    return [code for code in _explanations() if code.startswith(begun.upper())]


@cli.command(short_help="Explain a diagnostic, or a change that diff shows.")
@click.argument("code", required=False, shell_complete=_codes)
@click.option("--all", "all_", is_flag=True, help="Every one, in the order of the codes.")
def explain(code: str | None, all_: bool) -> None:
    """Explain a diagnostic, or a change that `diff` shows."""
    if (code is None) is not all_:
        raise click.UsageError("Name one diagnostic (CODE), or give --all.")
    texts = _explanations()
    if code is None:
        give("\n".join(text() for text in texts.values()))
    elif text := texts.get(code.upper()):
        give(text())
    else:
        message = f"there is no diagnostic {code!r}; --all shows every one"
        raise click.BadParameter(message, param_hint="CODE")


def _explanations() -> dict[str, partial[str]]:
    """What makes the explanation of each code: of diagnostics, then of changes."""
    from ..contract.explain import explain as change_text
    from ..contract.registry import CHANGE_RULES
    from ..diagnostics.explain import explain as text_of
    from ..diagnostics.registry import ALL_RULES

    diagnostics = {code: partial(text_of, rule) for code, rule in ALL_RULES.items()}
    return diagnostics | {code: partial(change_text, rule) for code, rule in CHANGE_RULES.items()}


@cli.command(short_help="Write a small capability and a table to begin with.")
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--name", default="example", show_default=True, help="Of the capability.")
def init(folder: Path, name: str) -> None:
    """Write a small capability and the table [tool.capwright] into FOLDER, to begin with."""
    from .starter import write

    sys.exit(write(folder, name))


for _command in (import_, export, package, ship, replay, runtime):
    cli.add_command(_command)
