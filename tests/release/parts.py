"""The parts of `make release-check`, and what became of each."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass


class NotHereError(Exception):
    """What a part needs is not on this machine."""


@dataclass(frozen=True)
class Part:
    """One thing that is tried."""

    name: str
    what: str
    """A line of the page."""
    run: Callable[[], None]
    """Raises where it does not hold."""


@dataclass(frozen=True)
class Result:
    """What became of a part."""

    part: Part
    verdict: str
    """`holds`, `fails`, or why it was not run."""
    seconds: float

    @property
    def failed(self) -> bool:
        return self.verdict == "fails"


def tried(part: Part) -> Result:
    """Runs a part; what it prints is the reader's to look at."""
    began = time.monotonic()
    try:
        part.run()
        verdict = "holds"
    except NotHereError as error:
        verdict = f"not run: {error}"
    except (subprocess.CalledProcessError, AssertionError) as error:
        print(error, flush=True)
        verdict = "fails"
    return Result(part, verdict, time.monotonic() - began)
