"""Put right what is sure to be a slip, read the file once more, and keep what is still found.

A misspelt key loses what stands under it, and what misses that further down is no mistake of its own. No list of
such consequences could be complete, so there is none: a finding follows from a slip if it is gone without the slip.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..diagnostics.finding import ALWAYS_SAID, Finding, Findings, Severity
from ..diagnostics.rule import Rule
from ..diagnostics.rules import schema, shape, source
from ..source.text import Text, with_line_feeds
from .indentation import Misplaced, misplaced
from .mending import Place, mended, place

Reading = Callable[[bytes], Findings]
"""Reads a content and says what is found in it."""

_FORM: Final = frozenset(
    rule.code
    for module in (source, schema)
    for rule in vars(module).values()
    if isinstance(rule, Rule)
)
_LOSES: Final = frozenset(
    (
        *(rule.code for rule in vars(source).values() if isinstance(rule, Rule)),
        schema.MISSING_KEY.code,
        schema.OTHER_KEY.code,
        schema.WRONG_TYPE.code,
        schema.UNKNOWN_VALUE.code,
        shape.DUPLICATE_NAME.code,
    )
) - {source.DUPLICATE_KEY.code}
"""Errors after which something is missing that the author wrote, or meant to write."""
_LARGEST: Final = 400_000
"""Characters of a file that is read more than once."""
_BOM: Final = b"\xef\xbb\xbf"


def without_what_follows(
    spec: Path,
    content: bytes | None,
    findings: Findings,
    form: Reading,
    whole: Reading,
    is_known: Callable[[str], bool],
) -> None:
    """Leave out what follows from slips.

    Args:
        spec: the file.
        content: its content, where it is not on the disk.
        findings: what was found; it is narrowed.
        form: reads a content as far as the schema.
        whole: reads it to its end.
        is_known: whether the language has a key of this name.
    """
    found = findings.sorted()
    name = spec.as_posix()
    if not any(_may_cause_others(each) for each in found):
        return
    text = _text(spec, content)
    if text is None:
        return
    odd = misplaced(text, name, found, form, whole, is_known)
    now, slips = text if odd is None else odd.text, frozenset[Finding]()
    # First the slips of form: another one may follow from them.
    for of_form in (True, False):
        more = [each for each in findings.sorted() if _is_of_form(each) is of_form]
        mended_text, done = mended(now, [*slips, *more], name, as_before=text)
        is_new = done != slips or (of_form and odd is not None)
        slips = done
        if is_new:
            left = {place(each) for each in whole(mended_text.content.encode()).sorted()}
            slips = _narrow(findings, slips, left, odd if of_form else None)
    _leave_conclusions(findings, slips, odd)


def _narrow(
    findings: Findings, slips: frozenset[Finding], left: set[Place], odd: Misplaced | None
) -> frozenset[Finding]:
    """Leave the slips and what is found without them; gives the slips.

    No error goes unless another one stays: a slip that errors follow from is one.
    """
    has_error = any(each.severity is Severity.ERROR for each in slips)
    if odd is not None:
        has_error |= any(
            each.severity is Severity.ERROR and each not in slips and place(each) not in left
            for each in findings.sorted()
        )

    follows = {
        each
        for each in findings.sorted()
        if each.severity is Severity.ERROR and each not in slips and place(each) not in left
    }
    if follows and not has_error and slips:
        # The slip is what stops the file: it is the error, and the others follow from it.
        slips = findings.sharpen(slips)
        has_error = True

    def stays(finding: Finding) -> bool:
        if finding.code in ALWAYS_SAID:
            return True
        if odd is not None and place(finding) in odd.explains:
            return False
        is_kept = finding in slips or place(finding) in left
        return is_kept or (finding.severity is Severity.ERROR and not has_error)

    findings.narrow(stays)
    if odd is not None:
        odd.report(findings, has_error)
    return slips


def _leave_conclusions(
    findings: Findings, slips: frozenset[Finding], odd: Misplaced | None
) -> None:
    """Where nobody can say what was meant, nothing is concluded from what was written.

    After an error of the form that cannot be put right here, warnings and notes of later stages wait for the
    next run.
    """
    known = {odd.rule(True).code} if odd is not None else set[str]()
    unclear = any(
        each.code in _LOSES
        and each.severity is Severity.ERROR
        and each not in slips
        and each.code not in known
        for each in findings.sorted()
    )
    if unclear:
        findings.narrow(
            lambda each: each.severity is Severity.ERROR
            or each.code in ALWAYS_SAID
            or _is_of_form(each)
        )


def _may_cause_others(finding: Finding) -> bool:
    is_slip = finding.instead is not None
    return (
        is_slip
        or _is_of_form(finding)
        or finding.code in (shape.ROOT_SECTION.code, shape.DUPLICATE_NAME.code)
    )


def _is_of_form(finding: Finding) -> bool:
    """Whether it is of the file or the schema, and so concluded from nothing."""
    return finding.code in _FORM


def _text(spec: Path, content: bytes | None) -> Text | None:
    try:
        raw = spec.read_bytes() if content is None else content
        text = with_line_feeds(raw).removeprefix(_BOM).decode()
    except (OSError, UnicodeDecodeError):
        return None
    return Text(text) if len(text) <= _LARGEST else None
