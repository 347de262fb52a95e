"""`location: file:///…`: files and folders beside the capability, whose content the package gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import unquote

from .. import regex
from ..diagnostics import Rule
from ..model import StaticFile
from ..source.files import FileRefusedError, Files
from .context import Context
from .node import Node

_FILE: Final = regex.late(r"(?i)file://(?:/?\./(?P<relative>.+)|/(?P<absolute>.+))\Z")
_UNFIT: Final = regex.late(r'[\x00-\x1f\x7f:\\<>"|?*]|[. ](?:/|\Z)')
"""What no file of a package has in its path: it could not be checked out everywhere."""
_Found = TypeVar("_Found")


def folder_at(node: Node, context: Context, rule: Rule) -> tuple[StaticFile, ...] | None:
    """The files of the folder that a location names; None where they cannot be had, which is reported."""
    found = _had(node, context, rule, lambda files, name: files.below(name))
    if found is None:
        return None
    for path in found:
        if _UNFIT.search(path):
            problem = f"has {path!r}, a name that no file of a package can have"
            node.note(rule, location=node.value, problem=problem)
            return None
    return tuple(StaticFile(path, content) for path, content in found.items())


def text_at(node: Node, context: Context, rule: Rule) -> StaticFile | None:
    """The text file that a location names; None as above."""

    def read(files: Files, name: str) -> StaticFile:
        content = files.content(name)
        try:
            content.decode()
        except UnicodeDecodeError:
            raise FileRefusedError("is no text in UTF-8") from None
        return StaticFile(name.rpartition("/")[2], content)

    return _had(node, context, rule, read)


def _had(
    node: Node, context: Context, rule: Rule, read: Callable[[Files, str], _Found]
) -> _Found | None:
    text = (node.as_text() or "").strip()
    match = _FILE.match(text)
    try:
        if match is None:
            raise FileRefusedError("is no address of a file: it begins with file:///./")
        return read(context.files, _relative(match, context.files))
    except FileRefusedError as error:
        node.note(rule, location=text, problem=str(error))
        return None


def _relative(match: re.Match[str], files: Files) -> str:
    """A name below the folder of the capability. An absolute path leads there, or begins there."""
    name = unquote(match["relative"] or match["absolute"]).rstrip("/") or "."
    if match["relative"] is None:
        here = Path("/", name)
        root = files.root.resolve()
        if here.is_relative_to(root):
            return here.relative_to(root).as_posix()
    return name
