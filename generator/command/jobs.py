"""What a run of the command consists of, as values: jobs, and the reports of what came of them."""

from __future__ import annotations

import enum
from dataclasses import field
from pathlib import Path

from ..diagnostics import Finding
from ..options import Options
from ..records import dataclass
from .policy import Policy


class Mode(enum.Enum):
    """What is done with a package once it stands in memory."""

    WRITE = "write"
    CHECK = "check"
    DIFF = "diff"
    NOTHING = "nothing"
    """`validate`: it is not even made."""


class Outcome(enum.Enum):
    """How a job ended. The value stands in the summary."""

    GENERATED = "generated"
    UNCHANGED = "unchanged"
    DIFFERENT = "different"
    REFUSED = "refused"
    FAILED = "failed"
    """A mistake in the generator."""

    @property
    def is_good(self) -> bool:
        return self in {Outcome.GENERATED, Outcome.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that a worker needs to know."""

    spec: Path
    options: Options
    folder: Path
    """Of the package: the output folder and the package's name."""
    mode: Mode = Mode.WRITE
    policy: Policy = field(default_factory=Policy)
    force: bool = False
    cached: bool = False
    """Whether what was generated before may be remembered."""
    colour: bool = False
    """Whether `Report.text` has colours in it."""
    overlays: tuple[Path, ...] = ()
    """Files that change the specification, in their order."""
    content: bytes | None = None
    """Of the specification, where it is not read from the disk."""
    command: str = "capwright generate"
    """What writes this package."""
    verbose: bool = False
    """Whether `--check` names each file."""
    quiet: bool = False
    """Whether `Report.text` has only what is wrong: no notes."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job. It goes from a worker to the parent, so it holds no sources."""

    job: Job
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    text: str = ""
    """The findings as people read them, with source lines."""
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    diff: str = ""
    has_errors: bool = False
    """Not of what was left out, where the rest was written all the same (`--keep-going`)."""
    left_out: int = 0
    """Units that are not in what was written."""
    failure: str = ""
    """The traceback, where the generator itself failed."""

    @property
    def is_good(self) -> bool:
        return self.outcome.is_good and not self.has_errors
