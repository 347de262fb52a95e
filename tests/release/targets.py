"""Parts that are targets of the Makefile."""

from __future__ import annotations

import os
import subprocess

from tests.support.processes import ROOT

from .parts import NotHereError


def make(*arguments: str) -> None:
    """Runs a target of this repository."""
    subprocess.run(["make", *arguments], cwd=ROOT, check=True)


def corpus() -> None:
    """Every published file, where they are."""
    shared = os.environ.get("CAPWRIGHT_SHARED")
    if not shared:
        raise NotHereError("CAPWRIGHT_SHARED names no folder with published files")
    make("corpus", f"CORPUS={shared}/corpus", "ARGS=--lint")
