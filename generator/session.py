"""One run of the command: jobs made, done and shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from generator import console
from generator.batch import run_all
from generator.diagnostics import Finding, Findings, Position, Span
from generator.diagnostics.machine import render_github, render_json, render_sarif
from generator.diagnostics.rules import output as rules
from generator.diagnostics.text import render_text
from generator.job import Job, Mode, Outcome, Report
from generator.model import Dialect
from generator.options import Options
from generator.packages import collisions, package_name
from generator.policy import Policy, has_errors

_FORMATS = {"json": render_json, "sarif": render_sarif, "github": render_github}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    specs: tuple[Path, ...]
    out: Path = Path()
    package: str | None = None
    dialect: Dialect | None = None
    mode: Mode = Mode.WRITE
    force: bool = False
    keep_going: bool = False
    workers: int | None = None
    policy: Policy = field(default_factory=Policy)
    format: str = "text"


def carry_out(request: Request) -> int:
    """Do it; the exit code."""
    jobs = {spec: _job(request, spec) for spec in request.specs}
    refused = _collisions(request, jobs)
    left = [job for spec, job in jobs.items() if spec not in refused]
    show = _Show(request, len(jobs))
    for report in (*refused.values(), *()):
        show.one(report)
    for report in run_all(left, request.workers):
        show.one(report)
    return show.end()
