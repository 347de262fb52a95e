"""What is said to people, and whether in colours: without anything of the language."""

from __future__ import annotations

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
    """To standard error: everything that is no data."""
    click.echo(text, err=True, nl=newline, color=has_colours(sys.stderr))
