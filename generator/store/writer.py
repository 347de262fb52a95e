"""Stage 8: the generated files on disk, all of them or none.

First everything is looked at and every conflict is reported; then the new files are written to a
folder beside the package, with a journal of what is to be done; only then are they put in their places,
one `rename` each (where no package was: the whole folder by one). An error on the way puts back what
was there; what a killed process had begun is finished by the next one. While one generator does that,
another one waits.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from ..diagnostics import Findings, Position, Rule, Span
from ..diagnostics.rules import output as rules
from ..records import dataclass
from . import manifest
from .comparison import is_same
from .folder import Contents, Kind, kind_of, look, parents
from .journal import JournalError, staging_of
from .lock import PATIENCE, PAUSE, BusyError, Lock, is_held
from .making import can_be_made, make
from .recovery import check_staging, finish, is_interrupted
from .transaction import change_all


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to the folder."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: int

    @property
    def nothing_changed(self) -> bool:
        return not self.written and not self.deleted


def write(
    files: Mapping[str, bytes], folder: Path, findings: Findings, *, force: bool = False
) -> Written | None:
    """Make `folder` hold `files`, one of which is the new manifest.

    Deletes what the old manifest lists and is generated no longer; where nothing is, the manifest
    and the folder too. None, with findings, if
    something is in the way; the folder is then as it was before.
    """
    try:
        if not _is_usable(folder, findings):
            return None
        if done := _nothing_to_do(files, folder, force=force):
            return done
        with _alone(folder):
            changes = _changes(files, folder, findings, force=force)
            if changes is None or changes.report(findings, force=force):
                return None
            return _carry_out(changes)
    except (OSError, JournalError) as error:
        report_refusal(error, folder, findings)
        return None


def _nothing_to_do(files: Mapping[str, bytes], folder: Path, *, force: bool) -> Written | None:
    """What came of a package that is as it is to be: nothing is locked and nothing written for it.

    Whatever else is seen may be what another generator is doing just now: it is looked at again by
    whoever is alone.
    """
    with contextlib.suppress(OSError):
        if not is_interrupted(staging_of(folder)):
            changes = _changes(files, folder, Findings(), force=force)
            if changes is not None and changes.done.nothing_changed:
                return changes.done
    return None


def recover(folder: Path, findings: Findings) -> bool:
    """Finish what a killed generator had begun; False, with a finding, where that cannot be done."""
    try:
        if is_interrupted(staging_of(folder)):
            with _alone(folder):
                pass
    except (OSError, JournalError) as error:
        report_refusal(error, folder, findings)
        return False
    return True


def report_interrupted(folder: Path, findings: Findings) -> bool:
    """Report that a package is waiting to be recovered, for what only looks; whether it is."""
    staging = staging_of(folder)
    until = time.monotonic() + PATIENCE
    while is_held(staging) and time.monotonic() < until:
        time.sleep(PAUSE)
    if not is_interrupted(staging):
        return False
    report(findings, rules.INTERRUPTED, folder)
    return True


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The only generator at a package, which holds nothing half-done."""
    staging = staging_of(folder)
    check_staging(staging)
    with Lock(staging) as lock:
        try:
            finish(folder, staging)
            yield
        finally:
            lock.remove()
            if kind_of(folder) is Kind.NOTHING:
                for made in lock.made[-2::-1]:
                    with contextlib.suppress(OSError):
                        made.rmdir()


def report_refusal(error: OSError | JournalError, folder: Path, findings: Findings) -> None:
    """Report what the operating system refused, and what stands in the way of a journal."""
    if isinstance(error, JournalError):
        report(findings, rules.STAGING, staging_of(folder), problem=str(error))
        return
    if isinstance(error, BusyError):
        report(findings, rules.BUSY, folder, seconds=f"{PATIENCE:.0f}")
        return
    path = Path(error.filename) if isinstance(error.filename, str) else folder
    report(findings, rules.UNWRITABLE, path, problem=error.strerror or str(error))


def report(
    findings: Findings, rule: Rule, path: Path, *, hint: str | None = None, **facts: str
) -> None:
    """Report a rule about a path as a whole; `hint` in place of the rule's."""
    name = path.as_posix()
    start = Position(1, 1)
    findings.report_at(rule, Span(name, start, start), hint=hint, path=name, **facts)


def _is_usable(folder: Path, findings: Findings) -> bool:
    kind = kind_of(folder)
    if kind is Kind.LINK:
        report(findings, rules.LINK, folder)
    elif kind not in {Kind.FOLDER, Kind.NOTHING}:
        report(findings, rules.IN_THE_WAY, folder, found=kind.value, wanted="the package's folder")
    return kind in {Kind.FOLDER, Kind.NOTHING}


