"""What is said to people, and whether in colours: without anything of the language."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TextIO

import click


def has_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and the user wants them (NO_COLOR)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def say(text: str, *, newline: bool = True) -> None:
    """To standard error: everything that is no data. That nobody can read it stops nothing."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True, nl=newline, color=has_colours(sys.stderr))


def give(data: str, *, colour: bool = False) -> None:
    """Data, to standard output.

    Raises:
        click.ClickException: they cannot be written, and then nothing else counts.
    """
    try:
        click.echo(data, nl=False, color=colour)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever reads has enough; click ends the command
        with contextlib.suppress(OSError):
            # What is left in the buffer would fail once more at the end of the process.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        message = f"standard output cannot be written: {error.strerror or error}"
        raise click.ClickException(message) from None
