"""Stage 7: generated Python in the shape of Black, and known to parse."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable
from typing import Final

import black
from black.mode import TargetVersion
from black.parsing import InvalidInput

from .render import GeneratedFile

MODE: Final = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)
"""Fixed here, not read from a file: what is generated must not depend on where it is generated."""


class FormattingError(Exception):
    """A template or the lowering made something that is no Python: a mistake in the generator."""


def format_files(files: Iterable[GeneratedFile]) -> tuple[GeneratedFile, ...]:
    """The same files, Python formatted.

    Files that say that they are formatted (the runtime, which is copied as it is) stay untouched.

    Raises:
        FormattingError: a file is not Python.
    """
    return tuple(format_file(file) for file in files)


def format_file(file: GeneratedFile) -> GeneratedFile:
    """One file, formatted if it is Python and not formatted yet."""
    if file.formatted or not file.path.endswith(".py"):
        return file
    content = format_python(file.content.decode("utf-8"), file.path)
    return dataclasses.replace(file, content=content.encode("utf-8"), formatted=True)


def format_python(text: str, path: str) -> str:
    """Python text in Black's shape.

    Raises:
        FormattingError: `text` is not Python; the message has `path` and the place.
    """
    try:
        formatted = black.format_str(text, mode=MODE)
        ast.parse(formatted, filename=path)
    except (InvalidInput, SyntaxError, ValueError) as error:
        raise FormattingError(f"{path}: {error}") from error
    return formatted
