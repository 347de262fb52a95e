"""Texts and data of a capability with references inside: what fills them, and from where."""

from __future__ import annotations

import enum
from typing import TypeAlias

from ..origin import Origin
from ..records import dataclass


class Scope(enum.Enum):
    """Which names a placeholder may mean (docs/language.md, "Placeholders")."""

    INPUT = "input"
    """An input of the exposed unit: `rest.x`, `tools.x`, `<expose namespace>.x`."""
    BIND = "bind"
    """A variable of a bind named in full: `{{env.TOKEN}}` with a bind `env`."""
    BODY = "body"
    """The whole JSON request body (`rest.body` under another key)."""
    ANY = "any"
    """A bare `{{x}}` or `{x}`: resolved by the order of docs/language.md, "Placeholders"."""


class Place(enum.Enum):
    """Where a request carries a value."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name inside a template, to be replaced by a value."""

    name: str
    scope: Scope
    origin: Origin
    place: Place | None = None
    """Set where the reference says it: `rest.query.x`."""


@dataclass(frozen=True, slots=True)
class Section:
    """`{{#x}}…{{/x}}`: what stands in a text where `x` has a value; `{{^x}}…{{/x}}`: where it has none."""

    value: Placeholder
    is_inverted: bool
    parts: tuple[TextPart, ...]


TextPart: TypeAlias = str | Placeholder | Section
"""A part of a text with placeholders."""


@dataclass(frozen=True, slots=True)
class Template:
    """Text with placeholders. One placeholder and nothing else keeps the type of its value."""

    parts: tuple[TextPart, ...]
    origin: Origin

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """Those outside of sections."""
        return tuple(part for part in self.parts if isinstance(part, Placeholder))

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(part for part in self.parts if isinstance(part, Section))

    @property
    def sole(self) -> Placeholder | None:
        """The placeholder, if the template is exactly one."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Placeholder):
            return self.parts[0]
        return None

    @property
    def constant(self) -> str | None:
        """The text, if there is no placeholder in it."""
        if self.placeholders or self.sections:
            return None
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a boolean, null, or text without placeholders."""

    value: str | int | float | bool | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class ObjectTemplate:
    entries: tuple[tuple[str, DataTemplate], ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ArrayTemplate:
    items: tuple[DataTemplate, ...]
    origin: Origin


DataTemplate: TypeAlias = Template | Constant | ObjectTemplate | ArrayTemplate


def names_of(parts: tuple[TextPart, ...]) -> frozenset[str]:
    """Every name in parts of a text, inside sections as well."""
    names: set[str] = set()
    for part in parts:
        if isinstance(part, Placeholder):
            names.add(part.name)
        elif isinstance(part, Section):
            names |= {part.value.name} | names_of(part.parts)
    return frozenset(names)


def data_names(data: DataTemplate) -> frozenset[str]:
    """The names of all placeholders in some data."""
    match data:
        case Template():
            return names_of(data.parts)
        case ObjectTemplate(entries):
            return frozenset(name for _, value in entries for name in data_names(value))
        case ArrayTemplate(items):
            return frozenset(name for value in items for name in data_names(value))
        case Constant():
            return frozenset()


def route_text(path: Template) -> str:
    """A path as people write it: `/repository/{repository}`."""
    return "".join(text_shown(part) for part in path.parts)


def text_shown(part: TextPart, braces: int = 1) -> str:
    """A part of a text as people write it, with so many braces."""
    left, right = "{" * braces, "}" * braces
    match part:
        case str():
            return part
        case Placeholder(name):
            return f"{left}{name}{right}"
        case Section(value, is_inverted, parts):
            inner = "".join(text_shown(each, braces) for each in parts)
            sign, name = "^" if is_inverted else "#", value.name
            return f"{left}{sign}{name}{right}{inner}{left}/{name}{right}"
