"""`generate --check --against REV`: what the packages promise now, beside what they promised there."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from ..contract.comparison import compare
from ..contract.document import NAME, Contract
from ..contract.report.text import render_text
from .contracts import contract_at
from .diff import FailOn, is_too_grave
from .request import Request
from .sources import NoRevisionError, NotInRevisionError, SourceError
from .terminal import has_colours, say


def show_against(request: Request, revision: str, fail_on: FailOn) -> int:
    """Print the changes of every package since a revision; the exit code.

    It is 1 where one of them is as grave as `fail_on`, 2 where a side cannot be read.
    """
    worst = 0
    for target in request.targets():
        folder = request.out / request.options(target).package
        try:
            worst = max(worst, _one(target.spec, folder, revision, fail_on))
        except NoRevisionError as error:
            say(f"Error: {error}")
            return 2  # It is missing for all of them.
        except SourceError as error:
            say(f"Error: {error}")
            worst = 2
    return worst


def _one(spec: Path, folder: Path, revision: str, fail_on: FailOn) -> int:
    before = _before(spec, folder, revision)
    if before is None:
        say(f"{folder.as_posix()}: not in {revision}, so nobody relies on it")
        return 0
    changes = compare(before, contract_at(str(folder / NAME)))
    if changes:
        click.echo(f"{folder.as_posix()} since {revision}:\n")
        click.echo(render_text(changes, colour=has_colours(sys.stdout)), nl=False)
    return 1 if is_too_grave(changes, fail_on) else 0


def _before(spec: Path, folder: Path, revision: str) -> Contract | None:
    """The contract there: of the package, else of the specification; None where both are new."""
    for path in (folder / NAME, spec):
        with contextlib.suppress(NotInRevisionError):
            return contract_at(f"{revision}:./{Path(os.path.relpath(path)).as_posix()}")
    return None
