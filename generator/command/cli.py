"""The command line. Data goes to standard output, everything that is said to standard error.

Exit codes: 0 good, 1 the specification has errors or a difference was found, 2 wrong usage.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn, TypeVar

import click

from .. import __version__
from ..dialect import Dialect
from ..options import Runtime
from . import streams
from .apology import apology
from .openapi_cli import export, import_
from .terminal import give, say

DIALECTS: Final = click.Choice([dialect.value for dialect in Dialect])
RUNTIMES: Final = click.Choice([runtime.value for runtime in Runtime])
FORMATS: Final = click.Choice(["text", "json", "sarif", "github"])
SPECS: Final = click.Path(exists=True, path_type=Path, allow_dash=True)
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def main() -> NoReturn:
    """The console script: the commands, and no traceback whatever happens."""
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


def _with(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator; they are listed in this order."""

    def added(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


_dialect = click.option("--dialect", type=DIALECTS, help="Default: found out from the file.")
_stdin_name = click.option(
    "--stdin-name",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="What a SPEC from standard input (`-`) is called.",
)
_config = click.option(
    "--config",
    type=FILE,
    help="Default: the nearest pyproject.toml with a table [tool.capwright].",
)
_overlay = click.option(
    "--overlay",
    type=FILE,
    multiple=True,
    help="A file that changes SPEC, in the place of those of the configuration; several in their order.",
)
_fail_on = click.option(
    "--fail-on",
    type=click.Choice(["breaking", "risky", "any"]),
    help="Exit with 1 if a change is as grave as that.",
)
_finding_options = _with(
    _dialect,
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
    _config,
    _stdin_name,
    _overlay,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="capwright")
def cli() -> None:
    """Compile a capability file into a Python package: a client, a REST app, an MCP server."""


@cli.command()
@click.argument("specs", metavar="[SPEC]...", type=SPECS, nargs=-1)
@click.option(
    "--out",
    type=FOLDER,
    help="The folder in which the package's folder is written. Default: generated.",
)
@click.option("--package", metavar="NAME", help="Default: from the file's name.")
@click.option("--check", is_flag=True, help="Write nothing; fail if the package is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
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
    "--cache/--no-cache",
    default=None,
    help="Whether what has not changed is remembered. Default: not where CI=true.",
)
@click.option(
    "--against",
    metavar="REV",
    help="With --check: also show what changed for callers since a revision of git.",
)
@_fail_on
@_finding_options
def generate(against: str | None, fail_on: str | None, **options: Any) -> None:
    """Generate a package from each SPEC: a capability file, a folder of them, or - for one from
    standard input.

    Without a SPEC: all that [tool.capwright] in pyproject.toml lists.
    """
    from .arguments import Given, request
    from .session import carry_out

    given = Given(**options)
    if given.check and given.diff:
        raise click.UsageError("--check and --diff exclude each other.")
    if given.diff and given.format_ != "text":
        raise click.UsageError("--diff writes to standard output, so it takes no --format.")
    if against is None:
        if fail_on is not None:
            raise click.UsageError("--fail-on goes with --against.")
        sys.exit(carry_out(request(given, given.mode)))
    if not given.check or given.format_ not in ("text", "github"):
        raise click.UsageError("--against goes with --check, and with --format text or github.")
    from .against import show_against
    from .diff import FailOn

    wanted = request(given, given.mode)
    failed = carry_out(wanted)
    sys.exit(failed or show_against(wanted, against, FailOn(fail_on or "breaking")))


@cli.command()
@click.argument("specs", metavar="[SPEC]...", type=SPECS, nargs=-1)
@_finding_options
def validate(**options: Any) -> None:
    """Check each SPEC and generate nothing.

    Without a SPEC: all that [tool.capwright] in pyproject.toml lists.
    """
    from .arguments import Given, request
    from .jobs import Mode
    from .session import carry_out

    sys.exit(carry_out(request(Given(**options), Mode.NOTHING)))


@cli.command()
@click.argument(
    "spec", type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True)
)
@click.option("--package", metavar="NAME", help="Which one, where the file has several packages.")
@click.option(
    "--effective",
    is_flag=True,
    help="Print the capability as it is read: overlays and imports applied.",
)
@_with(_dialect, _config, _stdin_name, _overlay)
@click.option("--tokens", is_flag=True, help="How many tokens its tools are, and what weighs most.")
def inspect(
    spec: Path, stdin_name: Path | None, effective: bool, tokens: bool, **given: Any
) -> None:
    """Show what was understood of SPEC: operations, units, and where each input goes."""
    from . import arguments
    from .inspecting import Inspected, inspect_spec

    path, content = arguments.one(spec, stdin_name)
    configuration = arguments.configured(given["config"])
    options, overlays = arguments.alone(
        configuration, path, given["package"], given["dialect"], overlays=given["overlay"]
    )
    weighed = options if tokens else None
    asked = Inspected(path, options.dialect, content, overlays, effective, weighed)
    sys.exit(inspect_spec(asked))


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
@_fail_on
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


