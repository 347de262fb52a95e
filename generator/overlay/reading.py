"""From the data of an overlay to its actions; what is wrong is reported at its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .. import regex
from ..diagnostics import words
from ..diagnostics.finding import Findings
from ..diagnostics.rules import overlays as rules
from ..diagnostics.spelling import nearest
from ..origin import Origin
from ..records import dataclass
from ..source.sources import Source
from .actions import Action, Change, Copy, Overlay, Remove, Update
from .tree import Tree, at_home

_VERSION: Final = regex.late(r"1\.([012])\.\d+")
_ROOT: Final = ("overlay", "$self", "info", "extends", "actions", "components")
_ACTION: Final = ("target", "description", "update", "copy", "remove")
_REFERENCE: Final = ("$ref", "target", "description")
_POINTER: Final = "#/components/actions/"


def read_overlay(source: Source, findings: Findings) -> Overlay | None:
    """The actions of a document; None where it is no overlay, which was reported.

    An action that has a mistake is left out, and the mistake is reported.
    """
    data, here = source.data, Origin(source.name)
    written = data.get("overlay")
    found = _VERSION.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        problem = "it has no key `overlay`" if written is None else f"`overlay` is `{written}`"
        findings.report(rules.NOT_AN_OVERLAY, here.child("overlay"), at="key", problem=problem)
        return None
    actions = data.get("actions")
    if not isinstance(actions, list) or not actions:
        place = here.child("actions")
        findings.report(rules.NOT_AN_OVERLAY, place, at="key", problem="it has no list `actions`")
        return None
    assert source.root is not None, "a document has a root"
    root = Tree(data, at_home(source.root, source))
    reader = _Reader(source, root, (1, int(found[1])), findings)
    reader.check_keys(data, here, _ROOT)
    listed = root.child("actions")
    place = here.child("actions")
    made = (reader.action(listed.child(i), place.child(i)) for i in range(len(actions)))
    return Overlay(reader.version, tuple(each for each in made if each is not None))


@dataclass(frozen=True, slots=True)
class _Fields:
    """What an action says, and where: of a reusable one, in `components`."""

    tree: Tree
    origin: Origin

    def get(self, key: str) -> Any:
        return self.tree.value.get(key)

    def has(self, key: str) -> bool:
        return key in self.tree.value


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    root: Tree
    version: tuple[int, int]
    findings: Findings

    def action(self, tree: Tree, here: Origin) -> Action | None:
        if not isinstance(tree.value, dict):
            self._wrong(here, f"an action is a mapping, and this is {words.kind(tree.value)}")
            return None
        fields = _Fields(tree, here)
        is_reference = "$ref" in tree.value
        if not self.check_keys(tree.value, here, _REFERENCE if is_reference else _ACTION):
            return None
        target = self._text(fields, "target")
        if is_reference:
            reused = self._reused(fields)
            if reused is None:
                return None
            fields = reused
        change = self._change(fields) if target is not None else None
        if target is None or change is None:
            return None
        return Action(target, here.child("target"), change)

    def check_keys(self, value: Mapping[str, Any], here: Origin, known: tuple[str, ...]) -> bool:
        """Whether there is no key that the specification does not know; `x-…` is anybody's."""
        unknown = [key for key in value if key not in known and not key.startswith("x-")]
        for key in unknown:
            meant = nearest(key, known)
            said = f"`{key}` is no key here" + (f"; did you mean `{meant}`?" if meant else "")
            self._wrong(here.child(key), said, at_key=True)
        return not unknown

    def _change(self, fields: _Fields) -> Change | None:
        remove = fields.get("remove")
        if remove is not None and not isinstance(remove, bool):
            place = fields.origin.child("remove")
            self._wrong(place, f"`remove` is `true` or `false`, not {words.kind(remove)}")
            return None
        if remove:
            return Remove(fields.origin.child("remove"))
        copies = fields.get("copy") is not None
        if copies and fields.has("update"):
            self._wrong(fields.origin.child("copy"), "an action has `update` or `copy`, not both")
            return None
        if copies:
            return self._copy(fields)
        if fields.has("update"):
            return Update(fields.tree.child("update"), fields.origin.child("update"))
        self.findings.report(rules.DOES_NOTHING, fields.origin)
        return None

    def _copy(self, fields: _Fields) -> Copy | None:
        place = fields.origin.child("copy")
        if self.version < (1, 1):
            self._wrong(place, "`copy` is part of overlays since 1.1.0", at_key=True)
            return None
        path = self._text(fields, "copy")
        return None if path is None else Copy(path, place)

    def _reused(self, fields: _Fields) -> _Fields | None:
        """The fields of the reusable action that a reference names."""
        place = fields.origin.child("$ref")
        if self.version < (1, 2):
            self._wrong(place, "reusable actions are part of overlays since 1.2.0", at_key=True)
            return None
        pointer = fields.get("$ref")
        key = pointer.removeprefix(_POINTER) if isinstance(pointer, str) else ""
        name = key.replace("~1", "/").replace("~0", "~")
        found = self.root.at(("components", "actions", name))
        if not isinstance(pointer, str) or not pointer.startswith(_POINTER) or found is None:
            listed = self._names()
            self._wrong(place, f"it names no entry of `components.actions`; {listed}")
            return None
        here = Origin(self.source.name)
        for each in ("components", "actions", name, "fields"):
            here = here.child(each)
        tree = found.at(("fields",))
        if tree is None or not isinstance(tree.value, dict):
            self._wrong(here, "a reusable action has a mapping `fields`")
            return None
        is_sound = self.check_keys(
            tree.value, here, tuple(each for each in _ACTION if each != "target")
        )
        return _Fields(tree, here) if is_sound else None

    def _names(self) -> str:
        actions = self.root.at(("components", "actions"))
        names = list(actions.value) if actions and isinstance(actions.value, dict) else []
        quoted = ", ".join(f"`{_POINTER}{_token(name)}`" for name in names[:8])
        return f"there is {quoted}" if quoted else "there are none"

    def _text(self, fields: _Fields, key: str) -> str | None:
        value = fields.get(key)
        if isinstance(value, str) and value:
            return value
        said = "a JSONPath that begins with `$`"
        if fields.has(key):
            place = fields.origin.child(key)
            self._wrong(place, f"`{key}` is {said}, not {words.kind(value) if value else 'empty'}")
        else:
            self._wrong(fields.origin, f"an action has a `{key}`: {said}")
        return None

    def _wrong(self, origin: Origin, problem: str, *, at_key: bool = False) -> None:
        at: Any = "key" if at_key else "value"
        self.findings.report(rules.BAD_ACTION, origin, at=at, problem=problem)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
