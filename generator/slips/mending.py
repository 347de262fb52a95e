"""Texts in which slips are put right."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics.finding import Finding
from ..source.text import Text

Place = tuple[str, str, int]
"""The code, the file and the line of a finding: columns move where a line is mended."""


def place(finding: Finding) -> Place:
    span = finding.span
    return (finding.code, "", 0) if span is None else (finding.code, span.file, span.start.line)


def mended(
    text: Text, found: Iterable[Finding], name: str, as_before: Text
) -> tuple[Text, frozenset[Finding]]:
    """The text with what was meant in place of what was written, and the findings that said so.

    Lines that are others than in the text of the findings are left as they are.
    """
    slips = {
        each.span.start: each
        for each in found
        if each.instead is not None
        and each.span is not None
        and each.span.file == name
        and text.line(each.span.start.line) == as_before.line(each.span.start.line)
    }
    content, done = text.content, set[Finding]()
    for start in sorted(slips, reverse=True):
        slip = slips[start]
        assert slip.span is not None
        assert slip.instead is not None
        begin = text.starts[start.line - 1] + start.column - 1
        end = text.starts[slip.span.end.line - 1] + slip.span.end.column - 1
        content = content[:begin] + slip.instead + content[end:]
        done.add(slip)
    return Text(content), frozenset(done)