@cli.command()
@click.argument("code", required=False)
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


@cli.command()
@click.argument("spec", type=FILE)
@click.option("--out", type=FOLDER, default=Path("dist"), show_default=True, help="The folder.")
@click.option("--package", metavar="NAME", help="What is imported. Default: from the file's name.")
@click.option("--name", help="Of the distribution. Default: the package's.")
@click.option("--license", "license_", metavar="SPDX", help="Of the distribution. None is made up.")
@click.option("--spec-url", metavar="URL", help="Where the specification can be read.")
@click.option(
    "--runtime",
    type=click.Choice([Runtime.VENDORED.value, Runtime.PACKAGE.value]),
    help="Inside the package, or a requirement.",
)
@_with(_dialect, _config, _overlay)
def package(spec: Path, **given: Any) -> None:
    """Build a wheel and a source archive of the package that SPEC describes.

    Extras `rest` and `mcp` have what the adapters need; a bill of materials is inside (PEP 770).
    """
    from . import arguments
    from .configuration import is_package_name
    from .package import Distribution, build_distribution, distribution_name, licence

    name = given["package"]
    if name is not None and not is_package_name(name):
        raise click.BadParameter(f"{name!r} is no name of a package", param_hint="--package")
    configuration = arguments.configured(given["config"])
    options, overlays = arguments.alone(
        configuration, spec, name, given["dialect"], given["runtime"], given["overlay"]
    )
    asked = Distribution(
        spec=spec,
        options=options,
        out=given["out"],
        name=distribution_name(given["name"]),
        license=licence(given["license_"]),
        url=given["spec_url"],
        overlays=overlays,
    )
    sys.exit(build_distribution(asked))


@cli.command()
@click.argument("spec", type=FILE)
@click.option(
    "--as",
    "kind",
    required=True,
    type=click.Choice(["dockerfile", "compose", "kubernetes", "mcpb", "server-json"]),
    help="What is written.",
)
@click.option("--out", type=FOLDER, default=Path("ship"), show_default=True, help="The folder.")
@click.option("--package", metavar="NAME", help="What is imported. Default: from the file's name.")
@click.option("--image", metavar="NAME:TAG", help="Of the container. Default: the package's name.")
@click.option("--name", metavar="REVERSE.DNS/NAME", help="Of the server in an MCP registry.")
@click.option("--distribution", metavar="NAME", help="On PyPI. Default: the package's name.")
@click.option("--host-names", is_flag=True, help="Kubernetes: egress by host names too (Cilium).")
@click.option("--force", is_flag=True, help="Replace files that somebody has changed.")
@_with(_dialect, _config, _overlay)
def ship(spec: Path, **given: Any) -> None:
    """Write what runs the package of SPEC elsewhere: a container, a cluster, a bundle, a listing."""
    from . import arguments
    from .shipping import Asked, write_shipping

    configuration = arguments.configured(given["config"])
    options, overlays = arguments.alone(
        configuration, spec, given["package"], given["dialect"], None, given["overlay"]
    )
    asked = Asked(
        spec=spec,
        options=options,
        kind=given["kind"],
        out=given["out"],
        image=given["image"],
        name=given["name"],
        distribution=given["distribution"],
        host_names=given["host_names"],
        force=given["force"],
        overlays=overlays,
    )
    sys.exit(write_shipping(asked))


@cli.command()
@click.argument("folder", type=FOLDER, default=Path("dist"))
def runtime(folder: Path) -> None:
    """Write the wheel of capwright-runtime into FOLDER (dist), for `generate --runtime package`.

    What is printed is the requirement that takes exactly this wheel. Put it into an index of your own.
    """
    from ..runtime import release

    folder.mkdir(parents=True, exist_ok=True)
    (folder / release.file_name()).write_bytes(release.wheel())
    give(f"{release.requirement()[0]}\n")


@cli.command()
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--name", default="example", show_default=True, help="Of the capability.")
def init(folder: Path, name: str) -> None:
    """Write a small capability and the table [tool.capwright] into FOLDER, to begin with."""
    from .starter import write

    sys.exit(write(folder, name))


cli.add_command(import_)
cli.add_command(export)
