"""The functions of the runtime that make requests, and the modules that have them.

Each module holds what goes together, so that a package gets no more than its specification needs.
"""

from __future__ import annotations

from typing import Final

from .python import Name

_MODULES: Final = {
    "encode": ("path", "query", "headers", "not_null", "BARE"),
    "cookie_header": ("cookies",),
    "joining": ("concatenated", "joined"),
    "feeding": ("own", "needed", "listed", "as_given"),
    "sections": ("where", "unless", "unless_any", "each", "named"),
    "compacting": ("compact",),
    "styles": ("commas", "spaces", "pipes", "fields", "as_json"),
    "walking": ("inside",),
    "matching": ("matching",),
    "bodies": ("json_body",),
    "json_templates": ("json_template", "json_with_fields"),
    "json_sections": ("json_of_text", "quoted"),
    "form_bodies": ("form_body", "form_of"),
    "text_bodies": ("text_body", "json_joined", "form_joined", "xml_joined", "text_joined"),
    "raw_bodies": ("raw_body",),
    "multipart_bodies": ("multipart_body", "Part"),
}
"""Module, as generated code calls it → what is used of it."""
MODULES: Final = frozenset(_MODULES)
HOMES: Final = dict.fromkeys(_MODULES, "._runtime.wire")
ALIASES: Final = {"encode": "encoding as encode"}
_PLACES: Final = {name: module for module, names in _MODULES.items() for name in names}


def wire(name: str) -> Name:
    """`json_body` → `bodies.json_body`."""
    return Name(f"{_PLACES[name]}.{name}")
