"""What one run is to do: what was given with the command, over what `pyproject.toml` says."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path

from ..options import BOTH, NO_RECORDING, Options, Recording, Runtime, Scripts, TrailingSlash
from ..records import dataclass
from ..store.packages import package_name
from .configuration import Choices, Configuration
from .configuration.tables import PackageTable
from .jobs import Mode
from .policy import Policy
from .specifications import beside


@dataclass(frozen=True, slots=True)
class Target:
    """A specification and one of the packages that are made from it."""

    spec: Path
    table: PackageTable | None = None
    """Of the package, where the configuration has one."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for, with the options and in the configuration."""

    specs: tuple[Path, ...]
    mode: Mode = Mode.WRITE
    configuration: Configuration = field(default_factory=Configuration)
    choices: Choices = field(default_factory=Choices)
    """Of the options: they win."""
    out: Path = Path()
    package: str | None = None
    force: bool = False
    cached: bool = True
    workers: int | None = None
    policy: Policy = field(default_factory=Policy)
    format: str = "text"
    quiet: bool = False
    verbose: bool = False
    """`--check` names each file that differs."""
    whole: bool = False
    """No file was named: all that the configuration lists."""
    content: bytes | None = None
    """Of the only file, where it comes from standard input."""
    overlays: tuple[Path, ...] | None = None
    """Of the options: they take the place of those of the configuration."""

    def targets(self) -> list[Target]:
        """Every package that is to be made."""
        return [target for spec in self.specs for target in self.targets_of(spec)]

    def targets_of(self, spec: Path) -> list[Target]:
        """The packages of one file: one for each of its tables, or one by its own name."""
        tables = self.configuration.packages_of(spec)
        if self.package is not None:
            named = [each for each in tables if each.name == self.package]
            tables = (*named, *tables)[:1]
        return [Target(spec, table) for table in tables] or [Target(spec)]

    def overlays_of(self, target: Target) -> tuple[Path, ...]:
        """The file that stands beside the specification, then the ones that were named."""
        spec, table = target.spec, target.table
        named = self.overlays
        if named is None:
            entries = self.configuration.choices_of(table).overlays or ()
            named = tuple(file for each in entries if each.serve(spec) for file in each.files)
        own = beside(spec)
        found = named if own is None else (own, *named)
        return tuple({path.resolve(): path for path in reversed(found)}.values())[::-1]

    def options(self, target: Target) -> Options:
        """The choices for one package."""
        spec, table = target.spec, target.table
        name = self.package or (package_name(spec) if table is None else table.name)
        chosen = self.choices.over(self.configuration.choices_of(table))
        runtime = chosen.runtime or Runtime.VENDORED
        parent = self.out.resolve().name if runtime is Runtime.SHARED else ""
        return Options(
            name,
            chosen.dialect,
            bool(chosen.keep_going),
            runtime,
            parent,
            path_segments=chosen.path_segments or (),
            path_segments_are_shared=self._shares_segments(table),
            parallel=chosen.parallel is not False,
            check_bodies=chosen.check_bodies is True,
            trailing_slash=chosen.trailing_slash or TrailingSlash.SAME,
            tool_tokens=chosen.tool_tokens,
            scripts=chosen.scripts or Scripts.HOOKS,
            recording=self._recording(table),
            callers=chosen.callers or (),
            transports=chosen.transports or BOTH,
        )

    def _recording(self, table: PackageTable | None) -> Recording:
        """What options say, but the fields that are masked stay so: they are secrets whoever records."""
        wanted = self.choices.recording
        declared = self.configuration.choices_of(table).recording or NO_RECORDING
        return declared if wanted is None else replace(wanted, mask=wanted.mask or declared.mask)

    def _shares_segments(self, table: PackageTable | None) -> bool:
        own = table is not None and table.choices.path_segments is not None
        return not own and (len(self.specs) > 1 or len(self.configuration.packages) > 1)

    def policy_of(self, options: Options) -> Policy:
        """How the findings of one file are judged."""
        return replace(self.policy, keep_going=options.keep_going)

    def generate_command(self, spec: Path) -> str:
        """The command that writes what `--check` found to be different."""
        words = ["capwright", "generate"]
        if not self.whole:
            words.append(spec.as_posix())
            words += ["--out", self.out.as_posix()] if self.out != self.configuration.out else []
            words += ["--package", self.package] if self.package else []
            for overlay in self.overlays or ():
                words += ["--overlay", overlay.as_posix()]
        if self.choices.dialect is not None:
            words += ["--dialect", self.choices.dialect.value]
        if self.choices.runtime is not None:
            words += ["--runtime", self.choices.runtime.value]
        for transport in sorted(each.value for each in self.choices.transports or ()):
            words += ["--transport", transport]
        if self.choices.keep_going:
            words.append("--keep-going")
        if self.choices.scripts is Scripts.COPY:
            words.append("--copy-scripts")
        if self.choices.recording is not None and self.choices.recording.wanted:
            words.append("--recording")
        return shlex.join(words)


def configured_specs(configuration: Configuration) -> Sequence[Path]:
    """The files and folders that the configuration lists, packages' own ones after the others."""
    listed = dict.fromkeys(configuration.specs)
    return [*listed, *(each.spec for each in configuration.packages if each.spec not in listed)]
