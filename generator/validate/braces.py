"""Placeholders that are only half there.

`{{TOKEN}` is text for every reader of templates, so it would go upstream as it stands. Braces are
looked at only where templates may stand: a description may hold any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .. import regex
from ..diagnostics.finding import Findings
from ..diagnostics.rules import schema as rules
from ..origin import Origin
from ..records import dataclass
from ..source.sources import SourceSet

_ALL_BELOW: Final = frozenset(("authentication", "auth", "with", "headers"))
"""Keys whose values hold templates at any depth."""
_BODIES: Final = frozenset(("body", "data"))
"""The same, but the text may be JSON or GraphQL, where lone braces are at home."""
_TEMPLATES: Final = frozenset(("value", "template", "lookupValue", "uri", "identity"))
_PATHS: Final = frozenset(("path", "baseUri"))
_PROSE: Final = frozenset(("info", "description", "label", "display", "title", "tags"))

_NAME: Final = r"[A-Za-z_$][\w.$-]*"
_UNCLOSED: Final = regex.late(rf"\{{\{{\s*({_NAME})\s*\}}?(?!\}})")
_UNOPENED: Final = regex.late(rf"(?<!\{{)\{{\s*({_NAME})\s*\}}\}}")
_UNEVEN: Final = regex.late(rf"(?<!\{{)(\{{++)\s*+({_NAME})\s*+(\}}++)")
"""A name in braces, however many; those that do not match are told by their numbers.

Each run of braces is looked at once, from its start, and never given back: a file may hold a million.
"""
_ENDS_ONLY: Final = regex.late(rf"\s*({_NAME})\s*\}}\}}\s*")
_EMPTY: Final = regex.late(r"\{\{\s*\}\}")
_OPEN_SEGMENT: Final = regex.late(rf"\{{({_NAME})(?=[/?&]|\Z)")
_STRAY_SEGMENT: Final = regex.late(rf"(?:(?<=/)|\A)({_NAME})\}}(?=[/?&]|\Z)")


@dataclass(frozen=True, slots=True)
class _Text:
    origin: Origin
    text: str
    is_path: bool
    is_body: bool


def check_braces(sources: SourceSet, findings: Findings) -> None:
    """Report placeholders whose braces do not match, or that name nothing."""
    for source in sources.sources.values():
        if source.name in sources.broken:
            continue
        for found in _texts(Origin(source.name), source.data):
            _check(found, sources, findings)


def _texts(root: Origin, data: Any) -> Iterator[_Text]:
    """Every text in which a template may stand."""
    pending: list[tuple[Origin, Any, str, str]] = [(root, data, "", "")]
    while pending:
        origin, value, key, mode = pending.pop()
        if isinstance(value, str):
            if ("{" in value or "}" in value) and (mode or key in _TEMPLATES or key in _PATHS):
                yield _Text(origin, value, not mode and key in _PATHS, mode == "body")
        elif isinstance(value, dict):
            for name, below in value.items():
                if mode or name not in _PROSE:
                    pending.append((origin.child(name), below, name, mode or _mode(name, below)))
        elif isinstance(value, list):
            pending.extend((origin.child(i), below, "", mode) for i, below in enumerate(value))


def _mode(key: str, value: Any) -> str:
    if key in _BODIES:
        return "body"
    return "all" if key in _ALL_BELOW and isinstance(value, dict) else ""


def _check(found: _Text, sources: SourceSet, findings: Findings) -> None:
    text = found.text
    empty = _EMPTY.search(text)
    if empty is not None and not found.is_body:
        span = sources.part_span(found.origin, empty.start(), empty.end())
        findings.report_in(found.origin, rules.EMPTY_PLACEHOLDER, span, fragment=empty[0])
        return
    broken = _broken(found)
    if broken is not None:
        start, end, suggestion = broken
        span = sources.part_span(found.origin, start, end)
        facts = {"fragment": text[start:end], "suggestion": suggestion}
        findings.report_in(found.origin, rules.OPEN_PLACEHOLDER, span, instead=suggestion, **facts)


def _broken(found: _Text) -> tuple[int, int, str] | None:
    """Where the first half placeholder stands, and what was meant."""
    if not found.is_body or found.text.count("{") != found.text.count("}"):
        for uneven in _UNEVEN.finditer(found.text):
            opened, closed = len(uneven[1]), len(uneven[3])
            if opened != closed and max(opened, closed) > 2 and min(opened, closed) > 1:
                return uneven.start(), uneven.end(), f"{{{{{uneven[2]}}}}}"
    rest = _without_whole_ones(found.text)
    match = _UNCLOSED.search(rest)
    # `{user{id}}` is GraphQL: in a body only one brace too many at the end is a sign.
    if match is None and (not found.is_body or _has_one_too_many(found.text)):
        match = _UNOPENED.search(rest)
    if match is None and not found.is_path:
        match = _ENDS_ONLY.fullmatch(found.text)
    if match is not None:
        return match.start(), match.end(), f"{{{{{match[1]}}}}}"
    if found.is_path:
        match = _OPEN_SEGMENT.search(rest) or _STRAY_SEGMENT.search(rest)
        if match is not None:
            return match.start(), match.end(), f"{{{match[1]}}}"
    return None


def _has_one_too_many(text: str) -> bool:
    return text.count("}") - text.count("{") == 1


def _without_whole_ones(text: str) -> str:
    """The text with blanks for whole placeholders: what is left is broken, in its old place.

    Searched by hand, because a pattern would look for the end again and again where there is none.
    """
    parts: list[str] = []
    done = 0
    while (start := text.find("{{", done)) >= 0:
        end = text.find("}}", start + 2)
        if end < 0:
            break
        # A placeholder does not hold another: the last opening before the end belongs to it.
        start = text.rfind("{{", start, end)
        end += 2
        if text.startswith("{", start - 1) and text.startswith("}", end):
            start, end = start - 1, end + 1  # `{{{x}}}` is one, too
        start = max(start, done)
        parts += (text[done:start], " " * (end - start))
        done = end
    return "".join((*parts, text[done:]))
