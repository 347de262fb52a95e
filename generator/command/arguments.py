"""From what was given with a command to a request: files, options, and the configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from ..diagnostics import Findings, Severity
from ..dialect import Dialect
from ..options import Options, Recording, Runtime, Scripts, Transport
from ..records import dataclass
from ..source.text import LARGEST
from .configuration import FILE, Choices, Configuration, find, is_package_name, load
from .jobs import Mode
from .policy import Policy
from .request import Request, Target, configured_specs
from .specifications import is_overlay, specifications

STDIN: Final = Path("-")
UNNAMED: Final = Path("stdin.yaml")
"""What standard input is called in findings, unless `--stdin-name` says it."""


@dataclass(frozen=True, slots=True)
class CommandOptions:
    """The arguments and options of a command, as they were given; None is an option left out."""

    specs: tuple[Path, ...] = ()
    config: Path | None = None
    out: Path | None = None
    package: str | None = None
    check: bool = False
    diff: bool = False
    force: bool = False
    keep_going: bool | None = None
    copy_scripts: bool | None = None
    recording: bool | None = None
    runtime: str | None = None
    transports: tuple[str, ...] = ()
    jobs: int | None = None
    cache: bool | None = None
    dialect: str | None = None
    format_: str = "text"
    strict: bool | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False
    stdin_name: Path | None = None
    overlay: tuple[Path, ...] = ()

    @property
    def mode(self) -> Mode:
        """Of `generate`."""
        return Mode.CHECK if self.check else Mode.DIFF if self.diff else Mode.WRITE


def request(options: CommandOptions, mode: Mode) -> Request:
    """What is to be done. Raises `click.UsageError`; ends the command where the file is at fault."""
    configuration = configured(options.config, options.format_)
    content, name = _standard_input(options)
    specs = (name,) if content is not None else _specs(options.specs, configuration)
    return Request(
        specs=specs,
        mode=mode,
        configuration=configuration,
        choices=Choices(
            dialect(options.dialect),
            options.keep_going,
            runtime(options.runtime),
            scripts=scripts(options.copy_scripts),
            recording=None if options.recording is None else Recording(options.recording),
            transports=tuple(each for each in Transport if each.value in options.transports)
            or None,
        ),
        out=options.out or configuration.out,
        package=_package(options, specs, content is not None and mode is not Mode.NOTHING),
        force=options.force,
        cached=_is_cached(options.cache) and content is None,
        workers=options.jobs or configuration.jobs,
        policy=_policy(options, configuration),
        format=options.format_,
        quiet=options.quiet,
        verbose=options.verbose,
        whole=not options.specs,
        content=content,
        overlays=options.overlay or None,
    )


def configured(file: Path | None, format_: str = "text") -> Configuration:
    """The configuration of the folder that the command runs in, or of the file given."""
    path = find(Path()) if file is None else file
    if path is None:
        return Configuration()
    findings = Findings()
    configuration, lines = load(path, findings)
    if any(each.severity is Severity.ERROR for each in findings.sorted()):
        from . import shown

        shown.findings(findings.sorted(), lines, format_)
        sys.exit(2)
    return configuration


def one(spec: Path, stdin_name: Path | None) -> tuple[Path, bytes | None]:
    """A file and, where it is standard input, what came from there."""
    content, name = _standard_input(CommandOptions(specs=(spec,), stdin_name=stdin_name))
    return (_specs((spec,), Configuration())[0], None) if content is None else (name, content)


def only(configuration: Configuration) -> Path:
    """The one file that the table lists. Raises `click.UsageError` where it lists several."""
    specs = _specs((), configuration)
    if len(specs) != 1:
        raise click.UsageError(f"Name a SPEC: the table lists {len(specs)}.")
    return specs[0]


def listed(
    configuration: Configuration, package: str | None, stdin_name: Path | None
) -> tuple[tuple[Path, str], ...]:
    """Each package that the table lists, or the one of a name, and its file. Raises `click.UsageError`."""
    _standard_input(CommandOptions(stdin_name=stdin_name))
    made = Request(specs=_specs((), configuration), configuration=configuration)
    found = tuple((each.spec, made.options(each).package) for each in made.targets())
    if package is None:
        return found
    named = tuple(each for each in found if each[1] == package)
    if not named:
        names = ", ".join(name for _, name in found)
        raise click.UsageError(f"The table makes no package {package!r}; it makes {names}.")
    return named


def alone(
    configuration: Configuration,
    spec: Path,
    package: str | None = None,
    dialect_name: str | None = None,
    runtime_name: str | None = None,
    overlays: tuple[Path, ...] = (),
) -> tuple[Options, tuple[Path, ...]]:
    """The choices and the overlays of one file by itself: it stands beside no other package."""
    chosen = Choices(dialect(dialect_name), runtime=runtime(runtime_name))
    made = Request(
        specs=(spec,),
        configuration=configuration,
        choices=chosen,
        package=package,
        overlays=overlays or None,
    )
    target: Target = made.targets()[0]
    options = made.options(target)
    if options.runtime is Runtime.SHARED:
        options = replace(options, runtime=Runtime.VENDORED, parent="")
    return options, made.overlays_of(target)


def runtime(name: str | None) -> Runtime | None:
    return Runtime(name) if name else None


def scripts(copy: bool | None) -> Scripts | None:
    return None if copy is None else Scripts.COPY if copy else Scripts.HOOKS


def dialect(name: str | None) -> Dialect | None:
    return Dialect(name) if name else None


def _standard_input(options: CommandOptions) -> tuple[bytes | None, Path]:
    """What came from standard input, and what it is called; None where files were named."""
    if STDIN not in options.specs:
        if options.stdin_name is not None:
            raise click.UsageError("--stdin-name goes with `-` as the SPEC.")
        return None, UNNAMED
    if len(options.specs) != 1:
        raise click.UsageError("Standard input (`-`) goes with no other SPEC.")
    # One byte more than a file may have, so that a larger one is seen to be too large.
    if sys.stdin is None:
        raise click.UsageError("Standard input is closed.")
    return sys.stdin.buffer.read(LARGEST + 1), options.stdin_name or UNNAMED


def _specs(paths: Sequence[Path], configuration: Configuration) -> tuple[Path, ...]:
    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise click.BadParameter(f"{path} is neither a file nor a folder", param_hint="SPEC")
    listed = paths or configured_specs(configuration)
    if not listed:
        raise click.UsageError(
            "Name a capability file or a folder of them (SPEC), or list them as `specs` in the "
            f"table [tool.capwright] of {FILE}; `capwright init` writes an example of both."
        )
    specs = specifications(listed)
    if not specs and any(map(is_overlay, paths)):
        raise click.UsageError(f"{paths[0]} is an overlay: name the specification that it changes.")
    if not specs:
        raise click.UsageError("There is no .yaml or .yml file below the folder given.")
    return specs


def _package(options: CommandOptions, specs: Sequence[Path], is_unnamed: bool) -> str | None:
    name = options.package
    if name is None:
        if is_unnamed and options.stdin_name is None:
            raise click.UsageError("Standard input has no name: give --package or --stdin-name.")
        return None
    if len(specs) != 1 or any(each.is_dir() for each in options.specs):
        raise click.UsageError("--package goes with one file only.")
    if not is_package_name(name):
        raise no_package_name(name)
    return name


def no_package_name(name: str) -> click.BadParameter:
    """What is said of a `--package` that cannot be imported, or not on every system."""
    wanted = "letters, digits and underscores, no word of Python and no device of Windows"
    return click.BadParameter(f"{name!r} is no name of a package: {wanted}", param_hint="--package")


def _is_cached(chosen: bool | None) -> bool:
    """Whether what was generated before counts. In a pipeline only where it is asked for.

    What a pipeline restores from another run is not known to be of this user.
    """
    return os.environ.get("CI", "").lower() not in ("true", "1") if chosen is None else chosen


def _policy(options: CommandOptions, configuration: Configuration) -> Policy:
    return Policy(
        strict=configuration.strict if options.strict is None else options.strict,
        select=_codes(options.select) or configuration.select,
        ignore=_codes(options.ignore) or configuration.ignore,
    )


def _codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes as written, several in one option separated by commas."""
    if not codes:
        return ()
    from ..diagnostics.registry import ALL_RULES

    split = tuple(part.strip().upper() for code in codes for part in code.split(","))
    for code in split:
        if not code or not any(known.startswith(code) for known in ALL_RULES):
            raise click.UsageError(f"There is no diagnostic whose code begins with {code!r}.")
    return split
