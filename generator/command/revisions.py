"""Files as they were in a revision of git, in a folder that lives as long as they are looked at."""

from __future__ import annotations

import io
import os
import posixpath
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from .sources import NoRevisionError, NotInRevisionError, SourceError

_TIMEOUT: Final = 60.0
"""Seconds."""


@contextmanager
def taken_out(revision: str, inside: str) -> Iterator[Path]:
    """A path of a revision, with the folder that it stands in: a spec may import what is beside it.

    As git has it (gitrevisions(7)), a path is seen from the top of the repository, and from the
    present folder where it begins with `./` or `../`.

    Raises:
        SourceError: there is no such revision or path, or no git.
    """
    shown = f"{revision}:{inside}"
    commit = _commit(revision, shown)
    top = _said("rev-parse", "--show-toplevel", shown=shown)
    path = _from_the_top(inside, shown)
    kind = _kind(top, commit, path, shown)
    folder = path if kind == "tree" else path.parent
    names = [] if folder == PurePosixPath() else ["--", str(folder)]
    archive = _git("-C", top, "archive", "--format=tar", commit, *names, shown=shown)
    with tempfile.TemporaryDirectory(prefix="capwright-") as place:
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as files:
                files.extractall(place, filter="data")
        except tarfile.TarError as error:
            raise SourceError(f"{shown}: it cannot be taken out of git ({error})") from None
        yield Path(place) / path


def _kind(top: str, commit: str, path: PurePosixPath, shown: str) -> str:
    """`tree` or `blob`."""
    if path == PurePosixPath():
        return "tree"
    listed = _said("-C", top, "ls-tree", commit, "--", str(path), shown=shown)
    if not listed:
        raise NotInRevisionError(f"{shown}: there is no such file in that revision")
    return listed.split()[1]


def _from_the_top(inside: str, shown: str) -> PurePosixPath:
    if inside.startswith(("./", "../")):
        inside = posixpath.join(_said("rev-parse", "--show-prefix", shown=shown), inside)
    path = PurePosixPath(posixpath.normpath(inside or "."))
    if path.is_absolute() or ".." in path.parts:
        raise SourceError(f"{shown}: the path leads out of the repository")
    return path


def _commit(revision: str, shown: str) -> str:
    """The hash: what follows on a command line is then no option, whatever the revision is called."""
    name = f"{revision}^{{commit}}"
    try:
        return _said("rev-parse", "--verify", "--quiet", "--end-of-options", name, shown=shown)
    except SourceError as error:
        raise NoRevisionError(str(error)) from None


def _said(*arguments: str, shown: str) -> str:
    return os.fsdecode(_git(*arguments, shown=shown)).rstrip("\n")


def _git(*arguments: str, shown: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ["git", *arguments],  # noqa: S607 - the user's git
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except FileNotFoundError:
        raise SourceError(f"{shown}: git is not installed") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"{shown}: git did not answer within {_TIMEOUT:.0f} s") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise SourceError(f"{shown}: {said.removeprefix('fatal: ') or 'there is no such revision'}")
    return done.stdout
