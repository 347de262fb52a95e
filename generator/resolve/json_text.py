"""JSON text with sections: which values stand inside of quotes, and what the names mean."""

from __future__ import annotations

from dataclasses import replace

from ..json_quotes import is_inside
from ..model import Section, Template
from ..plan import Atom, Fixed, InQuotes, SectionOf
from .names import Names
from .sections import section_of


def json_atoms(template: Template, names: Names) -> tuple[Atom, ...]:
    """The parts of a JSON text. A value outside of quotes keeps its type, and is left out where there is none."""
    found: list[Atom] = []
    inside = False
    for part in template.parts:
        match part:
            case str():
                inside = is_inside(part, inside)
                found.append(Fixed(part))
            case Section():
                found.append(_marked(section_of(part, names), inside))
            case _:
                found.append(_marked(names.atom(part, in_text=inside), inside))
    return tuple(found)


def _marked(atom: Atom, inside: bool) -> Atom:
    """An atom that says where it stands; a section ends where it begins, inside or outside."""
    if not isinstance(atom, SectionOf):
        return InQuotes(atom) if inside else atom
    parts: list[Atom] = []
    for part in atom.parts:
        if isinstance(part, Fixed):
            inside = is_inside(str(part.value), inside)
            parts.append(part)
        else:
            parts.append(_marked(part, inside))
    return replace(atom, parts=tuple(parts))
