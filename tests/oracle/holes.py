"""Text with holes: how `{{x}}`, `{x}` and `rest.x` are written, and how a value is put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .tags import Block, blocks


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


@dataclass(frozen=True)
class Section:
    """What is written where a value is there, or, inverted, where it is not."""

    name: Hole
    is_inverted: bool
    inside: Text


Text = tuple["str | Hole | Section", ...]


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
    return _nested(blocks(text), _DOUBLE, lambda match: hole(match.group(1), names), names)


def parse_path(text: str, names: Names) -> Text:
    """A path, in which `{x}` and `${x}` are holes too."""

    def found(match: re.Match[str]) -> Hole:
        if match.group(1):
            return hole(match.group(1), names)
        return hole(match.group(2) or match.group(3), names, double=False)

    return _nested(blocks(text), _ANY_BRACE, found, names)


_Found = Callable[[re.Match[str]], Hole]


def _nested(
    inside: list[str | Block], pattern: re.Pattern[str], found: _Found, names: Names
) -> Text:
    parts: list[str | Hole | Section] = []
    for each in inside:
        if isinstance(each, str):
            parts += _split(each, pattern, found)
        else:
            written = _nested(each.inside, pattern, found, names)
            parts.append(Section(hole(each.name, names), each.is_inverted, written))
    return tuple(parts)


def _split(text: str, pattern: re.Pattern[str], found: _Found) -> Text:
    parts: list[str | Hole | Section] = []
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
        found += [item for item in _all_holes(part) if item not in found]
    return list(dict.fromkeys(found))


def _all_holes(text: Text) -> list[Hole]:
    """In a section `{{.}}` is what it is written for, and no name."""
    found: list[Hole] = []
    for part in text:
        if isinstance(part, Section):
            found += [part.name, *_all_holes(part.inside)]
        elif isinstance(part, Hole):
            found.append(part)
    return [each for each in found if each.name != "."]


def has_section(text: Text) -> bool:
    return any(isinstance(part, Section) for part in text)


def indispensable(template: Any) -> set[str]:
    """Names of holes inside a longer text: without them the body cannot be made (docs/language.md, "Bodies")."""
    return {
        item.name
        for text, sole in _leaves(template)
        if not sole
        for item in text
        if isinstance(item, Hole)
    }


def outside(text: Text) -> set[str]:
    """Names of holes that stand in no section."""
    return {part.name for part in text if isinstance(part, Hole)}


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
        pieces = written(template.text, lookup)
        return "".join(pieces) if pieces else MISSING
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
    return "".join(written(text, lookup))


_Spelled = Callable[[Any, bool], str]


def written(text: Text, lookup: Lookup, spelled: _Spelled | None = None) -> list[str]:
    """The pieces of a text, none where only sections stand in it of which nobody gave the value.

    `spelled` says how a value is written, and is told whether it stands in a section.
    """
    return list(pieces_of(text, lookup, spelled or (lambda value, _inside: there(value))))


def pieces_of(text: Text, lookup: Lookup, spelled: _Spelled) -> Iterator[str]:
    """The same, one after the other: a value is spelled when what stands before it is known."""
    return _Writing(lookup, spelled).pieces(text)


@dataclass(frozen=True)
class _Writing:
    """One text while it is written (the language, 2.2, with the readings of docs/decisions/0064-sections.md)."""

    lookup: Lookup
    spelled: _Spelled
    around: tuple[Any, ...] = ()
    """What the sections are written for in which a text stands; the innermost is the first."""
    depth: int = 0

    def pieces(self, text: Text) -> Iterator[str]:
        for part in text:
            if isinstance(part, str):
                yield part
            elif isinstance(part, Section):
                yield from self._section(part)
            else:
                try:
                    yield self.spelled(self._meant(part), self.depth > 0)
                except UnresolvedError:
                    raise UnresolvedError(part.name) from None

    def _section(self, section: Section) -> Iterator[str]:
        """Absent, null and false are none; of a list inside a value, each element is one."""
        value = self._meant(section.name)
        elements = isinstance(value, list) and self._is_part(section.name)
        is_none = value is MISSING or value is None or value is False or (elements and not value)
        inner = replace(self, depth=self.depth + 1)
        if section.is_inverted:
            yield from inner.pieces(section.inside) if is_none else [""]
        elif is_none:
            yield from [] if value is MISSING or value is None else [""]
        else:
            for each in value if elements else [value]:
                found = replace(inner, around=(each, *self.around))
                yield from found.pieces(section.inside)

    def _is_part(self, hole: Hole) -> bool:
        head, *keys = hole.name.split(".")
        return bool(keys) or any(isinstance(each, dict) and head in each for each in self.around)

    def _meant(self, hole: Hole) -> Any:
        if hole.name == "." and self.around:
            return self.around[0]
        head, *keys = hole.name.split(".")
        for each in self.around:
            if isinstance(each, dict) and head in each:
                return walk(each[head], keys)
        return self.lookup(hole)


def walk(value: Any, keys: list[str]) -> Any:
    """A part of an object, or the length of a text; anything else has none."""
    for key in keys:
        if isinstance(value, str) and key == "length":
            value = length(value)
        elif not isinstance(value, dict) or key not in value:
            return MISSING
        else:
            value = value[key]
    return value


def length(text: str) -> int:
    """As Java counts it (2.2: `{{x.length}}` is a member of the value): in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def there(value: Any) -> str:
    if value is MISSING or value is None:
        raise UnresolvedError("")
    return spell(value)


def spell(value: Any) -> str:
    """A value as text: `true`, `3`, compact JSON for lists and mappings."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def names_in(template: Any, among: Collection[str]) -> set[str]:
    """Which of some names a template mentions."""
    return {item.name for item in holes_of(template)} & set(among)
