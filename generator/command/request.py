"""What one run is to do: what was given with the command, over what `pyproject.toml` says."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..options import Options, Runtime, Scripts
from ..store.packages import package_name
from .configuration import Choices, Configuration
from .jobs import Mode
from .policy import Policy


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
    whole: bool = False
    """No file was named: all that the configuration lists."""
    content: bytes | None = None
    """Of the only file, where it comes from standard input."""

    def options(self, spec: Path) -> Options:
        """The choices for one file."""
        table = self.configuration.package_of(spec)
        name = self.package or (package_name(spec) if table is None else table.name)
        chosen = self.choices.over(self.configuration.choices_of(spec))
        runtime = chosen.runtime or Runtime.VENDORED
        parent = self.out.resolve().name if runtime is Runtime.SHARED else ""
        return Options(
            name,
            chosen.dialect,
            bool(chosen.keep_going),
            runtime,
            parent,
            path_segments=chosen.path_segments or (),
            parallel=chosen.parallel is not False,
            scripts=chosen.scripts or Scripts.HOOKS,
        )

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
        if self.choices.dialect is not None:
            words += ["--dialect", self.choices.dialect.value]
        if self.choices.runtime is not None:
            words += ["--runtime", self.choices.runtime.value]
        if self.choices.keep_going:
            words.append("--keep-going")
        if self.choices.scripts is Scripts.COPY:
            words.append("--copy-scripts")
        return shlex.join(words)


def configured_specs(configuration: Configuration) -> Sequence[Path]:
    """The files and folders that the configuration lists, packages' own ones after the others."""
    listed = dict.fromkeys(configuration.specs)
    return [*listed, *(each.spec for each in configuration.packages if each.spec not in listed)]
