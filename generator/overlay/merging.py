"""How a value goes into another (Overlay Specification 1.2.0, "Action Object")."""

from __future__ import annotations

from typing import Any

from ..diagnostics import words
from ..source.sources import Child
from .tree import Tree, copied


class MergeError(Exception):
    """Two values that do not go together; the message says which, to stand after a colon."""


def merge(target: Tree, update: Tree, path: str = "") -> None:
    """Merge a mapping into a mapping, or add to a list: `target` is changed, `update` is not.

    Raises:
        MergeError: at some key one of the two is a mapping or a list and the other something else.
    """
    if isinstance(target.value, list):
        _concatenate(target, update)
        return
    for key, child in update.children.items():
        here = f"{path}.{key}"
        if key not in target.value:
            added = copied(update.child(key))
            target.put(key, added.value, Child(child.start, child.end, added.node))
            continue
        old, new = target.child(key), update.child(key)
        if kind(old.value) != kind(new.value):
            raise MergeError(
                f"`{here[1:]}` is {words.kind(old.value)} and would become {words.kind(new.value)}"
            )
        if kind(old.value) == "scalar":
            target.put(key, new.value, Child(child.start, child.end, copied(new).node))
        else:
            merge(old, new, here)


def _concatenate(target: Tree, update: Tree) -> None:
    if not isinstance(update.value, list):
        added = copied(update)
        target.append(added.value, added.node)
        return
    for index in range(len(update.value)):
        added = copied(update.child(index))
        target.append(added.value, added.node)


def kind(value: Any) -> str:
    """`mapping`, `list`, or `scalar`, which is any other: null, too."""
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"
