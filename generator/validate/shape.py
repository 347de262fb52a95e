"""Whether a document is a capability at all, before anybody asks whether it is a good one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..diagnostics.finding import Findings
from ..diagnostics.rules import schema as rules
from ..diagnostics.spelling import listed, nearest
from ..model import Dialect
from ..origin import Origin
from ..source.sources import Source

_SECTIONS: Final = ("consumes", "exposes", "aggregates", "binds")
_MOST_KEYS: Final = 8
_OTHER_KINDS: Final = {
    "openapi": "this is an OpenAPI document: `capwright import openapi FILE` writes a capability of it",
    "swagger": "this is an OpenAPI document: `capwright import openapi FILE` writes a capability of it",
    "overlay": "this is an overlay: name the specification that it changes, and this file with `--overlay`",
}
"""What to do, by the key that names the version of such a document."""


def is_capability(source: Source, dialect: Dialect, findings: Findings) -> bool:
    """Whether the document has the shape of a capability; if not, that is one finding."""
    root = Origin(source.name)
    data: Mapping[str, Any] = source.data
    if "capability" not in data:
        misspelt = any(_holds(data[key]) and nearest(key, ("capability",)) for key in data)
        if dialect is Dialect.OFFICIAL and is_standalone(data) and not misspelt:
            return True
        return _missing(root, data, ("capability",), "it has no key `capability`", findings)
    body = data["capability"]
    if not isinstance(body, dict) or any(key in body for key in ("consumes", "exposes")):
        return True
    problem = "its `capability` has neither `consumes` nor `exposes`"
    return _missing(root.child("capability"), body, ("consumes", "exposes"), problem, findings)


def is_standalone(data: Mapping[str, Any]) -> bool:
    """Whether this is a document for others to import (docs/language.md, "Choices"): valid, but no capability."""
    has_version = "ikanos" in data or "naftiko" in data
    return has_version and any(section in data for section in _SECTIONS)


def _missing(
    origin: Origin,
    data: Mapping[str, Any],
    wanted: tuple[str, ...],
    problem: str,
    findings: Findings,
) -> bool:
    """Report what is missing: a key that is misspelt, or else the whole shape. Always False."""
    misspelt = next(
        ((key, name) for key in data if _holds(data[key]) and (name := nearest(key, wanted))), None
    )
    if misspelt is not None:
        key, name = misspelt
        thing = "`capability`" if origin.pointer else "a capability file"
        findings.report(
            rules.MISSPELT_KEY,
            origin.child(key),
            at="key",
            instead=name,
            key=key,
            missing=name,
            thing=thing,
        )
    else:
        findings.report(
            rules.NOT_A_CAPABILITY,
            origin,
            at="key",
            hint=_other_kind(data),
            problem=problem,
            keys=_keys(data),
        )
    return False


def _other_kind(data: Mapping[str, Any]) -> str | None:
    """What to do with a document of a kind that the command knows otherwise."""
    for key, advice in _OTHER_KINDS.items():
        if key in data:
            return advice
    return None


def _holds(value: Any) -> bool:
    """Whether a misspelt key could be the one that is missing, by what it holds."""
    if isinstance(value, dict):
        return any(section in value for section in _SECTIONS)
    return isinstance(value, list) and any(
        isinstance(item, dict) and "namespace" in item for item in value
    )


def _keys(keys: Iterable[str]) -> str:
    names = [key if len(key) <= 30 else f"{key[:29]}…" for key in keys]
    if not names:
        return "no keys"
    shown = names[:_MOST_KEYS]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return (
        f"the keys {', '.join(f'`{name}`' for name in shown)}{more}"
        if more
        else (f"the key{'s' if len(shown) > 1 else ''} {listed(shown).replace(' or ', ' and ')}")
    )
