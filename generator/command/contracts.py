"""Where a contract comes from: a spec, a generated package, `CONTRACT.json`, or one of them in git."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from ..contract.document import LARGEST, NAME, Contract, ContractError
from ..contract.parsing import from_bytes
from ..diagnostics import Findings
from ..diagnostics.text import render_text
from ..model import Dialect

_SPECS: Final = (".yaml", ".yml")
_GIT_TIMEOUT: Final = 60.0
"""Seconds."""


class SourceError(Exception):
    """There is no contract at a place; the message says why and what to do."""


def contract_at(place: str, dialect: Dialect | None = None) -> Contract:
    """The contract of a place: a path, or `REV:path` where no such path exists.

    Raises:
        SourceError: nothing is there, or what is there has no contract.
    """
    path = Path(place)
    if path.exists():
        return _of_path(path, place, dialect)
    revision, colon, inside = place.partition(":")
    if colon and revision:
        return _of_revision(revision, inside, dialect)
    raise SourceError(f"{place}: no such file or folder, and no `REV:path` of git either")


def _of_path(path: Path, shown: str, dialect: Dialect | None) -> Contract:
    if path.is_dir():
        return _of_package(path, shown)
    if path.suffix in _SPECS:
        return _of_spec(path, shown, dialect)
    try:
        with path.open("rb") as stream:
            return _read(stream.read(LARGEST + 1), shown)
    except OSError as error:
        raise SourceError(f"{shown}: it cannot be read ({error.strerror})") from None


def _of_package(folder: Path, shown: str) -> Contract:
    file = folder / NAME
    if not file.is_file():
        raise SourceError(
            f"{shown}: there is no {NAME} in it; it is no generated package, or one of an older "
            "version: generate it again, or name its specification"
        )
    return _of_path(file, f"{shown}/{NAME}", None)


def _read(content: bytes, shown: str) -> Contract:
    try:
        return from_bytes(content)
    except ContractError as error:
        raise SourceError(f"{shown}: {error}") from None


def _of_spec(spec: Path, shown: str, dialect: Dialect | None) -> Contract:
    # The pipeline is what takes long to import; two packages are compared without it.
    from ..options import Options
    from ..pipeline import contract_of, understand
    from .policy import has_errors

    findings = Findings()
    understood = understand(spec, dialect, findings)
    found = findings.sorted()
    if understood is None or has_errors(found):
        errors = [each for each in found if has_errors([each])]
        told = render_text(errors, findings.sources).rstrip("\n")
        raise SourceError(f"{shown}: it has errors, so it promises nothing\n{told}")
    return contract_of(understood, Options("package"))


def _of_revision(revision: str, inside: str, dialect: Dialect | None) -> Contract:
    """The folder of the path as it was: a spec may import what stands beside it."""
    shown = f"{revision}:{inside}"
    path = PurePosixPath(inside or ".")
    folder = path.parent if path.suffix else path
    archive = _git("archive", "--format=tar", f"{_commit(revision, shown)}:./{folder}", shown=shown)
    with tempfile.TemporaryDirectory(prefix="capwright-") as place:
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as files:
                files.extractall(place, filter="data")
        except tarfile.TarError as error:
            raise SourceError(f"{shown}: it cannot be taken out of git ({error})") from None
        found = Path(place) / (path.name if path.suffix else "")
        if not found.exists():
            raise SourceError(f"{shown}: there is no such file in that revision")
        return _of_path(found, shown, dialect)


def _commit(revision: str, shown: str) -> str:
    """The hash: what follows on a command line is then no option, whatever the revision is called."""
    name = f"{revision}^{{commit}}"
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", name, shown=shown)
    return found.decode("ascii", "replace").strip()


def _git(*arguments: str, shown: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ["git", *arguments],  # noqa: S607 - the user's git
            capture_output=True,
            check=False,
            timeout=_GIT_TIMEOUT,
        )
    except FileNotFoundError:
        raise SourceError(f"{shown}: git is not installed") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"{shown}: git did not answer within {_GIT_TIMEOUT:.0f} s") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        reason = said.removeprefix("fatal: ") or "there is no such revision"
        raise SourceError(f"{shown}: {reason}")
    return done.stdout
