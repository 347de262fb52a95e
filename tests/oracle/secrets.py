"""Literal secrets in the places of credentials: variables of the environment are read instead of them.

The placeholders of published files (`YOUR_TOKEN`, `<token>`, `xxx`, nothing at all) are sent as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .shape import mappings, name_of, text_of

_SHOWS_A_PLACE = re.compile(
    r".{0,2}|.*[{}<>$].*|[xX*.\-_ ]+|(?i:.*(?:your|changeme|change[-_]me|placeholder|example|insert|replace).*)"
    r"|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?i:(?:my|the)?[-_ ]?(?:api|access|auth|secret)?[-_ ]?"
    r"(?:token|key|password|secret|none|null|username|user|bearer|basic))",
    re.DOTALL,
)
_REFERENCE = re.compile(r"(?:rest|tools)\.|\$\.")
_NAME = re.compile(
    r"(?i)(?:proxy-)?authorization|cookie|.*(?:passw(?:or)?d|secret|(?:api|access|private|subscription"
    r"|application|auth)[-_ ]?key|(?<!page)(?<!next)(?<!page[-_])(?<!next[-_])token)"
)


def variables(data: dict[str, Any]) -> dict[str, str]:
    """Puts `{{VARIABLE}}` in the place of each secret, in place; the variables, each to itself."""
    found: dict[str, str] = {}
    for block in mappings(data["capability"].get("consumes")):
        prefix = re.sub(r"[^A-Z0-9]+", "_", (text_of(block.get("namespace")) or "").upper()).strip(
            "_"
        )
        for owner, key, what in _places(block):
            written = str(owner[key])
            scheme, _, rest = written.rpartition(" ")
            secret = rest if scheme.lower() in ("bearer", "basic", "token") else written
            if _REFERENCE.match(secret) or _SHOWS_A_PLACE.fullmatch(secret):
                continue
            variable = f"{prefix}_{re.sub(r'[^A-Z0-9]+', '_', what.upper())}"
            owner[key] = written.replace(secret, "{{" + variable + "}}")
            found[variable] = variable
    return found


def _places(block: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Where a secret may stand: the mapping, its key, and what the variable is called."""
    raw = block.get("authentication") or block.get("auth")
    if isinstance(raw, dict):
        kind = str(raw.get("type", "")).lower()
        token = "TOKEN" if kind == "bearer" else "API_KEY"
        for key, what in (("token", token), ("value", token), ("password", "PASSWORD")):
            if _is_literal(raw.get(key)):
                yield raw, key, what
        is_value = not {"token", "value"} & raw.keys() and bool({"header", "name"} & raw.keys())
        if kind not in ("bearer", "basic") and is_value and _is_literal(raw.get("key")):
            yield raw, "key", "API_KEY"
    levels = [block]
    for _, resource in _entries(block.get("resources")):
        levels += [resource, *(each for _, each in _entries(resource.get("operations")))]
    for level in levels:
        for name, item in _entries(level.get("inputParameters")):
            if _NAME.fullmatch(name) and _is_literal(item.get("value")):
                yield item, "value", name


def _entries(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items of a list or of a mapping, themselves and no copies, with their names."""
    if isinstance(value, dict):
        yield from ((str(key), item) for key, item in value.items() if isinstance(item, dict))
    for item in mappings(value):
        yield name_of(item) or "", item


def _is_literal(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
