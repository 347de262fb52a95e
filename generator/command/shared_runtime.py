"""The runtime that the packages of the output folder share: kept in step with them by each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import output as rules
from ..diagnostics.text import render_text
from ..options import Options, Runtime
from ..pipeline import shared_runtime
from ..runtime.copies import FOLDER, copies, needed
from ..runtime.graph import reached, runtime_modules
from ..runtime.shared import ALWAYS
from ..store import manifest, writer
from ..store.folder import Kind, kind_of
from ..store.sharing import python_files, sharing
from .job import compared
from .jobs import Job, Mode, Outcome, Report
from .summing import for_people

_ALL: Final = frozenset(runtime_modules())


class SharedRuntime:
    """What one run has to do with it. Nothing, where no package of the folder shares one."""

    def __init__(self, out: Path, jobs: Sequence[Job]) -> None:
        self._out = out
        self._folder = out / FOLDER
        self._jobs = [job for job in jobs if job.options.runtime is Runtime.SHARED]
        self._asked = {job.folder.name for job in jobs}
        first = jobs[0]
        self._job = Job(
            spec=self._folder,
            options=Options(FOLDER),
            folder=self._folder,
            mode=first.mode,
            force=first.force,
            colour=first.colour,
            command=first.command,
            verbose=first.verbose,
        )

    @cached_property
    def _is_there(self) -> bool:
        return kind_of(self._folder / manifest.NAME) is Kind.FILE

    def refused(self) -> tuple[Report, ...]:
        """The packages of the run that cannot be generated, before anything is written."""
        findings = Findings()
        if self._jobs:
            self._check(findings)
        found = findings.sorted()
        if not found:
            return ()
        text = render_text(found, colour=self._job.colour)
        first, *others = self._jobs
        return (
            Report(first, Outcome.REFUSED, found, text, has_errors=True),
            *(Report(job, Outcome.REFUSED, has_errors=True) for job in others),
        )

    def _check(self, findings: Findings) -> None:
        if not self._out.resolve().name.isidentifier():
            writer.report(findings, rules.SHARED_FOLDER, self._out)
        for job in self._jobs:
            if job.options.package == FOLDER:
                facts = {"found": "the shared runtime", "wanted": "a package"}
                writer.report(findings, rules.IN_THE_WAY, job.folder, **facts)
        if self._job.mode is Mode.WRITE and self._changes_for_others():
            others = [each for each in sharing(self._out) if each.name not in self._asked]
            if others:
                names = ", ".join(f"`{each.name}`" for each in others)
                writer.report(findings, rules.RUNTIME_IN_USE, self._folder, packages=names)

    def _changes_for_others(self) -> bool:
        """Whether a module that is there has other bytes in this version of the generator."""
        if not self._is_there:
            return False
        try:
            listed = manifest.listed_files((self._folder / manifest.NAME).read_bytes())
        except manifest.ManifestError:
            return False  # What to do about it is said when it is written.
        ours = {path: manifest.sha256(content) for path, content in copies(_ALL).items()}
        modules = [path for path in listed if path.endswith(".py")]
        return any(listed[path] != ours.get(path) for path in modules)

    def keep(self) -> tuple[Report, ...]:
        """Bring it in step with the packages as they are now, or compare; remove it with the last."""
        if not self._jobs and not self._is_there:
            return ()
        findings = Findings()
        report = Report(self._job, Outcome.REFUSED)
        try:
            packages = [*sharing(self._out)]
            if self._job.mode is Mode.WRITE:
                report = self._written(_files(packages) if packages else {}, findings)
            elif packages:
                report = compared(self._job, _files(packages), findings)
            else:
                return ()
        except OSError as error:
            writer.report_refusal(error, self._folder, findings)
        found = findings.sorted()
        text = render_text(for_people(self._job, found), colour=self._job.colour)
        return (
            Report(
                report.job,
                report.outcome,
                found,
                text,
                report.written,
                report.deleted,
                report.unchanged,
                report.diff,
                has_errors=bool(found),
            ),
        )

    def _written(self, files: Mapping[str, bytes], findings: Findings) -> Report:
        done = writer.write(files, self._folder, findings, force=self._job.force)
        if done is None:
            return Report(self._job, Outcome.REFUSED)
        outcome = Outcome.UNCHANGED if done.nothing_changed else Outcome.GENERATED
        return Report(
            self._job,
            outcome,
            written=done.written,
            deleted=done.deleted,
            unchanged=done.unchanged,
        )


def _files(packages: Sequence[Path]) -> Mapping[str, bytes]:
    modules: set[str] = set()
    for package in packages:
        files = python_files(package)
        if not files.keys() >= set(ALWAYS):  # One that carries other transports has its own.
            modules |= reached(ALWAYS)
        try:
            modules |= needed(files)
        except (SyntaxError, ValueError):  # Somebody edits it; it may need anything.
            modules |= _ALL
    return shared_runtime(modules)