def _changes(
    files: Mapping[str, bytes], folder: Path, findings: Findings, *, force: bool
) -> _Changes | None:
    contents = look(folder)
    listed = _listed(contents, findings, force=force)
    return None if listed is None else _Changes(files, contents, listed)


def _listed(contents: Contents, findings: Findings, *, force: bool) -> Mapping[str, str] | None:
    """What the old manifest lists; nothing where there is none."""
    if contents.kind(manifest.NAME) is not Kind.FILE:
        return {}
    path = contents.root / manifest.NAME
    try:
        if path.stat().st_size > manifest.LARGEST:
            raise manifest.ManifestError("it is too large")
        return manifest.listed_files(contents.read(manifest.NAME))
    except manifest.ManifestError as error:
        if force:
            return {}
        report(findings, rules.MANIFEST, path, problem=str(error))
        return None


_Conflict: TypeAlias = tuple[Rule, str, Mapping[str, str]]
"""A rule, the path that it speaks of, and further facts."""


class _Changes:
    """What has to be written and deleted, and what speaks against it."""

    def __init__(
        self, files: Mapping[str, bytes], contents: Contents, listed: Mapping[str, str]
    ) -> None:
        self.files = files
        self.contents = contents
        self.listed = listed
        self.written = tuple(
            path for path, content in files.items() if not is_same(content, contents, path)
        )
        gone = [path for path in listed if path not in files]
        if listed and not files:
            gone.append(manifest.NAME)  # With all that it lists.
        self.deleted = tuple(path for path in gone if self._is_file_or_link(path))

    @property
    def done(self) -> Written:
        unchanged = len(self.files) - len(self.written)
        return Written(tuple(sorted(self.written)), tuple(sorted(self.deleted)), unchanged)

    def report(self, findings: Findings, *, force: bool) -> bool:
        """Report every conflict; whether there is one."""
        conflicts = list(self._conflicts(force=force))
        for rule, path, facts in conflicts:
            report(findings, rule, self.contents.root / path, **facts)
        return bool(conflicts)

    def _conflicts(self, *, force: bool) -> Iterator[_Conflict]:
        blocked: set[str] = set()
        for path in self.written:
            for above in parents(path):
                if above not in blocked and (conflict := self._in_place_of_folder(above)):
                    blocked.add(above)
                    yield conflict
        for path in sorted((*self.written, *self.deleted)):
            conflict = self._unforceable(path)
            if conflict is None and not force:
                conflict = self._forceable(path)
            if conflict is not None and blocked.isdisjoint(parents(path)):
                yield conflict

    def _in_place_of_folder(self, path: str) -> _Conflict | None:
        kind = self.contents.kind(path)
        if kind in {Kind.FOLDER, Kind.NOTHING} or (kind is Kind.FILE and path in self.deleted):
            return None
        if kind is Kind.LINK:
            return (rules.LINK, path, {})
        return (rules.IN_THE_WAY, path, {"found": kind.value, "wanted": "a folder"})

    def _unforceable(self, path: str) -> _Conflict | None:
        kind = self.contents.kind(path)
        if kind is Kind.LINK:
            return (rules.LINK, path, {})
        if kind is Kind.SPECIAL or (kind is Kind.FOLDER and not self._is_emptied(path)):
            return (rules.IN_THE_WAY, path, {"found": kind.value, "wanted": "a file"})
        return None

    def _forceable(self, path: str) -> _Conflict | None:
        if self.contents.kind(path) is not Kind.FILE or (path == manifest.NAME and self.listed):
            return None
        if path not in self.listed:
            return (rules.FOREIGN, path, {})
        if manifest.sha256_of(self.contents.root / path) != self.listed[path]:
            return (rules.EDITED, path, {})
        return None

    def _is_file_or_link(self, path: str) -> bool:
        return self.contents.kind(path) in {Kind.FILE, Kind.LINK}

    def _is_emptied(self, path: str) -> bool:
        """Whether nothing is left of a folder when the deletions are done."""
        if path in self.contents.overlooked_in:
            return False
        return all(
            other in self.deleted
            or (self.contents.kind(other) is Kind.FOLDER and self._is_emptied(other))
            for other in self.contents.below(path)
        )


def _carry_out(changes: _Changes) -> Written:
    done = changes.done
    if done.nothing_changed:
        return done
    # The manifest comes last: until then the old one tells which files are whose.
    order = sorted(done.written, key=lambda path: (path == manifest.NAME, path))
    root = changes.contents.root
    written = {path: changes.files[path] for path in order}
    if can_be_made(root) and written:
        make(root, staging_of(root), written)
        return done
    change_all(root, staging_of(root), written, done.deleted)
    if not changes.files:
        with contextlib.suppress(OSError):  # Something of somebody's own is in it.
            root.rmdir()
    return done
