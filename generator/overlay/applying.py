"""Overlays in their order, action by action, each on what the one before it left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..diagnostics.finding import Findings
from ..diagnostics.rules import overlays as rules
from ..origin import Origin
from ..source.builder import DEEPEST, MOST_VALUES
from ..source.loader import read_overlay as load
from ..source.sources import Source, SourceSet
from .actions import Action, Copy, Overlay, Remove, Update
from .failing import advice
from .merging import MergeError, kind, merge
from .reading import read_overlay
from .selecting import Location, SelectionError, select
from .tree import Tree, copied, size

_KINDS: Final = {"mapping": "mapping", "list": "list", "scalar": "single value"}


def apply_overlays(sources: SourceSet, paths: Sequence[Path], findings: Findings) -> bool:
    """Change the main document of a set by the overlays that stand in files.

    Returns:
        Whether all could be applied. Where not, the document is left as it was and findings say why.
    """
    if not paths:
        return True
    assert sources.main.root is not None, "a document has a root"
    before = Tree(sources.main.data, sources.main.root)
    document = copied(before)
    is_sound = True
    for path in paths:
        source = load(path, findings, sources)
        overlay = None if source is None else read_overlay(source, findings)
        if source is None or overlay is None:
            is_sound = False
            continue
        _check_extends(source, sources, findings)
        work = _Work(document, overlay, sources, findings)
        for action in overlay.actions:
            is_sound = work.carry_out(action) and is_sound
    is_sound = is_sound and not findings.has_errors
    if is_sound:
        sources.overlay(document.value, document.node)
    return is_sound


class _Work:
    """One overlay at work on a document."""

    def __init__(
        self, document: Tree, overlay: Overlay, sources: SourceSet, findings: Findings
    ) -> None:
        self._document = document
        self._count = size(document.value)[0]
        """Of values, at most."""
        self._overlay = overlay
        self._sources = sources
        self._findings = findings

    def carry_out(self, action: Action) -> bool:
        """Do one action; False where it cannot be done, which was reported."""
        if self._count > MOST_VALUES:
            return False
        locations = self._select(action.target, action.origin)
        if not locations:
            return False
        match action.change:
            case Remove():
                return self._remove(locations, action)
            case Update(value, origin):
                return self._merge(locations, value, origin, action)
            case Copy(source, origin):
                selected = self._select(source, origin)
                if len(selected) > 1:
                    problem = f"it selects {len(selected)} nodes, and one is copied"
                    self._findings.report(rules.DOES_NOT_FIT, origin, problem=problem)
                if len(selected) != 1:
                    return False
                found = self._document.at(selected[0])
                assert found is not None, "it was selected"
                return self._merge(locations, copied(found), origin, action)

    def _select(self, path: str, origin: Origin) -> list[Location]:
        """What a path selects; where that is nothing, it was reported."""
        try:
            found = select(path, self._document.value)
        except SelectionError as error:
            self._report_path(error, origin)
            return []
        if not found:
            said = advice(path, self._document.value)
            self._findings.report(rules.NOTHING, origin, path=path, advice=said)
        return found

    def _report_path(self, error: SelectionError, origin: Origin) -> None:
        if error.at is None:
            self._findings.report(rules.BAD_PATH, origin, problem=str(error))
            return
        span = self._sources.part_span(origin, error.at, error.at + 1)
        self._findings.report_in(origin, rules.BAD_PATH, span, problem=str(error))

    def _remove(self, locations: list[Location], action: Action) -> bool:
        # From the back: what is removed first moves nothing that is still to be removed.
        for location in sorted(locations, key=_order, reverse=True):
            if not location:
                problem = "the document itself cannot be removed"
                self._findings.report(rules.DOES_NOT_FIT, action.origin, problem=problem)
                return False
            if not self._may_be_scalar(location, action):
                return False
            parent = self._document.at(location[:-1])
            assert parent is not None, "what is removed later stands before or above"
            parent.remove(location[-1])
        return True

    def _may_be_scalar(self, location: Location, action: Action) -> bool:
        """Overlays of version 1.0 select mappings and lists only."""
        found = self._document.at(location)
        if found is None or kind(found.value) != "scalar" or self._overlay.version > (1, 0):
            return True
        problem = "an overlay of 1.0 changes mappings and lists, and this selects a single value"
        self._findings.report(rules.DOES_NOT_FIT, action.origin, problem=problem)
        return False

    def _merge(
        self, locations: list[Location], update: Tree, origin: Origin, action: Action
    ) -> bool:
        found = (self._document.at(each) for each in locations)
        kinds = {kind(target.value) for target in found if target is not None}
        if len(kinds) > 1:
            problem = f"it selects {' and '.join(f'{_KINDS[each]}s' for each in sorted(kinds))}"
            self._findings.report(rules.DOES_NOT_FIT, action.origin, problem=problem)
            return False
        if not self._may_be_scalar(locations[0], action):
            return False
        if not self._fits(kinds.pop(), update, origin):
            return False
        if not self._is_bounded(locations, update, origin):
            return False
        try:
            for location in locations:
                self._merge_one(location, update)
        except MergeError as error:
            self._findings.report(rules.DOES_NOT_FIT, origin, problem=str(error))
            return False
        return True

    def _fits(self, wanted: str, update: Tree, origin: Origin) -> bool:
        found = kind(update.value)
        if wanted == "list" or wanted == found:
            return True
        problem = f"a {_KINDS[found]} does not go into a {_KINDS[wanted]}"
        self._findings.report(rules.DOES_NOT_FIT, origin, problem=problem)
        return False

    def _is_bounded(self, locations: list[Location], update: Tree, origin: Origin) -> bool:
        """Whether the document stays as small and as flat as a file has to be."""
        count, levels = size(update.value)
        self._count += count * len(locations)
        deepest = max(map(len, locations)) + 1 + levels
        if self._count <= MOST_VALUES and deepest <= DEEPEST:
            return True
        self._count = MOST_VALUES + 1  # that is enough; what follows is not looked at
        problem = f"the document would have more than {MOST_VALUES:,} values or {DEEPEST} levels"
        self._findings.report(rules.DOES_NOT_FIT, origin, problem=problem)
        return False

    def _merge_one(self, location: Location, update: Tree) -> None:
        target = self._document.at(location)
        assert target is not None, "a merge takes nothing away"
        if kind(target.value) != "scalar":
            merge(target, update)
            return
        parent = self._document.at(location[:-1])
        assert parent is not None, "a document is a mapping"
        child = parent.children[str(location[-1])]
        child.start = child.end = update.node.start
        child.node = copied(update).node
        parent.value[location[-1]] = update.value


def _order(location: Location) -> tuple[tuple[bool, int, str], ...]:
    """Indices by their number; what stands below after what it stands in."""
    return tuple(
        (isinstance(key, str), key if isinstance(key, int) else 0, str(key)) for key in location
    )


def _check_extends(source: Source, sources: SourceSet, findings: Findings) -> None:
    """An overlay may say which file it is for; another name is probably another file."""
    extends = source.data.get("extends")
    if not isinstance(extends, str) or "://" in extends:
        return
    meant = (Path(source.name).parent / extends).resolve()
    if meant != Path(sources.main.name).resolve():
        origin = Origin(source.name).child("extends")
        findings.report(rules.OTHER_DOCUMENT, origin, file=extends, found=sources.main.name)
