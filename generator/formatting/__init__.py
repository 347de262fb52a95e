"""Stage 7: generated Python in the shape of Black, and known to parse.

Stage 6 prints what Black would (`render/source.py`); where a look at the text leaves no doubt of that,
Black has nothing to do and is not even imported. Any doubt sends the whole file through it. The tests
hold every file without doubt against Black.
"""

from __future__ import annotations

import dataclasses
import symtable
from collections.abc import Iterable

from ..render import GeneratedFile
from . import shape

__all__ = ["FormattingError", "format_file", "format_files", "format_python"]


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
        formatted = text if shape.is_certain(text) else _by_black(text)
        # What compiling would find, in less than half the time of a tree of it.
        symtable.symtable(formatted, path, "exec")
    except (SyntaxError, ValueError) as error:
        raise FormattingError(f"{path}: {error}") from error
    return formatted


def _by_black(text: str) -> str:
    from .by_black import formatted

    return formatted(text)
