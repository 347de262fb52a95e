"""What a placeholder means where it stands: the order of docs/language.md, "Placeholders"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

from .. import regex
from ..diagnostics.spelling import is_slip
from ..letters import letters
from ..model import (
    ArrayTemplate,
    Bind,
    Constant,
    DataTemplate,
    ObjectTemplate,
    Placeholder,
    Scope,
    Section,
    Template,
)
from ..plan import (
    ArrayOf,
    Atom,
    Expression,
    Fixed,
    Joined,
    ObjectOf,
)
from ..records import dataclass
from .sections import section_of

ENVIRONMENT_NAME: Final = regex.late(r"[A-Z][A-Z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Binds:
    """The variables of all binds: variable → name in the environment."""

    flat: dict[str, str]
    qualified: dict[str, str]
    implied: bool
    """An undeclared upper-case name is an environment variable."""

    @classmethod
    def of(cls, binds: Iterable[Bind], implied: bool) -> Binds:
        flat: dict[str, str] = {}
        qualified: dict[str, str] = {}
        for bind in binds:
            for variable, source_key in bind.keys.items():
                flat[variable] = source_key
                qualified[f"{bind.namespace}.{variable}"] = source_key
        return cls(flat, qualified, implied)

    def variable(self, placeholder: Placeholder) -> str | None:
        """The environment variable that a placeholder names, or None."""
        name = placeholder.name
        if placeholder.scope is Scope.BIND:
            return self.qualified.get(name) or self.flat.get(name) or name.rpartition(".")[2]
        if placeholder.scope is Scope.ANY:
            return self.qualified.get(name) or self.flat.get(name)
        return None

    def nearly(self, variable: str) -> str | None:
        """The declared variable that this one is a slip of: a letter, its case, another namespace, and no other number."""
        other = variable.rpartition(".")[2]
        if other != variable and other in self.flat:
            return other
        if same := next((each for each in self.flat if letters(each) == letters(variable)), None):
            return same
        declared = (each for each in self.flat if is_slip(variable, each))
        return next((each for each in declared if _letters(each) != _letters(variable)), None)

    def implied_variable(self, placeholder: Placeholder) -> str | None:
        """The environment variable that an undeclared upper-case name stands for, or None."""
        implied = self.implied and placeholder.scope is Scope.ANY
        return placeholder.name if implied and ENVIRONMENT_NAME.match(placeholder.name) else None


def _letters(name: str) -> str:
    return re.sub(r"\d", "", name)


class Names(Protocol):
    """Gives a placeholder its meaning; `in_text` where it is only a part of a longer text."""

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom: ...

    def optional(self, placeholder: Placeholder) -> Atom:
        """The same in a section, which a text can do without."""
        ...


def expression(template: DataTemplate, names: Names) -> Expression:
    """A template with every name resolved."""
    match template:
        case Constant(value):
            return Fixed(value)
        case ObjectTemplate(entries):
            return ObjectOf(tuple((key, expression(value, names)) for key, value in entries))
        case ArrayTemplate(items):
            return ArrayOf(tuple(expression(item, names) for item in items))
        case Template():
            return text_expression(template, names)


def text_expression(template: Template, names: Names) -> Expression:
    """A text: constant, one name that keeps its type, or several parts joined."""
    constant = template.constant
    if constant is not None:
        return Fixed(constant)
    if template.sole is not None:
        return names.atom(template.sole, in_text=False)
    return Joined(atoms(template, names))


def atoms(template: Template, names: Names) -> tuple[Atom, ...]:
    """The parts of a text, each with its meaning."""
    found: list[Atom] = []
    for part in template.parts:
        match part:
            case "":
                pass
            case str():
                found.append(Fixed(part))
            case Section():
                found.append(section_of(part, names))
            case _:
                found.append(names.atom(part, in_text=True))
    return tuple(found)
