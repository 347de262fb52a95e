"""What a path has in place of a variable that it lacks: one that is spelled otherwise, or that other tools write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .. import regex
from ..diagnostics.spelling import is_slip, nearest
from ..letters import letters
from ..records import dataclass

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_.-]*"
_OTHERWISE: Final = regex.late(
    rf"(?<=/)(?::(?P<colon>{_NAME})|<(?:\w+:)?(?P<angle>{_NAME})>|\[(?P<square>{_NAME})\]"
    rf"|[$%]\{{(?P<dollar>{_NAME})\}}|\$(?P<shell>{_NAME}))(?=[/?#]|\Z)"
)
"""`/:id`, `/<int:id>`, `/[id]`, `/${id}`, `/$id`: how Express, Flask, Next.js and shells write a variable."""


@dataclass(frozen=True, slots=True)
class MeantVariable:
    """A text of a path that was meant as the variable of a parameter."""

    written: str
    instead: str
    """What it has to be."""
    hint: str


def meant_variable(
    path: str, name: str, open_names: Sequence[str], is_only_one: bool, published: bool
) -> MeantVariable | None:
    """What in a path was meant as the variable `name`, which the path does not have.

    Args:
        path: as it is written.
        name: of a parameter that is `in: path`.
        open_names: variables of the path that are no parameters.
        is_only_one: whether no other parameter lacks its place.
        published: variables stand in single braces.
    """
    braces = "{%s}" if published else "{{%s}}"
    near = next((each for each in open_names if _is_near(each, name)), None)
    if near is not None:
        hint = f"did you mean `{braces % name}`, in place of `{braces % near}`?"
        return MeantVariable(near, name, hint)
    for found in _OTHERWISE.finditer(path):
        if found[0].startswith("${") and not published:
            continue  # `{id}` is reported there.
        if _is_near(found[found.lastgroup or 0], name):
            hint = f"did you mean `{braces % name}`, in place of `{found[0]}`?"
            return MeantVariable(found[0], braces % name, hint)
    if len(open_names) == 1 and is_only_one:
        other = open_names[0]
        hint = f"write `{braces % name}` in place of `{braces % other}`, or call the parameter `{other}`"
        return MeantVariable(other, name, hint)
    return None


def _is_near(written: str, name: str) -> bool:
    return (
        letters(written) == letters(name) != ""
        or nearest(written, (name,)) is not None
        or is_slip(written, name)
    )
