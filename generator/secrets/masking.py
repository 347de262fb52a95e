"""The text of a file without its secrets: as findings show it, and as the page for people does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..source.sources import SourceSet
from .found import Found

MASK: Final = "***"
_SHORTEST: Final = 6
"""Characters of a secret that is masked wherever it stands; a shorter one is a word of other texts."""

Edit = tuple[int, int, str]
"""Start, end, and what a page shows there."""


def mask(sources: SourceSet, found: Sequence[Found]) -> None:
    """Every file's text with the secrets replaced, columns as they were."""
    for name, text in sources.texts().items():
        own = [each for each in found if sources.file_of(each.origin) == name]
        edits = _edits(text, own, sources)
        edits += _elsewhere(text, found, edits)
        if name == sources.main.name:
            sources.page = _shown(text, edits)
        sources.show(name, _same_length(text, edits))


def mask_stretches(sources: SourceSet, name: str, stretches: Iterable[tuple[int, int]]) -> None:
    """The same for a text that could not be read."""
    text = sources.texts()[name]
    edits = [(start, end, MASK) for start, end in stretches]
    sources.show(name, _same_length(text, edits))


def _edits(text: str, found: Iterable[Found], sources: SourceSet) -> list[Edit]:
    edits: list[Edit] = []
    for each in found:
        extent = sources.extent(each.origin)
        if extent is None:
            continue
        start, end = extent
        shown = MASK if each.variable is None else f"{{{{{each.variable}}}}}"
        at = text.find(each.secret, start, end)
        if at < 0:
            # Written with escapes, or over several lines: all of the value.
            edits.append((start, end, f'"{shown}"'))
            continue
        is_plain = (at, at + len(each.secret)) == (start, end)
        edits.append((at, at + len(each.secret), f'"{shown}"' if is_plain else shown))
    return edits


def _elsewhere(text: str, found: Iterable[Found], edits: Sequence[Edit]) -> list[Edit]:
    """The same secrets in comments and in other texts."""
    taken = [(start, end) for start, end, _ in edits]
    more: list[Edit] = []
    for secret in sorted({each.secret for each in found}, key=len, reverse=True):
        at = text.find(secret) if len(secret) >= _SHORTEST else -1
        while at >= 0:
            end = at + len(secret)
            if not any(at < other_end and start < end for start, other_end in taken):
                more.append((at, end, MASK))
                taken.append((at, end))
            at = text.find(secret, end)
    return more


def _same_length(text: str, edits: Iterable[Edit]) -> str:
    pieces, last = [], 0
    for start, end, _ in sorted(edits):
        if start < last:
            continue
        pieces.append(text[last:start])
        pieces.append("".join(each if each == "\n" else "*" for each in text[start:end]))
        last = end
    return "".join((*pieces, text[last:]))


def _shown(text: str, edits: Iterable[Edit]) -> str:
    pieces, last = [], 0
    for start, end, shown in sorted(edits):
        if start < last:
            continue
        pieces += [text[last:start], shown]
        last = end
    return "".join((*pieces, text[last:]))


def replaced_everywhere(data: Any, found: Sequence[Found], is_shown: frozenset[str]) -> Any:
    """The data with every other copy of the secrets replaced, in place.

    Under the keys `is_shown` stand texts for people; elsewhere the variable stands for the secret.
    """
    long = {each.secret: each.variable for each in found if len(each.secret) >= _SHORTEST}
    if long:
        _replace(data, long, is_shown, "", 0, set())
    return data


def _replace(
    data: Any,
    secrets: dict[str, str | None],
    is_shown: frozenset[str],
    key: str,
    depth: int,
    seen: set[int],
) -> None:
    if depth > 100 or id(data) in seen:
        return
    seen.add(id(data))
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in tuple(entries):
        owner = str(name) if isinstance(data, dict) else key
        if isinstance(value, (dict, list)):
            _replace(value, secrets, is_shown, owner, depth + 1, seen)
        elif isinstance(value, str) and any(each in value for each in secrets):
            for secret, variable in secrets.items():
                if owner in is_shown:
                    value = value.replace(secret, MASK)
                elif value == secret or _is_no_word(secret):
                    value = value.replace(
                        secret, MASK if variable is None else f"{{{{{variable}}}}}"
                    )
            data[name] = value


def _is_no_word(secret: str) -> bool:
    """A password may be a word that a path has too, and then the path is no copy of it."""
    return any(map(str.isdigit, secret)) and any(map(str.isalpha, secret))
