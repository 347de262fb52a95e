"""What people see: on a terminal with colours and a progress bar, elsewhere plain."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import click

from ..diagnostics import Severity
from .jobs import Mode, Outcome, Report
from .terminal import give, has_colours

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_DIFF_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}
_BAR: Final = 24


def show_diff(diff: str) -> None:
    """A patch, to standard output; with the usual colours on a terminal."""
    coloured = has_colours(sys.stdout)
    if coloured:
        diff = "".join(_painted(line) for line in diff.splitlines(keepends=True))
    give(diff, colour=coloured)


def _painted(line: str) -> str:
    colour = _DIFF_COLOURS.get(line[:1])
    if colour is None:
        return line
    text = line.rstrip("\n")
    return (
        click.style(text, fg=colour, bold=line.startswith(("+++ ", "--- ")) or None)
        + line[len(text) :]
    )


def result_line(report: Report) -> str:
    """What came of one job, in a line; empty where the generator failed."""
    folder = report.job.folder.as_posix()
    if report.job.mode is Mode.NOTHING:
        return _verdict(report)
    match report.outcome:
        case Outcome.GENERATED:
            deleted = f", {len(report.deleted)} deleted" if report.deleted else ""
            written = f"{_number(len(report.written), 'file')} written{deleted}"
            return f"{folder}: {written}, {report.unchanged} unchanged{_left_out(report)}"
        case Outcome.UNCHANGED:
            files = _number(report.unchanged, "file")
            if report.job.mode is Mode.WRITE:
                same = f"nothing to write, {files} up to date"
                return f"{folder}: {same}{_left_out(report)}"
            return f"{folder}: up to date, {files}{_left_out(report)}"
        case Outcome.DIFFERENT:
            what = f"{folder}: not what {report.job.spec.as_posix()} gives"
            is_manifest = report.job.mode is Mode.DIFF and not report.diff
            return f"{what}: only its MANIFEST.json differs" if is_manifest else what
        case Outcome.REFUSED:
            return f"{report.job.spec.as_posix()}: refused, nothing was written"
        case Outcome.FAILED:
            return ""


def notes_line(report: Report) -> str:
    """How many notes there are; only `validate` shows each of them."""
    notes = sum(each.count for each in report.findings if each.severity is Severity.NOTE)
    if not notes or report.job.mode is Mode.NOTHING:
        return ""
    spec = report.job.spec.as_posix()
    return f"{_number(notes, 'note')} on what was inferred: capwright validate {spec}"


def _verdict(report: Report) -> str:
    """`spec.yaml: valid, 14 notes`."""
    if report.outcome is Outcome.FAILED:
        return ""
    good = click.style("valid", fg="green")
    bad = click.style("not valid", fg="red")
    counts: Counter[Severity] = Counter()
    for finding in report.findings:
        counts[finding.severity] += finding.count
    found = [_number(counts[each], each.value) for each in Severity if counts[each]]
    words = [good if report.is_good else bad, *found]
    return f"{report.job.spec.as_posix()}: {', '.join(words)}"


def _number(count: int, what: str) -> str:
    """`1 note`, `2 notes`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _left_out(report: Report) -> str:
    return f", {report.left_out} left out" if report.left_out else ""


_WORDS: Final = {
    Mode.WRITE: ("generated", "unchanged", "refused"),
    Mode.CHECK: ("up to date", "different", "refused"),
    Mode.DIFF: ("up to date", "different", "refused"),
    Mode.NOTHING: ("valid", "not valid"),
}
"""What the summary always says of a mode; whatever else there is comes after."""


def summary(reports: Iterable[SummaryLine], mode: Mode) -> Iterator[str]:
    """The table after many files: how they ended, and the findings by code.

    Args:
        reports: what is kept of each.
        mode: of the run.
    """
    ends = Counter(dict.fromkeys(_WORDS[mode], 0))
    findings: Counter[tuple[str, Severity]] = Counter()
    for line in reports:
        ends[line.end] += 1
        findings.update(line.findings)
    yield ""
    for word, number in ends.items():
        yield f"{word:<10} {number:>6}"
    if findings:
        yield ""
    for (code, severity), number in sorted(findings.items(), key=lambda item: item[0][0]):
        kind = click.style(f"{severity.value:<8}", fg=_COLOURS[severity])
        yield f"{code:<10} {number:>6}  {kind} {title(code)}"


class SummaryLine:
    """What the summary keeps of a report: a few words, so that memory does not grow."""

    __slots__ = ("end", "findings")

    def __init__(self, report: Report) -> None:
        self.end = _end(report)
        self.findings: Counter[tuple[str, Severity]] = Counter()
        for each in report.findings:
            self.findings[each.code, each.severity] += each.count


def _end(report: Report) -> str:
    """How one file ended, in the words of its mode."""
    if report.outcome is Outcome.FAILED:
        return "failed"
    if report.job.mode is Mode.NOTHING:
        return "valid" if report.is_good else "not valid"
    if report.job.mode is not Mode.WRITE and report.outcome is Outcome.UNCHANGED:
        return "up to date"
    return str(report.outcome.value)


def title(code: str) -> str:
    """The title of a rule."""
    from ..diagnostics.registry import ALL_RULES

    return ALL_RULES[code].title if code in ALL_RULES else ""


class Progress:
    """A bar in the last line of a terminal; nothing elsewhere."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._done = 0
        self._shown = shown

    def advance(self, name: str) -> None:
        """One more is done."""
        self._done += 1
        if not self._shown:
            return
        filled = _BAR * self._done // max(self._total, 1)
        bar = "█" * filled + "░" * (_BAR - filled)
        line = f"{bar} {self._done}/{self._total} {name}"
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r\x1b[K{line[:width]}", err=True, nl=False)

    def clear(self) -> None:
        """Give the line back, before something else is printed."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
