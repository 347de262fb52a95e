"""A package where none was: made whole beside its place, and put there by one `rename`.

Where nothing stands there is nothing to keep and nothing to undo: until the `rename` there is no
package, and from then on it is whole. So no journal is needed, and each file is written once.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from . import journal
from .folder import Kind, kind_of, parents
from .staging import remove_staged


def can_be_made(root: Path) -> bool:
    """Whether a package can be put in its place by one `rename`.

    Not under Windows, where a folder cannot be renamed as long as another process (one that looks for
    viruses, say) has a file of it open.
    """
    return os.name == "posix" and kind_of(root) is Kind.NOTHING


def make(root: Path, staging: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder that is not there yet, with these files.

    Raises:
        OSError: it cannot be made; nothing is left of it then. So it is where something stands in
            its place by now that is no empty folder.
    """
    whole = staging / journal.WHOLE
    try:
        # Whatever a kill leaves there is nothing for version control.
        (staging / journal.IGNORE).write_bytes(b"*\n")
        _write(whole, files)
        _put(whole, root)
    finally:
        with contextlib.suppress(OSError):
            remove_staged(staging)


def _put(whole: Path, root: Path) -> None:
    try:
        whole.rename(root)
    except OSError as error:
        error.filename = str(root)  # that is in the way, and not what was made
        raise


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Texts and plain calls instead of paths: a package has more than a hundred files."""
    top = os.fspath(folder)
    folder.mkdir()
    made: set[str] = set()
    for path, content in files.items():
        if "/" in path:
            for above in parents(path):
                if above not in made:
                    os.mkdir(f"{top}/{above}")
                    made.add(above)
        _write_file(f"{top}/{path}", content)


def _write_file(path: str, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    except OSError as error:
        error.filename = path  # `write` knows the handle alone
        raise
    finally:
        os.close(handle)
