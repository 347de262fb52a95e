"""Text with holes: how `{{x}}`, `{x}` and `rest.x` are written, and how a value is put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Missing()
"""Not given, which is not the same as null."""


@dataclass(frozen=True)
class Hole:
    """A name that a value replaces.

    `kind` says what the name means: `input` (a caller's input), `bind` (a variable of a bind or of the
    environment), `any` (whichever of the two is there), `body` (the caller's whole JSON body).
    """

    name: str
    kind: str
    place: str | None = None


@dataclass(frozen=True)
class Names:
    """What the file declares, as far as the meaning of a name depends on it."""

    bind_variables: frozenset[str]
    bind_namespaces: frozenset[str]
    published: bool
    expose_namespace: str | None = None


_DOUBLE = re.compile(r"\{\{\{?\s*&?\s*([^{}]+?)\s*\}?\}\}")
_ANY_BRACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\$\{\s*([^{}]+?)\s*\}|\{\s*([^{}]+?)\s*\}")
_PLACES = ("query", "path", "header", "body")
_UPPER = re.compile(r"[A-Z][A-Z0-9_]*")

Text = tuple[str | Hole, ...]


def hole(name: str, names: Names, *, double: bool = True) -> Hole:
    """What a name between braces means (docs/language.md, "Placeholders")."""
    if names.expose_namespace and name.startswith(names.expose_namespace + "."):
        return Hole(name[len(names.expose_namespace) + 1 :], "input")
    if names.published and (found := caller_reference(name)):
        return found
    namespace, _, variable = name.partition(".")
    if variable and namespace in names.bind_namespaces and variable in names.bind_variables:
        return Hole(variable, "bind")
    if variable and namespace == "env" and names.published:
        return Hole(variable, "bind")
    if name in names.bind_variables:
        return Hole(name, "any")
    if double and names.published and _UPPER.fullmatch(name):
        return Hole(name, "any")
    return Hole(name, "any" if double else "input")


def caller_reference(text: str) -> Hole | None:
    """`rest.x`, `rest.query.x` and `tools.x`, written without braces or between them."""
    prefix, _, name = text.partition(".")
    if prefix not in ("rest", "tools") or not name or re.search(r"[\s{}]", name):
        return None
    place, _, inner = name.partition(".")
    if prefix == "rest" and place in _PLACES and inner:
        return Hole(inner, "input", place)
    return Hole(name, "input")


def is_environment_name(name: str, names: Names) -> bool:
    """A declared bind variable, or, in the published dialect, an upper-case name."""
    return name in names.bind_variables or (names.published and _UPPER.fullmatch(name) is not None)


def parse(text: str, names: Names) -> Text:
    """Text whose holes are written `{{x}}`."""
    return _split(text, _DOUBLE, lambda match: hole(match.group(1), names))


def parse_path(text: str, names: Names) -> Text:
    """A path, in which `{x}` and `${x}` are holes too."""

    def found(match: re.Match[str]) -> Hole:
        if match.group(1):
            return hole(match.group(1), names)
        return hole(match.group(2) or match.group(3), names, double=False)

    return _split(text, _ANY_BRACE, found)


def _split(text: str, pattern: re.Pattern[str], found: Callable[[re.Match[str]], Hole]) -> Text:
    parts: list[str | Hole] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        parts.append(found(match))
        end = match.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


# --- templates of data -------------------------------------------------------------------------


@dataclass(frozen=True)
class Leaf:
    """A text with holes, inside data."""

    text: Text


def parse_data(value: Any, leaf: Callable[[str], Any]) -> Any:
    """Data in which every text went through `leaf`; keys are never rendered."""
    if isinstance(value, dict):
        return {key: parse_data(item, leaf) for key, item in value.items()}
    if isinstance(value, list):
        return [parse_data(item, leaf) for item in value]
    if isinstance(value, str):
        return leaf(value)
    return value


def body_leaf(names: Names) -> Callable[[str], Any]:
    """A text of a body or of a parameter's value: only `{{x}}` is a hole."""
    return lambda text: Leaf(parse(text, names)) if _DOUBLE.search(text) else text


def with_leaf(names: Names) -> Callable[[str], Any]:
    """A text of `with`: a reference as a whole, else a text with `{{x}}`."""

    def leaf(text: str) -> Any:
        namespace = names.expose_namespace
        if namespace and text.startswith(namespace + "."):
            return Leaf((Hole(text[len(namespace) + 1 :], "input"),))
        if names.published and (found := caller_reference(text)):
            return Leaf((found,))
        return Leaf(parse(text, names)) if _DOUBLE.search(text) else text

    return leaf


def holes_of(template: Any) -> list[Hole]:
    """Every hole of a template, in order, once."""
    found: list[Hole] = []
    for part, _ in _leaves(template):
        for item in part:
            if isinstance(item, Hole) and item not in found:
                found.append(item)
    return found


def indispensable(template: Any) -> set[str]:
    """Names of holes inside a longer text: without them the body cannot be made (docs/language.md, "Bodies")."""
    return {
        item.name
        for text, sole in _leaves(template)
        if not sole
        for item in text
        if isinstance(item, Hole)
    }


def _leaves(template: Any) -> list[tuple[Text, bool]]:
    if isinstance(template, Leaf):
        return [(template.text, len(template.text) == 1)]
    if isinstance(template, dict):
        return [leaf for item in template.values() for leaf in _leaves(item)]
    if isinstance(template, list):
        return [leaf for item in template for leaf in _leaves(item)]
    return []


class UnresolvedError(Exception):
    """A hole inside a longer text has no value."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


Lookup = Callable[[Hole], Any]


def fill(template: Any, lookup: Lookup) -> Any:
    """A template with its values; `MISSING` where nothing is left of it.

    A leaf that is one hole keeps the type of its value and goes when there is none; a container that
    became empty goes too, unless it was empty in the file.
    """
    if isinstance(template, Leaf):
        if len(template.text) == 1 and isinstance(template.text[0], Hole):
            return lookup(template.text[0])
        return interpolate(template.text, lookup)
    if isinstance(template, dict):
        pairs = {key: fill(item, lookup) for key, item in template.items()}
        kept = {key: item for key, item in pairs.items() if item is not MISSING}
        return MISSING if template and not kept else kept
    if isinstance(template, list):
        items = [item for item in (fill(item, lookup) for item in template) if item is not MISSING]
        return MISSING if template and not items else items
    return template


def interpolate(text: Text, lookup: Lookup) -> str:
    """Text with its holes filled. Raises `UnresolvedError`."""
    parts: list[str] = []
    for part in text:
        if isinstance(part, Hole):
            value = lookup(part)
            if value is MISSING or value is None:
                raise UnresolvedError(part.name)
            parts.append(spell(value))
        else:
            parts.append(part)
    return "".join(parts)


def spell(value: Any) -> str:
    """A value as text: `true`, `3`, compact JSON for lists and mappings."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def names_in(template: Any, among: Collection[str]) -> set[str]:
    """Which of some names a template mentions."""
    return {item.name for item in holes_of(template)} & set(among)
