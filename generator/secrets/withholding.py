"""The stage: secrets are found, reported, and replaced by the variables that are to hold them."""

from __future__ import annotations

from ..diagnostics import Findings
from ..origin import Origin
from ..source.sources import SourceSet
from .masking import mask, mask_stretches, replaced_everywhere
from .places import FOR_PEOPLE, Search
from .texts import in_unread


def withhold(sources: SourceSet, findings: Findings) -> None:
    """Take literal secrets out of the data and the texts of all files; report each one.

    In the data a placeholder of its variable stands in its place, so that the later stages read
    what the author should have written. Findings show the lines with the secrets masked.
    """
    search = Search(findings)
    for source in sources.sources.values():
        if isinstance(source.data, dict):
            search.file(source.data, Origin(source.name))
    found = tuple(search.found)
    if found:
        for source in sources.sources.values():
            replaced_everywhere(source.data if source.data is not None else {}, found, FOR_PEOPLE)
        sources.withheld.update(each.variable for each in found if each.variable is not None)
        mask(sources, found)
    for name in sources.broken:
        if name in sources.sources:
            mask_stretches(sources, name, in_unread(sources.sources[name].text))


def withhold_unread(findings: Findings) -> None:
    """The same for a file that could not be read: its lines stand in findings."""
    if isinstance(findings.sources, SourceSet):
        for name, text in findings.sources.texts().items():
            mask_stretches(findings.sources, name, in_unread(text))
